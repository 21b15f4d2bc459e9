"""Finding things by their words, on both databases, in the transaction of whatever changed them."""

from hope.campaigns.models import CampaignState
from hope.kernel.clock import now
from hope.kernel.search import index
from hope.kernel.search.finding import find
from hope.kernel.search.models import SearchEntry
from tests.support.builders import make_campaign, make_noise, make_organization
from tests.support.telling import make_story


def kinds(session, typed):
    return [found.kind for found in find(session, typed, now())]


def test_whatever_changes_a_row_changes_what_is_found(session):
    make_noise(session)
    partner = make_organization(session, name="Café Wren", summary="A kitchen for all.")
    campaign = make_campaign(
        session, organization=partner, title="Harvest moon", tiers=[("Sieve of barley", 900)]
    )
    story = make_story(
        session, title="The wren sings", body="In the *undergrowth*.", organization_id=partner.id
    )
    assert kinds(session, "CAFE wren")[0] == "organization"
    assert kinds(session, "barley siev") == ["gift"]
    assert kinds(session, "undergrowth") == ["story"]
    assert sorted(kinds(session, "wren")) == ["campaign", "organization", "story"]
    campaign.tiers[0].name, campaign.tiers[0].meaning = "Sieve of oats", "A sack."
    session.commit()
    assert (kinds(session, "barley"), kinds(session, "oats")) == ([], ["gift"])
    campaign.state = CampaignState.DRAFT
    story.withdrawn_at = now()
    session.commit()
    assert (kinds(session, "oats"), kinds(session, "harvest moon"), kinds(session, "undergrowth")) == (
        [],
        [],
        [],
    )
    campaign.title = "Nothing of it"
    session.flush()
    session.rollback()
    assert index.rebuild(session) >= 4
    session.commit()
    assert kinds(session, "cafe") == ["organization"]
    session.delete(story)
    session.commit()
    assert session.query(SearchEntry).filter_by(owner=f"story:{story.id}").count() == 0


HOSTILE = ["", "   ", "'; DROP TABLE story; --", '"', "a AND OR NOT (", "* ^ : & | !", "NEAR(", "the", "x" * 5000,
    "\x00", "%", "a-b:c", "né\u0301", "🌅", "<b>", "col:term", "\\", "٣ ½ ²"]  # fmt: skip


def test_nothing_that_is_typed_is_an_order(session):
    assert [typed for typed in HOSTILE if find(session, typed, now())] == []
