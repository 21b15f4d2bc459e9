"""A picture’s way: sent with progress, its point set by keyboard, chosen for a campaign, seen by a visitor."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import NewPerson
from tests.journeys.looking import is_usable
from tests.journeys.person import sign_in
from tests.support.pictures import HOSTILE, photo, telling_photo
from tests.support.site import RunningSite, wait_for

pytestmark = pytest.mark.journey
SHOWN = "picture => picture.complete && picture.naturalWidth > 0"


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    """What lies on the editor’s desk."""
    contents = {"loom.jpg": photo(1400, 900), "phone.jpg": telling_photo(), "report.jpg": HOSTILE["a pdf"]}
    made = {}
    for name, data in contents.items():
        made[name] = tmp_path / name
        made[name].write_bytes(data)
    return made


def choose(page: Page, site: RunningSite, *paths: Path) -> None:
    page.goto(site.url + "/admin/media/new")
    page.get_by_label("Pictures", exact=True).set_input_files(list(paths))


def say(page: Page, name: str, words: str) -> None:
    page.locator(".upload__row", has_text=name).get_by_label("What it shows").fill(words)


def test_sent_seen_pointed_and_shown(person: NewPerson, site: RunningSite, files: dict[str, Path]) -> None:
    page = person().page
    sign_in(page, site)
    choose(page, site, files["loom.jpg"], files["report.jpg"])
    page.get_by_role("button", name="Send 2 pictures").click()
    expect(page.get_by_text("Say what it shows, then send it.")).to_have_count(2)
    say(page, "loom.jpg", "A loom in the morning")
    say(page, "report.jpg", "Not a picture")
    page.get_by_role("button", name="Send 2 pictures").click()
    expect(page.get_by_text("1 of 2 are here.")).to_be_visible()
    expect(page.get_by_text("This is a PDF, not a picture.")).to_be_visible()
    page.get_by_role("button", name="Leave out report.jpg").click()
    page.get_by_role("link", name="See it").click()
    point_by_keyboard(page)
    is_finished_by_the_worker(site)
    shown_on_a_campaign(page, site)
    seen_by_a_visitor(person().page, site)


def point_by_keyboard(page: Page) -> None:
    """Arrow keys move the point, the crops follow, and it is saved."""
    across = page.get_by_label("From the left, in percent")
    across.focus()
    for _ in range(10):
        page.keyboard.press("ArrowDown")
    expect(across).to_have_value("40")
    crop = page.locator(".crops__picture img").first
    expect(crop).to_have_css("object-position", "40% 50%")
    page.locator("[data-focal-picture]").click(position={"x": 5, "y": 5})
    expect(across).to_have_value(re.compile(r"^[0-5]$"))
    across.fill("20")
    page.get_by_label("From the top, in percent").fill("80")
    page.keyboard.press("Enter")
    expect(page.get_by_text("What the picture shows is saved.")).to_be_visible()
    expect(page.get_by_label("From the left, in percent")).to_have_value("20")


def is_finished_by_the_worker(site: RunningSite) -> None:
    due = "SELECT id FROM picture WHERE due_at IS NOT NULL"
    wait_for(lambda: site.rows(due) == [], "the worker did not make the large sizes", 60)


def shown_on_a_campaign(page: Page, site: RunningSite) -> None:
    number = site.rows("SELECT id FROM campaign WHERE state = 'live' ORDER BY id LIMIT 1")[0][0]
    page.goto(f"{site.url}/admin/campaigns/{number}/edit")
    page.get_by_role("radio", name="A loom in the morning").check()
    page.get_by_label("Title", exact=True).press("Enter")
    page.wait_for_url(f"**/admin/campaigns/{number}")
    page.goto(f"{site.url}/admin/media/?q=loom")
    expect(page.get_by_text("Shown in 1 place")).to_be_visible()


def seen_by_a_visitor(page: Page, site: RunningSite) -> None:
    slug = site.rows("SELECT slug FROM campaign WHERE picture_id IS NOT NULL")[0][0]
    page.wait_for_timeout(1100)  # public pages are kept for a second
    page.goto(f"{site.url}/campaigns/{slug}")
    image = page.get_by_role("img", name="A loom in the morning")
    expect(image).to_be_visible()
    expect(image).to_have_css("object-position", "20% 80%")
    assert image.evaluate(SHOWN)
    assert image.evaluate("picture => picture.currentSrc").endswith("-720.avif")


def test_without_scripts_it_is_as_easy(person: NewPerson, site: RunningSite, files: dict[str, Path]) -> None:
    page = person(java_script_enabled=False).page
    sign_in(page, site)
    choose(page, site, files["phone.jpg"])
    page.get_by_label("What it shows").fill("A path through a garden")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_text("The picture is here now.")).to_be_visible()
    page.get_by_role("link", name="Delete").click()
    page.get_by_role("button", name="Delete the picture").click()
    expect(page.get_by_text("The picture and its files are deleted.")).to_be_visible()


def test_everybody_can_look_after_pictures(
    person: NewPerson, site: RunningSite, files: dict[str, Path], axe: str
) -> None:
    page = person(bypass_csp=True, viewport={"width": 320, "height": 640}).page
    sign_in(page, site)
    choose(page, site, files["phone.jpg"])
    page.get_by_role("button", name="Send", exact=True).click()
    is_usable(page, axe)
    say(page, "phone.jpg", "A garden")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_text("Every picture is here.")).to_be_visible()
    is_usable(page, axe)
    page.get_by_role("link", name="See it").click()
    own = page.url
    for address in (
        own,
        f"{own}/file",
        f"{own}/deletion",
        f"{site.url}/admin/media/",
        f"{site.url}/admin/media/words",
    ):
        page.goto(address)
        is_usable(page, axe)
