"""Looks at a page as somebody who uses it otherwise than we do."""

import json

from playwright.sync_api import Page

# In the dark only colours differ, and to look for everything else once more would take as long again.
COLOURS = {"runOnly": ["color-contrast"]}


def faults(page: Page, axe: str, scheme: str = "light") -> list[str]:
    """What shuts somebody out of the page that is open."""
    page.wait_for_load_state()
    page.evaluate(axe)
    found = page.evaluate(f"axe.run({json.dumps(COLOURS if scheme == 'dark' else {})})")["violations"]
    return [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in found]


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    page.wait_for_load_state()
    return int(
        page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
    )


def is_usable(page: Page, axe: str, scheme: str = "light") -> None:
    """Fail where the page shuts somebody out, or scrolls sideways."""
    assert faults(page, axe, scheme) == [], page.url
    assert overflow(page) <= 0, page.url
