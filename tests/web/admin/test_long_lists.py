"""A list of many rows asks the database as little as a list of one: nothing is asked row by row."""

from sqlalchemy.orm import Session

from tests.support.builders import make_campaign, make_gift, make_giver
from tests.support.people import sign_in
from tests.support.plans import statements_of
from tests.support.praying import make_partner, make_point
from tests.support.standing import make_recurring
from tests.support.telling import make_consent, make_story
from tests.support.web import SiteClient

LISTS = ["/admin/", "/admin/campaigns/", "/admin/consents/", "/admin/gifts/", "/admin/gifts/new",
    "/admin/grants/", "/admin/mail/", "/admin/organizations/", "/admin/prayer/",
    "/admin/recurring/", "/admin/stories/", "/admin/supporters/", "/", "/campaigns/", "/gifts/", "/organizations/",
    "/pray/", "/spotlight/", "/transparency"]  # fmt: skip


def test_a_list_of_many_asks_as_little_as_a_list_of_one(client: SiteClient, session: Session):
    sign_in(client, "owner")
    for number in (1, 2):  # a second time, so that what only many have is there in both
        make_everything(session, number)
    few = asked(client)
    for number in range(3, 7):
        make_everything(session, number)
    assert asked(client) == few


def asked(client: SiteClient) -> dict[str, int]:
    """How many statements each list takes."""
    return {path: len(statements_of(lambda path=path: client.get(path))) for path in LISTS}


def make_everything(session: Session, number: int) -> None:
    """One more of everything that stands in a list."""
    campaign = make_campaign(session)
    giver = make_giver(name=f"Giver {number}", email=f"giver-{number}@example.org")
    make_gift(session, campaign, tier=1, giver=giver)
    make_recurring(session, campaign)
    story = make_story(session, tags=(f"tag {number}",))
    make_consent(session, for_stories=[story])
    make_point(session, organization_id=campaign.organization_id)
    make_partner(session)
