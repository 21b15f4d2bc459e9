"""A story from its first word to its last day: written, mended, scheduled, found, watched, given through, gone."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Route, expect

from hope.kernel.clock import now
from tests.journeys.conftest import NewPerson
from tests.journeys.person import Person, sign_in
from tests.support.site import RunningSite, wait_for

pytestmark = pytest.mark.journey
WARNED = "We rescued many victims."
MENDED = "They came out, and a lamp was lit in the zephyr room."


def write(editor: Person) -> None:
    """Write the story, see it as it will look, and have it kept by itself."""
    page = editor.page
    page.goto(f"{editor.site.url}/admin/stories/new")
    page.get_by_label("Title", exact=True).fill("The zephyr room")
    page.get_by_label("Summary").fill("A room with a view of the morning.")
    page.get_by_label("Story", exact=False).first.fill(WARNED)
    expect(page.locator("[data-markdown-live]")).to_contain_text(WARNED)
    expect(page.locator("[data-autosave-said]")).to_contain_text("Kept, not saved")
    page.get_by_label("What the scene shows").fill("A lamp.")
    page.get_by_label(re.compile("^Film")).fill("https://www.youtube.com/watch?v=abcdefghijk")
    page.get_by_label(re.compile("^Before you watch")).fill("A calm voice.")
    page.get_by_label("The door “Give” leads to").select_option(index=1)
    page.get_by_label("A person told this").check()
    page.get_by_role("button", name="Save the draft").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The zephyr room")


def publish_in_a_moment(editor: Person) -> None:
    """Be warned, mend, write the consent down, and let the story go out by itself."""
    page, site = editor.page, editor.site
    here = page.url
    page.get_by_role("link", name="Publish…").click()
    for warning in ("“we rescued”", "“victims”", "no consent that holds"):
        expect(page.locator("main")).to_contain_text(warning)
    page.goto(f"{here}/edit")
    page.locator("[data-markdown] textarea").fill(MENDED)
    page.get_by_role("button", name="Save", exact=True).last.click()
    page.get_by_role("link", name="Write a consent down").click()
    page.get_by_label("Who agreed").fill("Z.")
    page.get_by_label("To what").fill("Her words, on this site.")
    page.get_by_label(re.compile("What to write instead")).fill("Tell of the room.")
    page.get_by_role("button", name="Save").last.click()
    expect(page.locator("main")).to_contain_text("The consent is written down.")
    page.goto(here)
    expect(page.locator("main")).to_contain_text("Nothing to point at.")
    page.get_by_role("link", name="Publish…").click()
    page.get_by_label("Day").fill((now() + timedelta(days=2)).date().isoformat())
    page.get_by_role("button", name="Publish").last.click()
    expect(page.locator("main")).to_contain_text("On the calendar")
    assert site.get("/spotlight/the-zephyr-room").status_code == 404
    # Nobody waits two days for a test: the minute comes nearer.
    soon = now() + timedelta(seconds=3)
    site.execute("UPDATE story SET published_at = :at WHERE slug = 'the-zephyr-room'", at=soon)
    site.execute("UPDATE search_entry SET shown_from = :at WHERE slug = 'the-zephyr-room'", at=soon)
    wait_for(lambda: found_by_itself(site), "it did not go out by itself")


def found_by_itself(site: RunningSite) -> bool:
    """Whether a visitor can read the story, and find it by searching."""
    there = site.get("/spotlight/the-zephyr-room").status_code == 200
    return there and "/spotlight/the-zephyr-room" in site.get("/search?q=zephyr").text


def test_a_story_is_told_and_taken_back(person: NewPerson, site: RunningSite, axe: str) -> None:
    editor = person(viewport={"width": 1280, "height": 1000})
    sign_in(editor.page, site, "editor")
    write(editor)
    publish_in_a_moment(editor)

    reader = person(abroad="https://www.youtube-nocookie.com/", bypass_csp=False)
    page = reader.page
    abroad: list[str] = []

    def play(route: Route) -> None:
        abroad.append(route.request.url)
        route.fulfill(body="<p>A film</p>", content_type="text/html")

    page.route("https://www.youtube-nocookie.com/**", play)
    page.goto(f"{site.url}/search?q=zephyr")
    page.get_by_role("link", name="The zephyr room").click()
    film = page.locator("[data-film]")
    expect(film).to_contain_text("Before you watch: A calm voice.")
    page.wait_for_load_state("networkidle")
    assert abroad == []
    film.get_by_role("button", name="Play the film").click()
    expect(page.frame_locator(".film__frame").locator("p")).to_have_text("A film")
    assert len(abroad) == 1
    page.get_by_role("button", name="Give", exact=True).click()
    page.wait_for_url("**/campaigns/**")
    reader.fill_in()
    reader.go_to_pay()
    reader.pay()
    reader.is_thanked()
    assert site.rows("SELECT went FROM story_door WHERE door = 'give'")[-1][0] == 1

    editor.page.goto(f"{site.url}/admin/consents/")
    editor.page.get_by_role("link", name="Z.").click()
    editor.page.get_by_role("link", name="Take it back…").click()
    editor.page.get_by_role("button", name="Take it back").last.click()
    expect(editor.page.locator("main")).to_contain_text("Tell of the room.")
    wait_for(lambda: still_there(site) == [], "the story can still be found")


def still_there(site: RunningSite) -> list[str]:
    """Where the story can still be found."""
    pages = (
        "/spotlight/",
        "/spotlight/feed.atom",
        "/spotlight/feed.json",
        "/search?q=zephyr",
        "/",
        "/sitemap.xml",
    )
    found = [path for path in pages if "zephyr-room" in site.get(path).text]
    gone = ("/spotlight/the-zephyr-room", "/spotlight/the-zephyr-room/share.png")
    return found + [path for path in gone if site.get(path).status_code != 410]
