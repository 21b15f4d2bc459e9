"""Public pages: the same bytes for everyone, known again by their mark, with nothing of a visitor in them."""

from datetime import datetime, timedelta

import pytest
import time_machine

from hope.campaigns.models import CampaignState
from hope.kernel.clock import now
from tests.support.builders import make_campaign, make_gift, make_giver, make_noise
from tests.support.web import read, text_of

FIXED = ["/", "/campaigns/", "/organizations/", "/about", "/privacy", "/accessibility", "/get-help",
    "/robots.txt", "/sitemap.xml", "/.well-known/security.txt"]  # fmt: skip


@pytest.fixture
def pages(session):
    """The address of every public page."""
    campaign = make_campaign(session)
    make_gift(session, campaign)
    return [*FIXED, f"/campaigns/{campaign.slug}", f"/organizations/{campaign.organization.slug}"]


def test_two_visitors_get_the_same_bytes(app, pages):
    here, there = app.test_client(), app.test_client()
    elsewhere = {
        "User-Agent": "Other/1",
        "Accept-Language": "de",
        "Cookie": "a=b",
        "Referer": "https://x.example/",
    }
    with time_machine.travel(now(), tick=False):  # a page says how long ago something was
        for path in pages:
            first, second = here.get(path), there.get(path, headers=elsewhere)
            assert first.status_code == 200, path
            assert first.data == second.data, path
            assert first.headers["ETag"] == second.headers["ETag"], path


def test_no_page_sets_a_cookie(client, pages):
    assert all("Set-Cookie" not in client.get(path).headers for path in [*pages, "/nowhere", "/healthz"])


def test_who_has_the_page_already_is_told_so_in_a_few_bytes(client, pages):
    with time_machine.travel(now(), tick=False):  # a minute later the page may say so
        for path in pages:
            mark = client.get(path).headers["ETag"]
            again = client.get(path, headers={"If-None-Match": mark})
            assert (again.status_code, again.data) == (304, b""), path
            assert again.headers["ETag"] == mark


def test_a_gift_changes_the_mark_of_its_campaign(client, session):
    campaign = make_campaign(session)
    address = f"/campaigns/{campaign.slug}"
    mark = client.get(address).headers["ETag"]
    make_gift(session, campaign)
    assert client.get(address, headers={"If-None-Match": mark}).status_code == 200


def test_every_answer_says_what_a_browser_may_do(client, pages):
    for path in [*pages, "/nowhere"]:
        headers = client.get(path).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"


def test_strict_transport_is_asked_for_where_transport_is_secure(client):
    assert "Strict-Transport-Security" not in client.get("/about").headers
    secure = client.get("/about", base_url="https://localhost")
    assert "max-age=" in secure.headers["Strict-Transport-Security"]


def test_givers_are_shown_as_each_chose(client, session):
    campaign = make_campaign(session)
    make_noise(session)
    choices = [
        ("Ada Example", "full", True),
        ("Ben Example", "first", False),
        ("Cleo Example", "anonymous", True),
    ]
    for name, naming, show_amount in choices:
        giver = make_giver(name=name, email=f"{naming}@example.org", naming=naming, show_amount=show_amount)
        make_gift(session, campaign, giver=giver)
    shown = read(client.get(f"/campaigns/{campaign.slug}")).select_one(".campaign__more")
    words = " ".join(shown.text.split())
    assert "Ada Example" in words
    assert "Ben" in words
    assert "Anonymous" in words
    assert all(secret not in words for secret in ("Ben Example", "Cleo", "Nobody Asked", "@example.org"))
    assert words.count("$25") == 2


def test_no_address_of_a_giver_is_anywhere_in_a_page(client, session, pages):
    make_noise(session)
    for path in pages:
        source = client.get(path).get_data(as_text=True)
        assert "marigold@example.org" not in source
        assert "noise@example.org" not in source


def test_what_is_raised_is_what_was_given(client, session):
    campaign = make_campaign(session, goal_amount=10_000)
    make_noise(session)
    for email in ("a@example.org", "b@example.org", "a@example.org"):
        make_gift(session, campaign, tier=1, giver=make_giver(email=email))
    answer = client.get(f"/campaigns/{campaign.slug}")
    assert "$150 raised of $100 by 2 people" in text_of(answer)
    assert read(answer).select_one(".sunrise")["aria-label"] == "150 percent of the goal"


@pytest.mark.parametrize(
    ("over", "status", "words"),
    [
        ({}, 200, "Give to this campaign"),
        ({"starts_at": now() + timedelta(days=2)}, 200, "This campaign opens soon"),
        ({"ends_at": now() - timedelta(days=2)}, 200, "This campaign has ended"),
        ({"state": CampaignState.ENDED}, 200, "This campaign has ended"),
        ({"state": CampaignState.ARCHIVED}, 200, "This campaign has ended"),
        ({"state": CampaignState.DRAFT}, 404, "We cannot find that page"),
    ],
    ids=["live", "not started", "over", "ended", "archived", "draft"],
)
def test_a_campaign_in_each_of_its_states(client, session, over, status, words):
    campaign = make_campaign(session, **over)
    answer = client.get(f"/campaigns/{campaign.slug}")
    assert answer.status_code == status
    assert words in text_of(answer)
    assert (read(answer).select_one("form.give") is not None) == (over == {})


def test_drafts_and_archived_campaigns_are_listed_nowhere(client, session):
    hidden = [make_campaign(session, title=f"Hidden {state}", state=state) for state in ("draft", "archived")]
    for path in ("/", "/campaigns/", "/sitemap.xml", f"/organizations/{hidden[0].organization.slug}"):
        assert "Hidden" not in client.get(path).get_data(as_text=True)


def test_a_campaign_without_named_gifts_still_takes_an_amount(client, session):
    campaign = make_campaign(session, tiers=[])
    page = read(client.get(f"/campaigns/{campaign.slug}"))
    assert page.select_one("input[name=tier][checked]")["value"] == "other"


def test_the_suggested_gift_is_chosen_and_nothing_is_ticked_for_the_donor(client, session):
    campaign = make_campaign(session)
    page = read(client.get(f"/campaigns/{campaign.slug}"))
    assert page.select_one("input[name=tier][checked]")["value"] == str(campaign.tiers[1].id)
    assert page.select_one("input[name=interval][checked]")["value"] == "once"
    assert {box["name"] for box in page.select("input[type=checkbox][checked]")} == {"show_amount"}


def test_a_story_is_text_and_never_a_program(client, session):
    story = "# Hello\n\n<script>alert(1)</script> [bad](javascript:alert(1)) **good** ![x](https://e.example/p.png)"
    campaign = make_campaign(session, story=story)
    page = read(client.get(f"/campaigns/{campaign.slug}"))
    told = page.select_one(".campaign__story")
    assert "good" in [strong.text for strong in told.select("strong")]
    assert not told.select("script, a[href^=javascript], img[src^=http]")


def test_a_letter_that_no_database_knows_is_read_past(client, session):
    campaign = make_campaign(session)
    asked = ("/basket?added=%00", "/pray/?topic=%00", "/search?q=%00", f"/campaigns/{campaign.slug}?gift=%00")
    assert {path: client.get(path).status_code for path in asked} == dict.fromkeys(asked, 200)
    assert client.post("/basket/items", data={"gift": "\x00"}).status_code == 404


def test_whoever_finds_a_weakness_knows_whom_to_tell(app, client):
    lines = client.get("/.well-known/security.txt").get_data(as_text=True).splitlines()
    told = dict(line.split(": ", 1) for line in lines)
    assert told["Contact"] == "mailto:hello@example.org"
    assert told["Canonical"] == f"{app.config['SITE_URL']}/.well-known/security.txt"
    assert now() < datetime.fromisoformat(told["Expires"]) < now() + timedelta(days=365)
