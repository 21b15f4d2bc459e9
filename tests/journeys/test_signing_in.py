"""Ways into one's own pages: by letter, with an app, with a passkey; and out again, everywhere."""

import re
from collections.abc import Iterator

import pyotp
import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import NewPerson
from tests.journeys.looking import is_usable
from tests.journeys.person import Person
from tests.support.site import RunningSite, wait_for

pytestmark = pytest.mark.journey
LINK = re.compile(r"http://[\d.]+:\d+(/account/sign-in/[\w.-]+)")


@pytest.fixture
def as_before(site: RunningSite) -> Iterator[None]:
    """The staff of the example are asked for a letter alone again, as the next journey expects."""
    yield
    for role in ("editor", "treasurer"):
        site.ask("staff", "forget-factors", f"{role}@example.org")


def newest_letter(site: RunningSite, email: str, number: int = 1) -> str:
    """The path of the link in the letter of this number that this mailbox got."""
    query = "SELECT text FROM outgoing_mail WHERE recipient = :email AND kind = 'sign_in' AND text <> '' ORDER BY id"
    rows = wait_for(lambda: site.rows(query, email=email)[number - 1 :], f"{email} got no letter")
    found = LINK.search(rows[0][0])
    assert found
    return found[1]


def ask_for_a_letter(page: Page, site: RunningSite, email: str) -> None:
    page.goto(site.url)
    page.get_by_role("contentinfo").get_by_role("link", name="Your giving").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    page.get_by_label("Your e-mail address").fill(email)
    page.get_by_role("button", name="Send me a link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look into your mailbox")


def press_sign_in(page: Page) -> None:
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()


def staff_link(site: RunningSite, role: str) -> str:
    return site.ask("staff", "link", f"{role}@example.org").strip().removeprefix(site.url)


def has_given(giver: Person) -> Person:
    giver.open_campaign()
    giver.fill_in()
    giver.go_to_pay()
    giver.pay()
    giver.is_thanked()
    return giver


def test_a_guest_gives_and_signs_in_later_in_another_browser(person: NewPerson, site: RunningSite) -> None:
    giver = has_given(person())
    ask_for_a_letter(giver.page, site, giver.email)
    path = newest_letter(site, giver.email)
    telephone = person(viewport={"width": 360, "height": 740}, java_script_enabled=False).page
    telephone.goto(site.url + path)
    expect(telephone.get_by_text(giver.email)).to_be_visible()
    press_sign_in(telephone)
    expect(telephone.get_by_role("heading", level=1)).to_have_text("Your account")
    expect(telephone.get_by_text(giver.email)).to_be_visible()
    giver.page.goto(site.url + path)
    expect(giver.page.get_by_role("heading", level=1)).to_have_text("This link does not work any more")
    giver.page.get_by_role("link", name="Ask for a new link").click()
    expect(giver.page.get_by_label("Your e-mail address")).to_be_visible()


def test_signing_out_everywhere(person: NewPerson, site: RunningSite) -> None:
    giver = has_given(person())
    pages = [giver.page, person().page]
    for number, page in enumerate(pages, 1):
        ask_for_a_letter(page, site, giver.email)
        page.goto(site.url + newest_letter(site, giver.email, number))
        press_sign_in(page)
        expect(page.get_by_role("heading", level=1)).to_have_text("Your account")
    pages[0].get_by_role("link", name="Security").first.click()
    expect(pages[0].get_by_role("listitem").filter(has_text="Chrome on Linux")).to_have_count(2)
    pages[0].get_by_role("button", name="Sign out everywhere").click()
    expect(pages[0].get_by_role("heading", level=1)).to_have_text("You are signed out")
    pages[1].reload()
    expect(pages[1].get_by_role("heading", level=1)).to_have_text("Sign in")


@pytest.mark.usefixtures("as_before")
def test_an_editor_sets_up_an_app_and_is_asked_for_it(person: NewPerson, site: RunningSite, axe: str) -> None:
    page = person(bypass_csp=True, viewport={"width": 320, "height": 700}).page
    page.goto(site.url + staff_link(site, "editor"))
    press_sign_in(page)
    page.get_by_role("link", name="Security").first.click()
    page.get_by_role("button", name="Set up an app").click()
    key = page.locator("code.key").inner_text().replace(" ", "")
    is_usable(page, axe)
    phone = pyotp.TOTP(key)
    page.get_by_label("Code").fill(phone.now())
    page.get_by_role("button", name="Use this app").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your recovery codes")
    is_usable(page, axe)
    recovery = page.locator(".codes code").first.inner_text()
    elsewhere = person(bypass_csp=True, viewport={"width": 320, "height": 700}).page
    elsewhere.goto(site.url + staff_link(site, "editor"))
    press_sign_in(elsewhere)
    elsewhere.get_by_role("link", name="Go to the staff pages").click()
    expect(elsewhere.get_by_role("heading", level=1)).to_have_text("Give your second factor")
    is_usable(elsewhere, axe)
    elsewhere.get_by_label("Code").fill("000 000")
    elsewhere.keyboard.press("Enter")
    expect(elsewhere.get_by_role("alert")).to_contain_text("This code is not right")
    elsewhere.get_by_label("Code").fill(recovery)
    elsewhere.keyboard.press("Enter")
    elsewhere.wait_for_url(site.url + "/admin/")


@pytest.mark.usefixtures("as_before")
def test_a_treasurer_makes_a_passkey_and_needs_nothing_else_from_then_on(
    person: NewPerson, site: RunningSite
) -> None:
    page = person().page
    here = site.url.replace("127.0.0.1", "localhost")  # a passkey belongs to a name
    plug_in_a_device(page)
    page.goto(here + staff_link(site, "treasurer"))
    press_sign_in(page)
    page.goto(here + "/account/security/passkeys/new")
    page.get_by_label("A name for it").fill("Laptop at home")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_text("Your passkey is ready")).to_be_visible()
    page.get_by_role("button", name="Sign out everywhere").click()
    page.goto(here + "/admin/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(here + "/admin/")
    page.goto(here + "/account/security")
    expect(page.get_by_role("listitem").filter(has_text="Laptop at home")).to_contain_text("last used")


def plug_in_a_device(page: Page) -> None:
    """Give the browser a device that keeps passkeys, and an owner who lets it."""
    wire = page.context.new_cdp_session(page)
    wire.send("WebAuthn.enable")
    device = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True}  # fmt: skip
    wire.send("WebAuthn.addVirtualAuthenticator", {"options": device})
