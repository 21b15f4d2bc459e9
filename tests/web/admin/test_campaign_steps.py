"""Publishing, ending, opening again, archiving, copying, deleting: said before, done once, written down."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from hope.campaigns.models import Campaign, CampaignSlug, CampaignState, GivingTier
from hope.kernel.audit import AuditEntry
from hope.kernel.clock import now
from tests.support.builders import give_form, make_campaign, make_gift, make_organization
from tests.support.editing import edit
from tests.support.people import send, sign_in
from tests.support.web import read, text_of


@pytest.fixture
def editor(client, session):
    return sign_in(client, "editor")


def step(client, campaign, name):
    return send(client, f"/admin/campaigns/{campaign.id}/{name}")


def test_what_is_missing_is_listed_and_holds_publishing_back(client, session, editor):
    campaign = make_campaign(session, state=CampaignState.DRAFT, story="", tiers=[], free_amount=False)
    path = f"/admin/campaigns/{campaign.id}/publication"
    page = client.get(path)
    assert "Needed: The story" in text_of(page)
    assert "Needed: Something to give" in text_of(page)
    assert "Add what is needed first." in text_of(page)
    assert step(client, campaign, "publication").status_code == 409
    session.refresh(campaign)
    assert campaign.state is CampaignState.DRAFT
    assert session.scalars(select(AuditEntry)).all() == []


def test_points_of_taste_hold_nothing_back(client, session, editor):
    campaign = make_campaign(session, state=CampaignState.DRAFT, tiers=[])
    page = client.get(f"/admin/campaigns/{campaign.id}/publication")
    assert "Good to have: Named gifts." in text_of(page)
    assert "Publish all the same" in text_of(page)
    assert step(client, campaign, "publication").status_code == 303
    assert client.get(f"/campaigns/{campaign.slug}").status_code == 200


def test_the_life_of_a_campaign(client, session, editor):
    campaign = make_campaign(session, state=CampaignState.DRAFT)
    path = f"/campaigns/{campaign.slug}"
    for name, state, title in (
        ("publication", "live", "Give to this campaign"),
        ("ending", "ended", "This campaign has ended"),
        ("reopening", "live", "Give to this campaign"),
        ("ending", "ended", "This campaign has ended"),
        ("archive", "archived", "This campaign has ended"),
        ("restoration", "ended", "This campaign has ended"),
    ):
        assert "Nothing has happened yet." in text_of(client.get(f"/admin/campaigns/{campaign.id}/{name}"))
        assert step(client, campaign, name).status_code == 303
        session.refresh(campaign)
        assert campaign.state.value == state
        assert title in text_of(client.get(path))
        listed = campaign.title in text_of(client.get("/campaigns/"))
        assert listed is (state != "archived")
    actions = session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert actions[:2] == ["publish campaign", "end campaign"]
    assert len(actions) == 6


def test_a_step_pressed_twice_is_taken_once(client, session, editor):
    campaign = make_campaign(session, state=CampaignState.DRAFT)
    assert [step(client, campaign, "publication").status_code for _ in range(2)] == [303, 303]
    assert session.scalar(select(func.count(AuditEntry.id))) == 1


@pytest.mark.parametrize("name", ["archive", "restoration", "reopening", "nonsense"])
def test_a_step_that_does_not_fit(client, session, editor, name):
    campaign = make_campaign(session)
    answer = step(client, campaign, name)
    assert answer.status_code == (404 if name == "nonsense" else 303 if name == "reopening" else 409)
    session.refresh(campaign)
    assert campaign.state is CampaignState.LIVE


def test_opening_again_takes_an_end_away_that_has_passed(client, session, editor):
    past = now() - timedelta(days=3)
    campaign = make_campaign(session, state=CampaignState.ENDED, ends_at=past)
    assert "has passed and is taken away" in text_of(client.get(f"/admin/campaigns/{campaign.id}/reopening"))
    step(client, campaign, "reopening")
    session.refresh(campaign)
    assert campaign.ends_at is None
    assert client.post(f"/campaigns/{campaign.slug}/give", data=give_form(campaign)).status_code == 303


def test_a_published_campaign_is_never_deleted(client, session, editor):
    live = make_campaign(session)
    make_gift(session, live)
    for campaign in (live, make_campaign(session, state=CampaignState.ENDED)):
        path = f"/admin/campaigns/{campaign.id}/deletion"
        for ask in (lambda path=path: client.get(path), lambda path=path: send(client, path)):
            answer = ask()
            assert answer.status_code == 303
            assert "This campaign is kept" in text_of(client.get(answer.headers["Location"]))
    assert session.scalar(select(func.count(Campaign.id))) == 2


def test_a_draft_is_deleted_with_all_that_belongs_to_it(client, session, editor):
    campaign = make_campaign(session, state=CampaignState.DRAFT, slug="a-try")
    path = f"/admin/campaigns/{campaign.id}/deletion"
    assert "This cannot be undone." in text_of(client.get(path))
    assert send(client, path).status_code == 303
    for table in (Campaign, GivingTier, CampaignSlug):
        assert session.scalar(select(func.count()).select_from(table)) == 0
    assert send(client, path).status_code == 404
    assert session.scalars(select(AuditEntry)).one().details["slug"] == "a-try"


def test_a_draft_with_a_gift_is_kept(client, session, editor):
    campaign = make_campaign(session)
    make_gift(session, campaign)
    campaign.state = CampaignState.DRAFT
    session.commit()
    assert send(client, f"/admin/campaigns/{campaign.id}/deletion").status_code == 303
    assert session.scalar(select(func.count(Campaign.id))) == 1


def test_a_copy_is_a_draft_made_once(client, session, editor):
    campaign = make_campaign(session, title="T" * 200, ends_at=now())
    page = read(client.get(f"/admin/campaigns/{campaign.id}"))
    key = page.select_one("form[action$='/copy'] [name=key]")["value"]
    for _ in range(2):
        answer = send(client, f"/admin/campaigns/{campaign.id}/copy", {"key": key})
    copy = session.scalars(select(Campaign).where(Campaign.id != campaign.id)).one()
    assert answer.headers["Location"] == f"/admin/campaigns/{copy.id}"
    assert (copy.state, copy.ends_at, copy.title) == (CampaignState.DRAFT, None, f"Copy of {'T' * 192}")
    assert [(t.name, t.price, t.suggested) for t in copy.tiers] == [
        (t.name, t.price, t.suggested) for t in campaign.tiers
    ]


def test_an_old_address_leads_to_the_new_one_for_ever(client, session, editor):
    campaign = make_campaign(session, slug="first")
    path = f"/admin/campaigns/{campaign.id}/edit"
    edit(client, path, slug="second")
    edit(client, path, slug="third")
    for old in ("first", "second"):
        for tail in ("", "/give"):
            answer = client.get(f"/campaigns/{old}{tail}")
            assert answer.status_code == 301
            assert answer.headers["Location"] == f"/campaigns/third{tail}"
            assert answer.headers["Cache-Control"] == "no-store"  # it may move back one day
    assert client.post("/campaigns/first/give", data=give_form(campaign)).status_code == 303
    edit(client, path, slug="first")
    assert client.get("/campaigns/first").status_code == 200
    assert client.get("/campaigns/third").headers["Location"] == "/campaigns/first"


def test_an_old_address_is_taken_by_nobody_else(client, session, editor):
    campaign = make_campaign(session, slug="first")
    edit(client, f"/admin/campaigns/{campaign.id}/edit", slug="second")
    other = make_campaign(session, slug="other")
    for wanted in ("first", "second", "First!"):
        answer = edit(client, f"/admin/campaigns/{other.id}/edit", slug=wanted)
        assert answer.status_code == 422
        assert "This address belongs to something else, or did once." in text_of(answer)
    assert edit(client, f"/admin/campaigns/{other.id}/edit", slug="", title="First").status_code == 303
    session.refresh(other)
    assert other.slug == "first-2"


def test_a_draft_leaves_no_address_behind(client, session, editor):
    campaign = make_campaign(session, slug="a-try", state=CampaignState.DRAFT)
    edit(client, f"/admin/campaigns/{campaign.id}/edit", slug="better")
    assert session.scalars(select(CampaignSlug.slug)).all() == ["better"]


def test_a_partner_moves_with_a_redirect_too(client, session, editor):
    partner = make_organization(session, slug="old-name")
    edit(client, f"/admin/organizations/{partner.id}/edit", slug="new-name")
    answer = client.get("/organizations/old-name")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/organizations/new-name")
    assert client.get("/organizations/never").status_code == 404
