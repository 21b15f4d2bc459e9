"""The harness itself: fresh databases, requests in a context of their own, the worker by hand."""

from sqlalchemy import select, text

from hope.giving.models import Gift, StripeEvent
from hope.kernel.mail.models import OutgoingMail
from tests.support.builders import make_campaign, make_checkout, make_gift, make_noise, run_jobs
from tests.support.stripe_events import completed, deliver
from tests.support.web import text_of


def test_empty_at_first(session):
    assert session.scalars(select(Gift)).all() == []
    make_gift(session, make_campaign(session))


def test_empty_again(session):
    assert session.scalars(select(Gift)).all() == []
    assert make_gift(session, make_campaign(session)).id == 1


def test_both_databases_are_what_they_say(session, database):
    assert session.get_bind().dialect.name == database.split(":")[0]
    assert session.execute(text("SELECT 1")).scalar() == 1


def test_a_page(client, session):
    campaign = make_campaign(session)
    make_noise(session)
    page = client.get(f"/campaigns/{campaign.slug}")
    assert page.status_code == 200
    assert campaign.title in text_of(page)
    assert "Nobody Asked" not in text_of(page)


def test_a_gift_all_the_way(app, client, session, gateway):
    campaign = make_campaign(session)
    checkout = make_checkout(client, campaign)
    assert [reference for reference, *_ in gateway.opened] == [checkout.reference]
    assert deliver(client, completed(checkout)).status_code == 200
    event = session.scalars(select(StripeEvent)).one()
    assert event.outcome == "recorded", event.detail
    assert session.scalars(select(Gift)).one().total == campaign.tiers[0].price
    assert run_jobs(app) >= 1
    mail = session.scalars(select(OutgoingMail)).one()
    assert (mail.state, mail.recipient) == ("sent", "marigold@example.org")
