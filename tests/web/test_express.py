"""The short way in for machines: the same answers as the long one, and every failure is an answer too."""

import pytest
from sqlalchemy import text

from hope.giving.webhook import PATH
from tests.support.builders import make_campaign, make_checkout
from tests.support.gifts import NOTHING, ONE_GIFT, happened
from tests.support.stripe_events import completed, deliver


@pytest.fixture
def paid(client, session):
    return completed(make_checkout(client, make_campaign(session)))


def test_what_could_not_be_kept_is_sent_again_and_then_recorded(client, session, paid, caplog):
    session.execute(text("ALTER TABLE stripe_event RENAME TO away"))
    session.commit()
    answer = deliver(client, paid)
    assert (answer.status_code, answer.mimetype) == (500, "text/plain")
    assert "could not answer" in caplog.text
    assert "marigold" not in answer.get_data(as_text=True).casefold()
    session.execute(text("ALTER TABLE away RENAME TO stripe_event"))
    session.commit()
    assert happened(session) == NOTHING
    assert deliver(client, paid).status_code == 200
    assert happened(session) == ONE_GIFT


def test_no_cookie_is_set_and_nothing_is_kept_by_anyone(client, paid):
    answer = deliver(client, paid)
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", [PATH + "/", PATH + "/more", "/webhooks"])
def test_another_address_is_another_matter(client, path):
    answer = client.post(path, data=b"{}", headers={"Origin": "http://localhost"}, lint=False)
    assert answer.status_code == 404
