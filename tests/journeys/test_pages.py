"""Every public page in a real browser: usable by all, quiet towards others, whole on a small screen."""

import json

import pytest

from tests.journeys.conftest import NewPerson
from tests.support.site import RunningSite

pytestmark = pytest.mark.journey
PAGES = [
    "/",
    "/campaigns/",
    "/organizations/",
    "/about",
    "/privacy",
    "/accessibility",
    "/get-help",
    "/nowhere",
]


def pages_of(site: RunningSite) -> list[str]:
    """The fixed pages, and one of every kind that the example content makes."""
    campaigns = [
        f"/campaigns/{row[0]}" for row in site.rows("SELECT slug FROM campaign WHERE state <> 'draft'")
    ]
    partners = site.rows("SELECT slug FROM organization ORDER BY id LIMIT 1")
    return [*PAGES, *campaigns, f"/organizations/{partners[0][0]}"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_use_every_page(person: NewPerson, site: RunningSite, axe: str, scheme: str) -> None:
    visitor = person(color_scheme=scheme, bypass_csp=True)
    found = {}
    for path in pages_of(site):
        visitor.page.goto(site.url + path)
        visitor.page.evaluate(axe)
        report = visitor.page.evaluate("axe.run()")
        violations = [f"{v['id']}: {v['nodes'][0]['html'][:120]}" for v in report["violations"]]
        if violations:
            found[path] = violations
    assert found == {}, json.dumps(found, indent=1)


def test_the_form_with_errors_can_be_used_by_everybody(
    person: NewPerson, site: RunningSite, axe: str
) -> None:
    visitor = person(java_script_enabled=True, bypass_csp=True)
    visitor.open_campaign()
    visitor.page.locator("form[action*='/give']").evaluate("form => form.noValidate = true")
    visitor.page.locator("[data-submit]").click()
    visitor.page.wait_for_selector("[data-error-summary]")
    visitor.page.evaluate(axe)
    assert visitor.page.evaluate("axe.run()")["violations"] == []


@pytest.mark.parametrize("width", [320, 360])
def test_no_page_scrolls_sideways(person: NewPerson, site: RunningSite, width: int) -> None:
    visitor = person(viewport={"width": width, "height": 640})
    wide = {}
    for path in pages_of(site):
        visitor.page.goto(site.url + path)
        across = visitor.page.evaluate("document.documentElement.scrollWidth")
        if across > width:
            wide[path] = across
    assert wide == {}


def test_shift_three_times_leaves_for_a_harmless_page(person: NewPerson, site: RunningSite) -> None:
    visitor = person()
    visitor.page.goto(f"{site.url}/get-help")
    away: list[str] = []
    visitor.page.route(
        "https://www.bbc.co.uk/**", lambda route: (away.append(route.request.url), route.abort())
    )
    for _ in range(3):
        visitor.page.keyboard.press("Shift")
    visitor.page.wait_for_timeout(500)
    assert away == ["https://www.bbc.co.uk/weather"]
