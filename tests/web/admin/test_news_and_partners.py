"""News of a campaign, partners, and what is known of them."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from hope.campaigns.models import CampaignUpdate
from hope.kernel.audit import AuditEntry
from hope.kernel.clock import charity_day, now
from hope.spotlight.models import Organization, OrganizationFact
from tests.support.builders import make_campaign, make_organization
from tests.support.editing import edit, organization_form, shown
from tests.support.people import send, sign_in
from tests.support.web import read, text_of

EVIL = "<script>alert(1)</script>"


@pytest.fixture
def editor(client, session):
    return sign_in(client, "editor")


def test_news_go_on_the_page_and_off_it(client, session, editor):
    campaign = make_campaign(session)
    path = f"/admin/updates/new/{campaign.id}"
    form = shown(client, path)
    assert form["author"] == editor.name
    for _ in range(2):
        answer = send(
            client, path, form | {"title": "The loom is here", "body": f"Two *women* weave. {EVIL}"}
        )
    update = session.scalars(select(CampaignUpdate)).one()
    here = answer.headers["Location"]
    public = f"/campaigns/{campaign.slug}"
    assert "The loom is here" not in text_of(client.get(public))
    send(client, f"{here}/publication")
    page = read(client.get(public))
    assert page.select_one(f"#update-{update.id} em").get_text() == "women"
    session.refresh(update)
    since = update.published_at
    send(client, f"{here}/withdrawal")
    assert "The loom is here" not in text_of(client.get(public))
    send(client, f"{here}/publication")
    session.refresh(update)
    assert update.published_at == since
    assert send(client, f"{here}/nonsense").status_code == 404


def test_the_newest_news_stand_first(client, session, editor):
    campaign = make_campaign(session)
    for days, title in ((3, "Older"), (1, "Newer"), (2, "Between")):
        at = now() - timedelta(days=days)
        session.add(
            CampaignUpdate(campaign_id=campaign.id, title=title, body="x", author="", published_at=at)
        )
    session.commit()
    titles = [h.get_text() for h in read(client.get(f"/campaigns/{campaign.slug}")).select(".news__title")]
    assert titles == ["Newer", "Between", "Older"]


def test_a_partner_is_added_once_and_shown(client, session, editor):
    path = "/admin/organizations/new"
    form = organization_form(key=shown(client, path)["key"])
    for _ in range(2):
        answer = send(client, path, form)
    partner = session.scalars(select(Organization)).one()
    assert answer.headers["Location"] == f"/admin/organizations/{partner.id}"
    assert "A house with a light" in text_of(client.get("/organizations/lantern-house"))


@pytest.mark.parametrize(
    ("over", "said"),
    [
        ({"name": ""}, "Write the partner’s name."),
        ({"summary": ""}, "Write in a few sentences"),
        ({"scope": "everywhere"}, "Choose one of these."),
        ({"website": "http://lantern.example.org"}, "starting with https://"),
        ({"website": "javascript:alert(1)"}, "starting with https://"),
        ({"website": "https://user:pass@example.org"}, "starting with https://"),
        ({"website": "https://[half"}, "starting with https://"),
    ],
)
def test_mistakes_about_a_partner(client, session, editor, over, said):
    answer = send(client, "/admin/organizations/new", organization_form(**over))
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert session.scalar(select(func.count(Organization.id))) == 0


def test_facts_with_source_and_day(client, session, editor):
    partner, today = make_organization(session), charity_day(now())
    path = f"/admin/organizations/facts/new/{partner.id}"
    old = (today - timedelta(days=366)).isoformat()
    form = shown(client, path) | {"statement": f"Founded in 1997. {EVIL}", "source": EVIL, "checked_on": old}
    send(client, path, form)
    fact = session.scalars(select(OrganizationFact)).one()
    here = f"/admin/organizations/{partner.id}"
    assert "more than 12 months ago" in text_of(client.get(here))
    assert "1 fact" in text_of(client.get("/admin/organizations/"))
    send(client, f"/admin/organizations/facts/{fact.id}/check")
    assert "months ago" not in text_of(client.get(here))
    public = client.get(f"/organizations/{partner.slug}").get_data(as_text=True)
    assert "<script>alert" not in public
    remove = f"/admin/organizations/facts/{fact.id}/removal"
    assert "The audit keeps what it said." in text_of(client.get(remove))
    send(client, remove)
    assert session.scalar(select(func.count(OrganizationFact.id))) == 0
    kept = session.scalars(select(AuditEntry).where(AuditEntry.action == "remove fact")).one()
    assert kept.details["statement"]["before"].startswith("Founded in 1997.")
    assert send(client, remove).status_code == 404


@pytest.mark.parametrize(
    ("over", "said"),
    [
        ({"checked_on": "2199-01-01"}, "This day is still to come."),
        ({"checked_on": "soon"}, "Write the day as"),
        ({"checked_on": ""}, "Write when somebody last looked."),
        ({"source": "http://example.org"}, "begins with https://"),
        ({"source": ""}, "Write where this can be read."),
    ],
)
def test_mistakes_about_a_fact(client, session, editor, over, said):
    partner = make_organization(session)
    form = {"statement": "x", "source": "A book", "checked_on": "2026-01-01"} | over
    answer = send(client, f"/admin/organizations/facts/new/{partner.id}", form)
    assert answer.status_code == 422
    assert said in text_of(answer)


def test_a_partner_with_campaigns_stays(client, session, editor):
    campaign = make_campaign(session)
    path = f"/admin/organizations/{campaign.organization_id}/deletion"
    assert client.get(path).status_code == 303
    assert send(client, path).status_code == 303
    alone = make_organization(session)
    edit(client, f"/admin/organizations/{alone.id}/edit", slug="elsewhere")
    gone = f"/admin/organizations/{alone.id}/deletion"
    assert "This cannot be undone." in text_of(client.get(gone))
    assert send(client, gone).status_code == 303
    assert session.scalars(select(Organization.id)).all() == [campaign.organization_id]
    assert client.get("/organizations/elsewhere").status_code == 404


def test_partners_are_found(client, session, editor):
    make_organization(session, name="Harbour House", base="Lisbon")
    make_organization(session, name="River Trust")

    def listed(query: str) -> list[str]:
        return [a.get_text() for a in read(client.get(f"/admin/organizations/{query}")).select("tbody th a")]

    assert listed("?q=lisbon") == ["Harbour House"]
    assert len(listed("")) == 2
    assert listed("?q=%25") == []


def test_treasurers_look_and_change_nothing(client, session):
    campaign = make_campaign(session)
    sign_in(client, "treasurer")
    for path in (
        "/admin/campaigns/",
        f"/admin/campaigns/{campaign.id}",
        f"/admin/organizations/{campaign.organization_id}",
    ):
        page = client.get(path)
        assert page.status_code == 200
        main = read(page).select_one("main")
        assert main.select("form[method=post]") == []
        assert not main.find("a", href=lambda href: href and href.endswith(("/edit", "/new")))
