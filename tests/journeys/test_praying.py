"""A prayer partner, from the page that thanked them for a gift to the last press in their mail program."""

import re

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import create_engine, text

from tests.journeys.conftest import NewPerson
from tests.journeys.person import Person
from tests.support.site import RunningSite, wait_for

pytestmark = pytest.mark.journey


def letter(site: RunningSite, email: str, kind: str) -> tuple[str, str]:
    """The newest letter of this kind: its text, and the header that lets its reader leave."""
    query = """SELECT id, text FROM outgoing_mail WHERE recipient = :email AND kind = :kind AND text <> ''
        ORDER BY id DESC"""
    rows = wait_for(lambda: site.rows(query, email=email, kind=kind), f"{email} got no {kind}")
    shown = site.get(f"/dev/mail/{rows[0][0]}").text
    way = re.search(r"List-Unsubscribe</dt>\s*<dd>&lt;(.*?)&gt;", shown)
    return rows[0][1], way[1] if way else ""


def link(words: str, what: str) -> str:
    found = re.search(rf"http://\S+(/pray/{what}/\S+)", words)
    assert found, words
    return found[1]


def make_it_seven(site: RunningSite, email: str) -> None:
    """Let this partner's next morning have come."""
    engine = create_engine(site.environ["DATABASE_URL"].replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as connection:
        connection.execute(
            text("""UPDATE prayer_partner SET next_at = '2026-01-05 12:00:00+00:00' WHERE supporter_id IN
                (SELECT id FROM supporter WHERE email = :email)"""),
            {"email": email},
        )
    engine.dispose()
    site.ask("prayer", "digest", "--now")


def confirm(page: Page, site: RunningSite, email: str) -> None:
    page.goto(site.url + link(letter(site, email, "prayer_confirm")[0], "confirm"))
    page.get_by_role("button", name="Yes, join in prayer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You pray with us")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_from_a_gift_to_the_last_press_in_a_mail_program(
    person: NewPerson, site: RunningSite, scripts: bool
) -> None:
    giver: Person = person(java_script_enabled=scripts)
    giver.open_campaign()
    giver.fill_in()
    giver.go_to_pay()
    giver.pay()
    giver.is_thanked()
    page = giver.page
    page.get_by_label(re.compile("Yes, write to me")).check()
    page.get_by_role("button", name="Join in prayer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look in your mail")
    confirm(page, site, giver.email)

    make_it_seven(site, giver.email)
    words, way_out = letter(site, giver.email, "prayer_digest")
    page.goto(site.url + link(words, "points"))
    page.get_by_role("button", name="I prayed").click()
    expect(page.get_by_text("Thank you for praying").first).to_be_visible()

    page.goto(site.url + link(words, "manage"))
    page.get_by_label("Rest", exact=True).select_option("For a month")
    page.get_by_role("button", name="Pause the mails").click()
    expect(page.get_by_text("You rest until")).to_be_visible()
    page.get_by_role("button", name="Write to me again").click()
    expect(page.get_by_text("Welcome back")).to_be_visible()

    path = way_out.removeprefix(site.url)
    no_page = {"Sec-Fetch-Site": "cross-site", "Origin": "https://mail.example"}
    assert site.post(path, data={"List-Unsubscribe": "One-Click"}, headers=no_page).status_code == 200
    page.goto(site.url + link(words, "unsubscribe"))
    expect(page.get_by_role("heading", level=1)).to_have_text("We write no more")
    assert giver.gifts() == 1


def test_joining_on_the_page_in_the_time_zone_of_the_browser(person: NewPerson, site: RunningSite) -> None:
    visitor = person(timezone_id="Asia/Kathmandu")
    page = visitor.page
    page.goto(site.url)
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Pray").click()
    page.get_by_label("Your e-mail address").fill(visitor.email)
    page.get_by_label("Your first name").fill("Mara")
    page.get_by_label("Every day").check()
    page.get_by_label("Courts and laws").check()
    page.get_by_role("button", name="Join in prayer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look in your mail")
    confirm(page, site, visitor.email)
    expect(page.get_by_text("Welcome, Mara")).to_be_visible()
    expect(page.get_by_text("every day at seven in the morning, Kathmandu time")).to_be_visible()
    page.get_by_role("link", name="Stop the mails").click()
    page.get_by_role("button", name="Stop the mails").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("We write no more")


def test_pray_now_by_keyboard_one_thing_at_a_time(person: NewPerson, site: RunningSite) -> None:
    page = person(viewport={"width": 900, "height": 900}).page
    page.goto(f"{site.url}/pray/now")
    expect(page.get_by_text("Prayed for")).to_have_count(0)
    page.keyboard.press("ArrowDown")
    expect(page.locator("#p1")).to_be_in_viewport(ratio=0.9)
    page.locator("#p1").get_by_role("button", name="I prayed").click()
    expect(page.locator("#p1").get_by_text("Nobody knows that it was you")).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#p2")).to_be_in_viewport(ratio=0.9)
    page.keyboard.press("ArrowUp")
    expect(page.locator("#p1")).to_be_in_viewport(ratio=0.9)
    assert page.url.endswith("/pray/now")


def test_pray_now_without_scripts_is_the_points_one_after_another(
    person: NewPerson, site: RunningSite
) -> None:
    page = person(java_script_enabled=False).page
    page.goto(f"{site.url}/pray/now")
    page.get_by_role("link", name="Begin").click()
    for number in range(1, page.locator(".now__step[id^=p]").count() + 1):
        step = page.locator(f"#p{number}")
        expect(step).to_be_in_viewport()
        step.locator("[data-now-on]").click()
    expect(page.locator("#amen")).to_be_in_viewport()


def test_the_month_fits_on_paper(person: NewPerson, site: RunningSite) -> None:
    page = person().page
    page.goto(f"{site.url}/pray/month")
    page.emulate_media(media="print")
    expect(page.locator(".prayer-month")).to_be_visible()
    for hidden in (".site-header", ".site-footer", ".exit"):
        expect(page.locator(hidden)).to_be_hidden()
    assert len(page.pdf(format="A4")) > 1000
