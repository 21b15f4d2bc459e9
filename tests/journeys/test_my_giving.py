"""Somebody who forgot everything comes back, and in a minute has what they came for."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import NewPerson
from tests.journeys.person import GOOD, Person
from tests.journeys.test_signing_in import newest_letter, press_sign_in
from tests.support.site import RunningSite, wait_for

pytestmark = pytest.mark.journey
NEW_CARD = "5555555555554444"


def at_stripe(site: RunningSite, giver: Person) -> dict[str, Any]:
    """The standing gift as the sandbox has it."""
    [[name]] = site.rows(
        "SELECT subscription_id FROM recurring_gift WHERE giver_name = :name", name=giver.name
    )
    key = {"Authorization": "Bearer sk_test_journey"}
    found: dict[str, Any] = site.sandbox.http.get(
        f"{site.sandbox.url}/v1/subscriptions/{name}", headers=key
    ).json()
    return found


def written(site: RunningSite, giver: Person, words: str) -> str:
    """The text of the letter whose subject has these words, once it is in the mailbox."""
    query = "SELECT text FROM outgoing_mail WHERE recipient = :email AND subject LIKE :words AND text <> ''"
    rows = wait_for(lambda: site.rows(query, email=giver.email, words=f"%{words}%"), f"no letter: {words}")
    return str(rows[0][0])


def gives_25_a_month(giver: Person, site: RunningSite) -> str:
    """A guest gives; the text of the receipt."""
    giver.open_campaign()
    giver.page.get_by_label("Another amount").check()
    giver.page.get_by_role("textbox", name="Other amount").fill("25")
    giver.fill_in(every="Every month")
    giver.go_to_pay()
    giver.pay(GOOD)
    giver.is_thanked()
    return written(site, giver, "receipt")


def signs_in(giver: Person, site: RunningSite, wanted: str) -> None:
    """Go to a page of one's own, and get there by a letter."""
    giver.page.goto(site.url + wanted)
    giver.page.get_by_label("Your e-mail address").fill(giver.email)
    giver.page.get_by_role("button", name="Send me a link").click()
    giver.page.goto(site.url + newest_letter(site, giver.email))
    press_sign_in(giver.page)


def replaces_the_card(page: Page, name: str) -> None:
    """Type another card on Stripe's page, and come back."""
    page.get_by_role("button", name="Replace the card").click()
    page.get_by_label("Card number").fill(NEW_CARD)
    page.get_by_label("Expiry").fill("11 / 33")
    page.get_by_label("CVC").fill("123")
    page.get_by_label(re.compile("Name on card")).fill(name)
    page.locator("button[type=submit]").last.click()
    expect(page.get_by_text("You are back from Stripe")).to_be_visible()


def test_a_monthly_giver_changes_pauses_and_gets_a_new_card(person: NewPerson, site: RunningSite) -> None:
    giver = person()
    page = giver.page
    gives_25_a_month(giver, site)
    # A guest until now: signing in with the same address shows the gift, with nothing to claim.
    signs_in(giver, site, "/account/giving")
    expect(page.get_by_role("heading", name="Gifts that come again")).to_be_visible()
    page.get_by_role("link", name="$25.00 a month").first.click()

    page.get_by_role("link", name="Change the amount").click()
    page.get_by_label("New amount").fill("40")
    page.get_by_role("button", name="Change the amount").click()
    expect(page.get_by_text("Your new amount is set")).to_be_visible()
    assert at_stripe(site, giver)["items"]["data"][0]["price"]["unit_amount"] == 4000
    assert "$40.00 a month" in written(site, giver, "new amount")

    page.get_by_role("link", name="Pause the gift").click()
    page.get_by_label("How long?").select_option("3")
    page.get_by_role("button", name="Pause the gift").click()
    expect(page.get_by_text("Your gift rests")).to_be_visible()
    assert at_stripe(site, giver)["pause_collection"]["resumes_at"]
    assert "It is paused until" in written(site, giver, "is paused")

    replaces_the_card(page, giver.name)
    assert "Mastercard ending 4444" in written(site, giver, "card")


def test_a_monthly_giver_stops_from_the_link_of_a_receipt(person: NewPerson, site: RunningSite) -> None:
    giver = person()
    link = re.search(r"/give/recurring/[\w.-]+", gives_25_a_month(giver, site))
    assert link
    guest = person().page  # a browser that knows nobody
    # The worker asks Stripe for the card; its answer may come after the receipt.
    card = guest.get_by_text("Visa ending 4242")
    wait_for(lambda: guest.goto(site.url + link[0]) and card.is_visible(), "the card never came")
    assert giver.name not in guest.content()
    guest.get_by_role("link", name="Stop the gift").click()
    guest.get_by_role("button", name="Stop the gift").click()
    expect(guest.get_by_text("Your gift is stopped")).to_be_visible()
    assert at_stripe(site, giver)["cancel_at"]
    assert "It will end on" in written(site, giver, "will end")


def test_a_giver_takes_a_gift_back_and_is_forgotten(person: NewPerson, site: RunningSite) -> None:
    giver = person(java_script_enabled=False)
    page = giver.page
    giver.open_campaign()
    giver.fill_in()
    giver.go_to_pay()
    giver.pay()
    page.wait_for_url("**/give/thanks/**")
    wait_for(lambda: giver.gifts() == 1, "no gift")
    page.reload()
    page.get_by_role("link", name="Put something right").click()
    page.get_by_role("link", name="Take the gift back").click()
    page.get_by_role("button", name="Take back").click()
    expect(page.get_by_text("Your gift is on its way back to you")).to_be_visible()
    written(site, giver, "receipt")

    signs_in(giver, site, "/account/erasure")
    page.get_by_role("link", name="get a copy of your data").click()
    with page.expect_download() as started:
        page.get_by_role("button", name="Get a copy of my data").click()
    assert started.value.suggested_filename.startswith("my-data-")
    page.get_by_role("link", name="See what that means").click()
    page.get_by_label("Yes, forget me").check()
    page.get_by_role("button", name="Forget me").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You are forgotten here")
    assert giver.gifts() == 0  # the gift stays, the name on it does not
    assert site.rows("SELECT id FROM supporter WHERE email = :email", email=giver.email) == []
    page.goto(site.url + "/account/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
