"""Taking a gift back while Stripe does not answer: nobody is told that nothing happened, which nobody knows."""

from sqlalchemy import select

from hope.giving.gateway import Unreachable
from hope.giving.models import Gift
from hope.giving.second_thoughts import window
from tests.support.builders import make_campaign, make_checkout
from tests.support.stripe_events import completed, deliver
from tests.support.web import text_of


def test_without_an_answer_it_is_said_that_it_is_not_known(app, client, session, gateway):
    deliver(client, completed(make_checkout(client, make_campaign(session))))
    gift = session.scalars(select(Gift)).one()
    path = f"/give/second-thoughts/{window.token_of(gift, app.config['SECRET_KEY'])}/return"
    assert "Nothing has happened yet." in text_of(client.get(path))
    gateway.trouble = Unreachable("away")
    answer = client.post(path)
    assert answer.status_code == 503
    assert "We do not know yet whether it goes back" in text_of(answer)
    assert "Nothing has happened yet." not in text_of(answer)
