"""Whoever asks to be forgotten is taken off what they started for friends."""

from sqlalchemy import select

from hope.accounts import holdings
from hope.accounts.supporters import find_or_add
from hope.campaigns.shared.models import SharedGift
from tests.support.builders import make_campaign
from tests.web.test_shared_gifts import start


def test_a_starter_sees_what_they_started_and_is_forgotten(client, session):
    start(client, make_campaign(session))
    person = find_or_add(session, "ida@example.org", "Ida")
    parts = {part.name: part.rows for part in holdings.everything(session, person)}
    assert parts["shared_gifts"][0]["called"] == "From our Tuesday group"
    holdings.forget_all(session, person)
    session.commit()
    session.expire_all()
    shared = session.scalars(select(SharedGift)).one()
    assert (shared.title, shared.starter_name, shared.starter_email) == ("A shared gift", "Somebody", "")
