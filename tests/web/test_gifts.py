"""The catalogue of named gifts, and the page of each."""

import pytest

from hope.campaigns import tiers
from hope.campaigns.gifts import catalogue
from hope.campaigns.models import CampaignState, Theme
from hope.kernel.db import unit_of_work
from tests.support.builders import make_campaign, make_checkout, make_organization
from tests.support.editing import edit
from tests.support.people import sign_in
from tests.support.web import read, text_of


@pytest.fixture
def campaign(session):
    """A house and a court: three gifts, the second with a promise of its own."""
    partner = make_organization(session, name="Lantern & <b>House</b>", slug="lantern")
    campaign = make_campaign(
        session, organization=partner, tiers=[("A key", 4900), ("A night", 5000), ("A year", 15_000)]
    )
    campaign.tiers[0].theme = Theme.HOME
    campaign.tiers[1].promise = "More nights than beds? They are kept for the winter."
    session.commit()
    return campaign


def names(client, query: str = "") -> list[str]:
    return [link.get_text(strip=True) for link in read(client.get(f"/gifts/{query}")).select(".card__link")]


def test_the_catalogue_shows_what_can_be_given_and_what_one_asks_for(client, session, campaign):
    other = make_campaign(session, tiers=[("A lawyer", 30_000)])
    for state in (CampaignState.DRAFT, CampaignState.ENDED):
        make_campaign(session, tiers=[(f"Never {state}", 2500)], state=state)
    hidden = make_campaign(session, tiers=[("Taken off", 2500)])
    hidden.tiers[0].active = False
    session.commit()
    assert names(client) == ["A key", "A night", "A year", "A lawyer"]
    assert names(client, "?price=up-to-50") == ["A key"]
    assert names(client, "?price=50-to-150") == ["A night"]
    assert names(client, "?price=150-and-more") == ["A year", "A lawyer"]
    assert names(client, "?theme=home") == ["A key"]
    assert names(client, f"?partner={other.organization.slug}&price=150-and-more") == ["A lawyer"]
    # What nobody offers says nothing, or says kindly that there is none.
    assert len(names(client, "?theme=<script>&price=%00&partner=")) == 4
    nothing = text_of(client.get("/gifts/?partner=nobody"))
    assert "No gift fits all of that" in nothing
    assert "Show all gifts" in nothing
    answer = client.get("/gifts/")
    assert answer.headers["Cache-Control"].startswith("public")
    assert "Set-Cookie" not in answer.headers
    assert "Under $50" in text_of(answer)


def test_nothing_to_give(client):
    assert "No gift is open today" in text_of(client.get("/gifts/"))


def test_the_page_of_a_gift(client, session, campaign):
    key, night, _ = campaign.tiers
    page = client.get(f"/gifts/{night.slug}")
    words = text_of(page)
    assert "$50" in words
    assert "They are kept for the winter." in words
    assert "Lantern & <b>House</b>" in words
    give = read(page).select_one(".gift-page__give a.button")["href"]
    form = read(client.get(give.partition("#")[0]))
    assert form.select_one("input[name=tier][checked]")["value"] == str(night.id)
    assert catalogue.PROMISE in text_of(client.get(f"/gifts/{key.slug}"))
    assert client.get("/gifts/nothing-of-the-kind").status_code == 404
    picture = client.get(f"/gifts/{night.slug}/share.png")
    assert (picture.mimetype, picture.get_data()[:4]) == ("image/png", b"\x89PNG")
    assert f"/gifts/{night.slug}/share.png" in page.get_data(as_text=True)
    assert f"/gifts/{key.slug}<" in client.get("/sitemap.xml").get_data(as_text=True)


def test_a_limited_gift_says_how_many_are_needed_until_none_is(client, session, campaign):
    tier = campaign.tiers[0]
    tiers.limit(session, tier, 2)
    session.commit()
    assert "2 of 2 still needed" in text_of(client.get(f"/gifts/{tier.slug}"))
    for number in range(2):
        make_checkout(client, campaign, email=f"{number}@example.org")
    page = text_of(client.get(f"/gifts/{tier.slug}"))
    assert "All 2 are given, or somebody is paying" in page
    assert "Give this now" not in page
    assert names(client)[-1] == "A key"  # what is still needed stands first


def test_an_address_leads_on_for_ever(client, session, campaign):
    sign_in(client, "editor")
    tier = campaign.tiers[0]
    old = tier.slug
    assert (
        edit(client, f"/admin/tiers/{tier.id}", slug="a-front-door-key", theme="justice").status_code == 303
    )
    session.refresh(tier)
    assert (tier.slug, tier.theme) == ("a-front-door-key", Theme.JUSTICE)
    moved = client.get(f"/gifts/{old}")
    assert (moved.status_code, moved.headers["Location"]) == (301, "/gifts/a-front-door-key")
    taken = edit(client, f"/admin/tiers/{campaign.tiers[1].id}", slug=old)
    assert (taken.status_code, "belongs to something else" in text_of(taken)) == (422, True)
    with unit_of_work() as work:
        twin = tiers.add_copy(work, tier.id)
        assert (twin.theme, twin.slug) == (Theme.JUSTICE, "a-key")
    campaign.state = CampaignState.DRAFT
    session.commit()
    assert client.get("/gifts/a-front-door-key").status_code == 404
    assert client.get(f"/gifts/{old}").status_code == 404
