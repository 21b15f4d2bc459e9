"""Less straight ways: by keyboard alone, with a nervous finger, back and forth, and the pages that only givers see."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import NewPerson
from tests.journeys.looking import is_usable
from tests.journeys.person import GOOD, Person
from tests.support.site import RunningSite

pytestmark = pytest.mark.journey
FOCUSED = (
    "document.activeElement.id || document.activeElement.name || document.activeElement.textContent.trim()"
)


def tab_to(page: Page, wanted: str, limit: int = 60) -> None:
    """Press Tab until this element has the focus, as somebody without a mouse has to."""
    passed: list[str] = []
    while not (focused := page.evaluate(FOCUSED)).startswith(wanted):
        passed.append(focused)
        assert len(passed) < limit, f"{wanted} is not reached by Tab: {passed}"
        page.keyboard.press("Tab")


def attempts(person: Person) -> int:
    return len(person.site.rows("SELECT id FROM checkout WHERE giver_name = :name", name=person.name))


def begins(person: NewPerson) -> Person:
    giver = person()
    giver.open_campaign()
    giver.fill_in()
    return giver


def test_a_gift_from_the_first_key_to_the_last_without_a_mouse(person: NewPerson, site: RunningSite) -> None:
    giver = person()
    page = giver.page
    slug = site.rows("SELECT slug FROM campaign WHERE state = 'live' ORDER BY id LIMIT 1")[0][0]
    page.goto(f"{site.url}/campaigns/{slug}")
    for field, typed in (("name", giver.name), ("email", giver.email)):
        tab_to(page, field)
        page.keyboard.type(typed)
    tab_to(page, "Continue to pay")
    page.keyboard.press("Enter")
    page.wait_for_url("**/c/pay/**")
    for field, typed in (("number", GOOD), ("expiry", "1234"), ("cvc", "123"), ("name", giver.name)):
        tab_to(page, field)
        page.keyboard.type(typed)
    page.keyboard.press("Enter")
    giver.is_thanked()
    assert giver.gifts() == 1


def test_a_nervous_finger_begins_one_payment(person: NewPerson) -> None:
    giver = begins(person)
    giver.page.locator("[data-submit]").dblclick(no_wait_after=True)
    giver.page.wait_for_url("**/c/pay/**")
    assert attempts(giver) == 1
    giver.pay()
    giver.is_thanked()
    assert giver.gifts() == 1


def test_going_back_with_the_browser_and_on_again_is_the_same_payment(person: NewPerson) -> None:
    giver = begins(person)
    giver.go_to_pay()
    address = giver.page.url
    giver.page.go_back()
    expect(giver.page.get_by_label("Your name")).to_have_value(giver.name)
    giver.go_to_pay()
    assert giver.page.url == address
    assert attempts(giver) == 1


def test_paying_again_on_a_page_that_was_paid_is_not_possible(person: NewPerson) -> None:
    giver = begins(person)
    giver.go_to_pay()
    address = giver.page.url
    giver.pay()
    giver.is_thanked()
    giver.page.goto(address)
    assert giver.page.get_by_label("Card number").count() == 0
    assert giver.gifts() == 1


def test_looking_at_the_thank_you_page_again_and_again_changes_nothing(person: NewPerson) -> None:
    giver = begins(person)
    giver.go_to_pay()
    giver.pay()
    giver.is_thanked()
    for _ in range(3):
        giver.page.reload()
        giver.is_thanked()
    assert giver.gifts() == 1
    giver.waits_for_receipts()


def test_the_receipt_can_be_read_in_the_mailbox(person: NewPerson, site: RunningSite) -> None:
    giver = begins(person)
    giver.go_to_pay()
    giver.pay()
    giver.is_thanked()
    giver.waits_for_receipts()
    giver.reads_the_receipt()
    goods = "No goods or services were provided in exchange for this gift."
    expect(giver.page.locator("pre")).to_contain_text(goods)
    expect(giver.page.frame_locator("iframe").get_by_text(goods)).to_be_visible()
    expect(giver.page.get_by_text(giver.email).first).to_be_visible()


def test_the_pages_that_only_givers_see_can_be_used_by_everybody(person: NewPerson, axe: str) -> None:
    giver = person(bypass_csp=True, viewport={"width": 320, "height": 640})
    giver.open_campaign()
    giver.fill_in(every="Every month", cover=True)
    giver.go_to_pay()
    reference = giver.site.rows("SELECT reference FROM checkout WHERE giver_name = :name", name=giver.name)[
        0
    ][0]
    for address in (f"/give/cancelled/{reference}", f"/give/thanks/{reference}"):
        giver.page.goto(giver.site.url + address)
        is_usable(giver.page, axe)
    giver.page.goto(f"{giver.site.sandbox.url}/c/pay/" + session_of(giver))
    giver.pay()
    giver.is_thanked()
    is_usable(giver.page, axe)


def session_of(person: Person) -> str:
    rows = person.site.rows("SELECT session_id FROM checkout WHERE giver_name = :name", name=person.name)
    return str(rows[0][0])


@pytest.mark.contract
def test_what_passes_between_the_site_and_stripe_is_as_stripe_has_it(
    person: NewPerson, site: RunningSite
) -> None:
    if not site.contract_url:
        pytest.skip("the contract tool is not beside this checkout")
    for every in ("Once", "Every month"):
        giver = person()
        giver.open_campaign()
        giver.fill_in(every=every)
        giver.go_to_pay()
        giver.pay()
        giver.is_thanked()
    site.sandbox.idle()
    assert site.contract_errors() == []
