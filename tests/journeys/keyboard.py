"""A person who works by keyboard alone: Tab to where they want to be, and then a key."""

from playwright.sync_api import Page, expect

MOST_TABS = 120
SAID = "() => document.activeElement.innerText.replace(/\\s+/g, ' ').trim()"


def reach(page: Page, selector: str) -> None:
    """Press Tab until what has the focus is what is looked for."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"no way to {selector} by keyboard on {page.url}")


def write(page: Page, name: str, words: str) -> None:
    """Go on to a field and type into it; what stood in it goes."""
    reach(page, f"[name='{name}']")
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type(words)


def choose(page: Page, name: str, value: str) -> None:
    """Go on to a group of radio buttons, and along it with the arrows."""
    reach(page, f"[name='{name}']")
    chosen = "value => document.activeElement.checked && document.activeElement.value === value"
    for _ in range(page.locator(f"[name='{name}']").count()):
        if page.evaluate(chosen, value):
            return
        page.keyboard.press("ArrowDown")
    assert page.evaluate(chosen, value), f"no way to {value} with the arrows on {page.url}"


def press(page: Page, words: str) -> None:
    """Go on with Tab to a link or a button that says this, and press Enter."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate(SAID).startswith(words):
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"no way to “{words}” by keyboard on {page.url}")


def heading(page: Page, words: str) -> None:
    """The page of this name has come."""
    expect(page.get_by_role("heading", level=1)).to_have_text(words)
