"""A treasurer at work, by keyboard alone: finds a gift, sends part of it back, and takes the year away as a table."""

import csv
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import NewPerson
from tests.journeys.keyboard import choose, heading, press, write
from tests.journeys.test_staff import sign_in, with_a_gift
from tests.support.site import RunningSite

pytestmark = pytest.mark.journey


def test_a_treasurer_finds_a_gift_refunds_part_of_it_and_exports_the_year(
    person: NewPerson, site: RunningSite, tmp_path: Path
) -> None:
    giver = person()
    with_a_gift(giver)
    page = person(accept_downloads=True, locale="en-US").page
    sign_in(page, site, "treasurer")
    page.goto(f"{site.url}/admin/")
    press(page, "Gifts")
    heading(page, "Gifts")
    write(page, "q", giver.email)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("[?&]q=marigold"))
    press(page, giver.name)
    expect(page.get_by_role("region", name="What happened")).to_be_visible()
    number = page.url.rsplit("/", 1)[1]
    refund(page, giver.name)
    row = exported(page, tmp_path)[number]
    assert row["giver"] == giver.name
    assert row["status"] == "part refunded"
    assert float(row["kept"]) == float(row["given"]) - 10
    expect(page.get_by_role("status").last).to_contain_text("The file is among your downloads.")


def refund(page: Page, giver: str) -> None:
    """Ten dollars, for a reason; the story of the gift tells of both."""
    press(page, "Refund")
    heading(page, f"Refund {giver}")
    write(page, "amount", "10")
    choose(page, "cause", "other")
    press(page, "See what would happen")
    expect(page.get_by_role("alert")).to_contain_text("Say in a few words why.")
    write(page, "words", "Meant to give forty")
    press(page, "See what would happen")
    heading(page, "Send $10.00 back?")
    press(page, "Send $10.00 back")
    expect(page.get_by_role("status").first).to_contain_text("$10.00 goes back to the giver.")
    story = page.get_by_role("region", name="What happened")
    expect(story).to_contain_text("$10.00, by treasurer@example.org: Meant to give forty")
    expect(story).to_contain_text("replaced by version 2")
    expect(page.get_by_role("main")).to_contain_text("Refunded in part")


def exported(page: Page, folder: Path) -> dict[str, dict[str, str]]:
    """The gifts of this year, by their numbers."""
    press(page, "Gifts")
    heading(page, "Gifts")
    year = page.evaluate("() => new Date().getFullYear()")
    write(page, "first", f"0101{year}")
    write(page, "last", f"1231{year}")
    press(page, "Show")
    expect(page).to_have_url(re.compile(f"last={year}-12-31"))
    press(page, "Export these")
    heading(page, "Export gifts")
    with page.expect_download() as download:
        press(page, "Export the gifts")
    download.value.save_as(folder / "gifts.csv")
    with (folder / "gifts.csv").open(newline="", encoding="utf-8") as file:
        return {row["gift"]: row for row in csv.DictReader(file)}
