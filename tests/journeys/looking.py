"""Looks at a page as somebody who uses it otherwise than we do."""

import json

from playwright.sync_api import Page

# Whatever passes is not described node by node: that takes most of the time and is read by nobody.
EVERYTHING = {"resultTypes": ["violations"]}
# In the dark only colours differ, and to look for everything else once more would take as long again.
COLOURS = {**EVERYTHING, "runOnly": ["color-contrast"]}


def faults(page: Page, axe: str) -> list[str]:
    """What shuts somebody out of the page that is open, by day or in the dark."""
    page.wait_for_load_state()
    page.evaluate(axe)
    page.emulate_media(color_scheme="dark")
    in_the_dark = [f"in the dark, {found}" for found in _found(page, COLOURS)]
    page.emulate_media(color_scheme="light")
    return _found(page, EVERYTHING) + in_the_dark


def _found(page: Page, wanted: dict[str, list[str]]) -> list[str]:
    violations = page.evaluate(f"axe.run({json.dumps(wanted)})")["violations"]
    return [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in violations]


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    page.wait_for_load_state()
    return int(
        page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
    )


def is_usable(page: Page, axe: str) -> None:
    """Fail where the page shuts somebody out, or scrolls sideways."""
    assert faults(page, axe) == [], page.url
    assert overflow(page) <= 0, page.url
