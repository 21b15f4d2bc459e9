"""An editor's campaigns: from nothing to a page that people give on, and everything that must not go wrong."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from hope.campaigns.models import Campaign, CampaignState, GivingTier
from hope.giving.models import GiftLine
from hope.kernel.audit import AuditEntry
from tests.support.builders import dollars, give_form, make_campaign, make_gift, make_noise, make_organization
from tests.support.editing import campaign_form, edit, shown
from tests.support.people import send, sign_in
from tests.support.web import read, text_of

NEW = "/admin/campaigns/new"


@pytest.fixture
def partner(client, session):
    """An editor is signed in, and a partner is there."""
    sign_in(client, "editor")
    return make_organization(session)


def only(session) -> Campaign:
    return session.scalars(select(Campaign)).one()


def count(session) -> int:
    return session.scalar(select(func.count(Campaign.id)))


def test_a_draft_is_begun_and_nobody_outside_sees_it(client, session, partner):
    answer = send(client, NEW, campaign_form(partner.id))
    campaign = only(session)
    assert answer.headers["Location"] == f"/admin/campaigns/{campaign.id}"
    assert (campaign.state, campaign.slug, campaign.goal) == (
        CampaignState.DRAFT,
        "a-winter-of-light",
        dollars("12000"),
    )
    assert client.get("/campaigns/a-winter-of-light").status_code == 404
    assert "A winter of light" not in text_of(client.get("/campaigns/"))
    preview = client.get(f"/admin/campaigns/{campaign.id}/preview")
    assert "Winters are long" in text_of(preview)
    assert "The public cannot see this campaign yet" in text_of(preview)
    assert preview.headers["Cache-Control"] == "no-store"
    entry = session.scalars(select(AuditEntry)).one()
    assert (entry.action, entry.subject) == ("create campaign", f"campaign:{campaign.id}")
    assert entry.details["title"] == {"before": None, "after": "A winter of light"}


def test_the_form_of_a_preview_can_be_tried_and_gives_nothing(client, session, partner):
    campaign = make_campaign(session, organization=partner, state=CampaignState.DRAFT)
    path = f"/admin/campaigns/{campaign.id}/preview"
    action = read(client.get(path)).select_one("form.give")["action"]
    assert action == f"{path}#give"
    assert "In a preview nothing is given" in text_of(client.post(path, data=give_form(campaign)))
    wrong = client.post(path, data=give_form(campaign, email="nobody"))
    assert wrong.status_code == 422
    assert client.post(f"/campaigns/{campaign.slug}/give", data=give_form(campaign)).status_code == 404


def test_the_same_form_sent_twice_makes_one_campaign(client, session, partner):
    form = campaign_form(partner.id, key=shown(client, NEW)["key"])
    first, second = send(client, NEW, form), send(client, NEW, form)
    assert count(session) == 1
    assert first.headers["Location"] == second.headers["Location"]
    other = campaign_form(partner.id, key=shown(client, NEW)["key"])
    send(client, NEW, other)
    assert sorted(session.scalars(select(Campaign.slug))) == ["a-winter-of-light", "a-winter-of-light-2"]


@pytest.mark.parametrize(
    ("over", "said"),
    [
        ({"title": ""}, "Write a title."),
        ({"title": "x" * 201}, "A title can have 200 characters; yours has 201."),
        ({"organization": ""}, "Choose the partner"),
        ({"organization": "999999"}, "Choose one from the list."),
        ({"goal": "0"}, "Write an amount above zero."),
        ({"goal": "-5"}, "Write an amount above zero."),
        ({"goal": "1e9"}, "Write the amount in digits"),
        ({"goal": "1000000000"}, "The most that can stand here is $999,999.99."),
        ({"goal": "4"}, "The smallest gift cannot be more than the goal."),
        ({"currency": "usd"}, "Choose one from the list."),
        ({"currency": "QQQ"}, "Choose one from the list."),
        ({"ends_on": "tomorrow"}, "Write the day as year-month-day"),
        ({"ends_on": "9999-12-31"}, "Choose a day between 1900 and 2200."),
        ({"ends_on": "0001-01-01"}, "Choose a day between 1900 and 2200."),
        ({"ends_time": "12:00"}, "Choose the day for this time as well."),
        ({"ends_on": "2026-11-30", "ends_time": "25:00"}, "Write the time as hours and minutes"),
        ({"starts_on": "2026-11-30", "ends_on": "2026-11-29"}, "Choose a last day that comes after the first."),
        ({"ends_on": "2027-03-14", "ends_time": "02:30"}, "the clocks go forward"),
        ({"ends_on": "2026-11-01", "ends_time": "01:30"}, "the clocks go back"),
        ({"time_zone": "Mars/Olympus"}, "Choose one from the list."),
        ({"scene": "../../etc/passwd"}, "Choose one of these."),
        ({"slug": "日本"}, "Write the address in letters"),
        ({"slug": "new"}, "The site keeps the address “new” for itself."),
        ({"story": "x" * 30_001}, "A story can have 30000 characters"),
    ],
)  # fmt: skip
def test_mistakes_are_named_and_nothing_typed_is_lost(client, session, partner, over, said):
    answer = send(client, NEW, campaign_form(partner.id, **over))
    assert answer.status_code == 422
    assert said in text_of(answer)
    page = read(answer)
    assert "Heat and light for a house." in page.select_one("[name=summary]").get_text()
    assert page.select_one(".error-summary")
    assert count(session) == 0


def test_the_last_day_lasts_to_its_midnight_where_the_campaign_is_at_home(client, session, partner):
    send(client, NEW, campaign_form(partner.id, starts_on="2026-11-01", ends_on="2026-11-30"))
    campaign = only(session)
    assert campaign.starts_at == datetime(2026, 11, 1, 4, tzinfo=UTC)  # summer time still
    assert campaign.ends_at == datetime(2026, 12, 1, 5, tzinfo=UTC)
    form = shown(client, f"/admin/campaigns/{campaign.id}/edit")
    assert (form["starts_on"], form["starts_time"], form["ends_on"], form["ends_time"]) == (
        "2026-11-01",
        "",
        "2026-11-30",
        "",
    )
    words = text_of(client.get(f"/admin/campaigns/{campaign.id}"))
    assert "Monday 30 November 2026 at midnight, New York time" in words


def test_preview_of_the_story_saves_nothing_and_keeps_what_was_typed(client, session, partner):
    answer = send(
        client, NEW, campaign_form(partner.id, do="preview", story="**Bold** and <script>alert(1)</script>")
    )
    page = read(answer)
    assert page.select_one(".markdown__shown strong").get_text() == "Bold"
    assert page.select_one("[name=title]")["value"] == "A winter of light"
    assert "<script>alert(1)" not in answer.get_data(as_text=True)
    assert count(session) == 0


def test_hostile_words_stay_words(client, session, partner):
    evil = '"><img src=x onerror=alert(1)>{{ 7*7 }}'
    form = campaign_form(partner.id, title=evil, summary=evil, story=evil, scene_alt=evil)
    assert send(client, NEW, form).status_code == 303
    campaign = only(session)
    campaign.state = CampaignState.LIVE
    for path in (
        f"/campaigns/{campaign.slug}",
        f"/admin/campaigns/{campaign.id}",
        "/admin/campaigns/",
        "/campaigns/",
    ):
        answer = client.get(path, lint=False)  # the lint takes the braces for ours
        assert answer.status_code == 200
        assert "<img src=x" not in answer.get_data(as_text=True)
        assert "49" not in text_of(answer).split("7*7")[1][:20]


def test_the_list_by_state_and_by_words(client, session, partner):
    make_campaign(session, organization=partner, title="River of light")
    make_campaign(session, organization=partner, title="Harbour", state=CampaignState.DRAFT)
    make_campaign(session, organization=partner, title="Long over", ends_at=datetime(2020, 1, 1, tzinfo=UTC))
    make_campaign(session, title="Old stones", state=CampaignState.ARCHIVED)

    def listed(query: str) -> list[str]:
        return [a.get_text() for a in read(client.get(f"/admin/campaigns/{query}")).select("tbody th a")]

    assert listed("") == ["River of light"]
    assert listed("?tab=drafts") == ["Harbour"]
    assert listed("?tab=ended") == ["Long over"]
    assert listed("?tab=archived") == ["Old stones"]
    assert len(listed("?tab=all")) == 4
    assert listed("?tab=all&q=RIVER light") == ["River of light"]
    assert len(listed(f"?tab=all&q={partner.name}")) == 3
    assert listed("?tab=all&q=100%25") == []
    assert len(listed("?tab=nonsense")) == 4
    assert "Look in all campaigns" in text_of(client.get("/admin/campaigns/?q=nowhere"))


def test_an_empty_site_says_how_to_begin(client, session):
    sign_in(client, "editor")
    for tab in ("live", "drafts", "ended", "archived", "all"):
        assert read(client.get(f"/admin/campaigns/?tab={tab}")).select_one(".empty")


def test_renaming_rewrites_no_history(client, session, partner):
    campaign = make_campaign(session, organization=partner, title="First name", slug="first-name")
    make_gift(session, campaign)
    make_noise(session)
    edit(client, f"/admin/campaigns/{campaign.id}/edit", title="Second name", slug="second-name")
    session.refresh(campaign)
    assert campaign.title == "Second name"
    line = session.scalars(select(GiftLine).where(GiftLine.campaign_id == campaign.id)).one()
    assert (line.campaign_title, line.campaign_slug) == ("First name", "first-name")


def test_the_currency_is_fixed_once_it_was_published(client, session, partner):
    campaign = make_campaign(session, organization=partner)
    path = f"/admin/campaigns/{campaign.id}/edit"
    assert "currency" not in shown(client, path)
    edit(client, path, currency="EUR")
    session.refresh(campaign)
    assert campaign.currency == "USD"


def test_the_named_gifts_of_a_draft_follow_its_currency(client, session, partner):
    campaign = make_campaign(session, organization=partner, state=CampaignState.DRAFT, tiers=[("Seed", 2500)])
    path = f"/admin/campaigns/{campaign.id}/edit"
    assert edit(client, path, currency="JPY", goal="500000", minimum="500").status_code == 303
    session.refresh(campaign)
    assert (campaign.goal.amount, campaign.currency) == (500_000, "JPY")
    tier = session.scalars(select(GivingTier)).one()
    assert (tier.price.amount, tier.price.currency) == (25, "JPY")
    tier_path = f"/admin/tiers/{tier.id}"
    assert "The smallest gift of this campaign" in text_of(edit(client, tier_path, price="25"))


def test_a_price_that_the_new_currency_cannot_write(client, session, partner):
    campaign = make_campaign(session, organization=partner, state=CampaignState.DRAFT, tiers=[("Seed", 2550)])
    answer = edit(
        client, f"/admin/campaigns/{campaign.id}/edit", currency="JPY", goal="500000", minimum="500"
    )
    assert answer.status_code == 422
    assert "“Seed” has a price that JPY cannot write" in text_of(answer)
    session.refresh(campaign)
    assert campaign.currency == "USD"


def test_markdown_is_shown_while_one_writes(client, session, partner):
    answer = send(
        client, "/admin/markdown/", {"text": "*soft* <b>no</b> [x](javascript:alert(1))"}, lint=False
    )
    html = answer.get_data(as_text=True)
    assert "<em>soft</em>" in html
    assert "<b>" not in html
    assert "javascript:" not in html.replace("[x](javascript:alert(1))", "")
    assert send(client, "/admin/markdown/", {"text": "x" * 40_000}).status_code == 422
