"""An editor at work: a campaign from nothing to the public, by keyboard alone; and two editors at one campaign."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tests.journeys.conftest import NewPerson
from tests.journeys.keyboard import heading, press, reach, write
from tests.journeys.looking import is_usable
from tests.journeys.person import sign_in
from tests.support.pictures import photo
from tests.support.site import RunningSite

pytestmark = pytest.mark.journey
GIFTS = [
    ("A match", "5"),
    ("A lamp", "25"),
    ("A warm room", "60"),
    ("A winter’s heat", "240"),
    ("A house alight", "900"),
]


def test_a_campaign_from_nothing_by_keyboard_alone(
    person: NewPerson, site: RunningSite, tmp_path: Path
) -> None:
    page = person(locale="en-US").page
    sign_in(page, site)
    page.goto(site.url + "/admin/campaigns/")
    press(page, "Begin a campaign")
    heading(page, "Begin a campaign")
    fill_in(page, tmp_path)
    page.keyboard.press("Enter")  # in a field, Enter saves, whatever other buttons the form has
    heading(page, "A winter of light")
    for name, price in GIFTS:
        press(page, "Add a named gift")
        heading(page, "Add a named gift")
        write(page, "name", name)
        write(page, "price", price)
        write(page, "meaning", f"What {name} does.")
        page.keyboard.press("Enter")
        heading(page, "A winter of light")
    first_goes_down(page)
    press(page, "Preview")
    expect(page.get_by_text("The public cannot see this campaign yet")).to_be_visible()
    press(page, "Back to the staff pages")
    expect(page.get_by_role("heading", name="Named gifts")).to_be_visible()
    press(page, "Publish…")
    expect(page.get_by_role("heading", name="What will happen")).to_be_visible()
    press(page, "Publish all the same")
    expect(page.get_by_text("It is published.")).to_be_visible()
    a_visitor_sees_it(person().page, site)


def fill_in(page: Page, folder: Path) -> None:
    picture = folder / "lamp.jpg"
    picture.write_bytes(photo())
    write(page, "title", "A winter of light")
    write(page, "organization", "Thistle")
    write(page, "summary", "Heat and light for a house.")
    write(page, "story", "## Why\n\nWinters are *long*.")
    expect(page.locator("[data-markdown-live] em")).to_have_text("long")
    write(page, "goal", "12,000")
    write(page, "ends_on", "01312099")
    press(page, "Send a new picture")
    reach(page, "[name='picture-file']")
    choose_by_keyboard(page, picture)
    write(page, "picture-alt", "A lamp in a window at dusk.")
    reach(page, "[name='scene']")
    page.keyboard.press("ArrowRight")
    write(page, "slug", "winter-of-light")


def choose_by_keyboard(page: Page, picture: Path) -> None:
    """Open the system's dialog; a browser that is busy misses the first press now and then, as a person sees."""
    for patience in (3_000, 15_000):
        try:
            with page.expect_file_chooser(timeout=patience) as chosen:
                page.keyboard.press("Space")
            return chosen.value.set_files(picture)
        except PlaywrightTimeout:
            continue
    raise AssertionError("no dialog opens by keyboard")


def first_goes_down(page: Page) -> None:
    """The first gift goes down a place; the focus stays with it, and what happened is said."""
    reach(page, "[value='down']")
    page.keyboard.press("Enter")
    expect(page.locator("[data-order-said]")).to_have_text("A match is now number 2 of 5.")
    assert page.evaluate("() => document.activeElement.closest('[data-id]').dataset.name") == "A match"
    page.reload()
    expect(page.locator(".tiers__name").first).to_contain_text("A lamp")


def a_visitor_sees_it(page: Page, site: RunningSite) -> None:
    page.goto(site.url + "/campaigns/")
    page.get_by_role("link", name="A winter of light").click()
    heading(page, "A winter of light")
    names = page.locator(".gift-tag__name").all_inner_texts()
    assert [name.splitlines()[0] for name in names[:2]] == ["A lamp", "A match"]
    assert len(names) == 6  # and another amount
    expect(page.get_by_alt_text("A lamp in a window at dusk.")).to_be_visible()
    assert page.evaluate("() => document.querySelector('.campaign picture img').naturalWidth") > 0


def test_a_gift_is_dragged_to_another_place(person: NewPerson, site: RunningSite) -> None:
    page = person(viewport={"width": 1280, "height": 1600}).page
    sign_in(page, site)
    page.goto(site.url + "/admin/campaigns/2")
    rows = page.locator(".tiers__row")
    names = page.locator(".tiers__row").evaluate_all("rows => rows.map((row) => row.dataset.name)")
    start, end = rows.nth(0).locator(".tiers__handle").bounding_box(), rows.nth(2).bounding_box()
    assert start
    assert end
    page.mouse.move(start["x"] + 10, start["y"] + 10)
    page.mouse.down()
    page.mouse.move(start["x"] + 10, end["y"] + end["height"] - 4, steps=8)
    page.mouse.up()
    expect(page.locator("[data-order-said]")).to_have_text(f"{names[0]} is now number 3 of {len(names)}.")
    page.reload()
    moved = page.locator(".tiers__row").evaluate_all("rows => rows.map((row) => row.dataset.name)")
    assert moved[:3] == [names[1], names[2], names[0]]


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_two_editors_at_one_campaign(person: NewPerson, site: RunningSite, scripts: bool) -> None:
    first, second = person(java_script_enabled=scripts).page, person(java_script_enabled=scripts).page
    for page in (first, second):
        sign_in(page, site)
        page.goto(site.url + "/admin/campaigns/1/edit")
    first.get_by_label("Summary").fill(f"The first one’s words, {scripts}.")
    second.get_by_label("Title").fill(f"The second one’s title, {scripts}")
    for page in (first, second):
        page.get_by_role("button", name="Save", exact=True).last.click()
    expect(first.get_by_text("Saved.")).to_be_visible()
    expect(second.get_by_text("Somebody else saved this while you were writing")).to_be_visible()
    expect(second.get_by_label("Title")).to_have_value(f"The second one’s title, {scripts}")
    expect(second.get_by_label("Summary")).to_have_value(f"The first one’s words, {scripts}.")
    second.get_by_role("button", name="Save", exact=True).last.click()
    heading(second, f"The second one’s title, {scripts}")
    expect(second.get_by_text(f"The first one’s words, {scripts}.")).to_be_visible()


def test_no_page_of_an_editor_shuts_anybody_out(person: NewPerson, site: RunningSite, axe: str) -> None:
    page = person(viewport={"width": 360, "height": 740}).page
    sign_in(page, site)
    for path in (
        "/admin/campaigns/",
        "/admin/campaigns/new",
        "/admin/campaigns/1",
        "/admin/campaigns/1/edit",
        "/admin/campaigns/1/ending",
        "/admin/campaigns/1/preview",
        "/admin/tiers/1",
        "/admin/tiers/new/1",
        "/admin/updates/new/1",
        "/admin/organizations/",
        "/admin/organizations/1",
        "/admin/organizations/1/edit",
        "/admin/organizations/facts/1",
    ):
        page.goto(site.url + path)
        is_usable(page, axe)
