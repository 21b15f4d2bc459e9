"""Every public page in a real browser: usable by all, quiet towards others, whole on a small screen."""

import json
import re

import pytest

from tests.journeys.conftest import NewPerson
from tests.journeys.looking import faults, overflow
from tests.support.site import RunningSite

pytestmark = pytest.mark.journey
PAGES = [
    "/",
    "/campaigns/",
    "/gifts/",
    "/basket",
    "/transparency",
    "/organizations/",
    "/spotlight/",
    "/spotlight/two-years-are-a-long-time-to-be-safe",
    "/search?q=home",
    "/pray/",
    "/pray/now",
    "/pray/month",
    "/pray/answers",
    "/pray/requests",
    "/about",
    "/privacy",
    "/accessibility",
    "/get-help",
    "/receipts/verify",
    "/nowhere",
]


def pages_of(site: RunningSite) -> list[str]:
    """The fixed pages, and one of every kind that the example content makes."""
    campaigns = [
        f"/campaigns/{row[0]}" for row in site.rows("SELECT slug FROM campaign WHERE state <> 'draft'")
    ]
    gifts = site.rows("SELECT slug FROM giving_tier WHERE stock > 0 ORDER BY id LIMIT 1")
    partners = site.rows("SELECT slug FROM organization ORDER BY id LIMIT 1")
    points = site.rows("SELECT slug FROM prayer_point WHERE reach = 'everyone' ORDER BY id LIMIT 1")
    of_each = [f"/gifts/{gifts[0][0]}", f"/organizations/{partners[0][0]}", f"/pray/points/{points[0][0]}"]
    return [*PAGES, *campaigns, *of_each, *by_letter(site)]


def by_letter(site: RunningSite) -> list[str]:
    """Pages that are somebody's alone: the first letters of the example content lead to them."""
    found = []
    for kind, area in (
        ("card", "cards"),
        ("card_returned", "cards/mine"),
        ("shared_started", "gifts/shared"),
    ):
        [[text]] = site.rows(
            "SELECT text FROM outgoing_mail WHERE kind = :kind ORDER BY id LIMIT 1", kind=kind
        )
        found += re.findall(rf"{re.escape(site.url)}(/{area}/(?!stop/)\S+)", text)
    assert len(found) >= 4, found
    return found


def test_everybody_can_use_every_page(person: NewPerson, site: RunningSite, axe: str) -> None:
    visitor = person(bypass_csp=True)
    found = {}
    for path in pages_of(site):
        visitor.page.goto(site.url + path)
        if wrong := faults(visitor.page, axe):
            found[path] = wrong
    assert found == {}, json.dumps(found, indent=1)


def test_the_form_with_errors_can_be_used_by_everybody(
    person: NewPerson, site: RunningSite, axe: str
) -> None:
    visitor = person(java_script_enabled=True, bypass_csp=True)
    visitor.open_campaign()
    visitor.page.locator("form[action*='/give']").evaluate("form => form.noValidate = true")
    visitor.page.locator("[data-submit]").click()
    visitor.page.wait_for_selector("[data-error-summary]")
    assert faults(visitor.page, axe) == []


def test_no_page_scrolls_sideways(person: NewPerson, site: RunningSite) -> None:
    visitor = person(viewport={"width": 320, "height": 640})
    wide = {}
    for path in pages_of(site):
        visitor.page.goto(site.url + path)
        if (beyond := overflow(visitor.page)) > 0:
            wide[path] = beyond
    assert wide == {}


def test_shift_three_times_leaves_for_a_harmless_page(person: NewPerson, site: RunningSite) -> None:
    visitor = person(abroad="https://www.bbc.co.uk/weather")
    visitor.page.goto(f"{site.url}/get-help")
    with visitor.page.expect_request("https://www.bbc.co.uk/weather"):
        for _ in range(3):
            visitor.page.keyboard.press("Shift")
