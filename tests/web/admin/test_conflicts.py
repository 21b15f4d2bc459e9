"""Two editors at the same row: the second is told, and nothing of either is lost."""

import pytest
from sqlalchemy import select

from hope.campaigns.models import CampaignUpdate
from hope.kernel.clock import charity_day, now
from hope.spotlight.models import OrganizationFact
from tests.support.builders import make_campaign
from tests.support.editing import fields_of, shown
from tests.support.people import send, sign_in
from tests.support.web import read, text_of


def rows(answer) -> dict[str, list[str]]:
    found = read(answer).select(".conflict tbody tr")
    return {row.th.get_text(): [td.get_text(strip=True) for td in row.select("td")] for row in found}


@pytest.fixture
def campaign(client, session):
    sign_in(client, "editor")
    return make_campaign(session, title="Old title", summary="Old summary.")


def test_the_second_is_told_and_both_versions_stand_side_by_side(client, session, campaign):
    path = f"/admin/campaigns/{campaign.id}/edit"
    mine = shown(client, path)
    send(client, path, mine | {"title": "Their title", "summary": "Their summary."})
    answer = send(client, path, mine | {"title": "My title", "goal": "777"})
    assert answer.status_code == 409
    assert rows(answer) == {
        "Title": ["Their title", "My title", "Yours"],
        "Summary": ["Their summary.", "Old summary.", "Theirs: you had not changed it"],
    }
    session.refresh(campaign)
    assert campaign.title == "Their title"
    again = fields_of(answer)
    assert (again["title"], again["summary"], again["goal"]) == ("My title", "Their summary.", "777")
    assert send(client, path, again).status_code == 303
    session.refresh(campaign)
    assert (campaign.title, campaign.summary, campaign.goal.amount) == ("My title", "Their summary.", 77_700)


def test_a_third_who_comes_in_between_is_noticed_too(client, session, campaign):
    path = f"/admin/campaigns/{campaign.id}/edit"
    mine = shown(client, path)
    send(client, path, mine | {"title": "Theirs"})
    answer = send(client, path, mine | {"title": "Mine"})
    send(client, path, shown(client, path) | {"title": "A third one’s"})
    answer = send(client, path, fields_of(answer))
    assert answer.status_code == 409
    assert rows(answer)["Title"][:2] == ["A third one’s", "Mine"]


def test_the_same_change_twice_is_no_conflict(client, session, campaign):
    path = f"/admin/campaigns/{campaign.id}/edit"
    mine = shown(client, path) | {"title": "The same"}
    assert send(client, path, mine).status_code == 303
    assert send(client, path, mine).status_code == 303


def test_a_form_without_its_version_is_an_old_one(client, session, campaign):
    path = f"/admin/campaigns/{campaign.id}/edit"
    mine = shown(client, path) | {"title": "Mine"}
    send(client, path, shown(client, path) | {"title": "Theirs"})
    for broken in (
        {"version": None},
        {"version": "x"},
        {"version": "0", "seen": "[1"},
        {"version": "0", "seen": "[" * 5000},
    ):
        form = {name: value for name, value in (mine | broken).items() if value is not None}
        assert send(client, path, form).status_code == 409
    session.refresh(campaign)
    assert campaign.title == "Theirs"


def test_named_gifts_news_partners_and_facts_are_guarded_alike(client, session, campaign):
    update = CampaignUpdate(campaign_id=campaign.id, title="News", body="Old.", author="", published_at=now())
    fact = OrganizationFact(statement="Old.", source="A book, 1999", checked_on=charity_day(now()))
    campaign.organization.facts.append(fact)
    session.add(update)
    session.commit()
    for path, name in (
        (f"/admin/tiers/{campaign.tiers[0].id}", "meaning"),
        (f"/admin/updates/{update.id}", "body"),
        (f"/admin/organizations/{campaign.organization_id}/edit", "summary"),
        (f"/admin/organizations/facts/{fact.id}", "statement"),
    ):
        mine = shown(client, path)
        assert send(client, path, mine | {name: "Theirs."}).status_code == 303
        answer = send(client, path, mine | {name: "Mine."})
        assert answer.status_code == 409, path
        assert "Theirs." in text_of(answer)
        assert send(client, path, fields_of(answer)).status_code == 303
    session.expire_all()
    assert session.scalars(select(CampaignUpdate.body)).one() == "Mine."
