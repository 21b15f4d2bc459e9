"""A basket, from the catalogue to the receipt."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Route, expect

from hope.kernel.clock import charity_day, now
from tests.journeys.conftest import NewPerson
from tests.journeys.person import Person, write_a_card
from tests.support.browsing import hurried

pytestmark = pytest.mark.journey
THREE = {"A made bed": "$35", "Tea and a closed door": "$40", "A training day": "$350"}


def puts_in(person: Person, name: str) -> None:
    """Find a gift in the catalogue, read what is promised, and put it into the basket."""
    person.page.goto(f"{person.site.url}/gifts/")
    person.page.get_by_role("link", name=name, exact=True).click()
    expect(person.page.get_by_role("heading", name="What we promise")).to_be_visible()
    person.page.get_by_role("button", name="Add to basket").click()
    expect(person.page.get_by_text(f"“{name}” is in your basket")).to_be_visible()


def says_how_many_before_the_script_is_there(person: Person, number: str) -> None:
    """On a slow line: the page stands and is used, its script comes later, and an answer is lost."""
    late: list[Route] = []

    def keep_waiting(route: Route) -> None:
        late.append(route)

    script, changes = re.compile(r"/js/basket\."), "**/basket/lines"
    person.page.route(script, keep_waiting)
    person.page.route(changes, lambda route: route.abort())
    person.page.reload(wait_until="commit")
    how_many = person.page.get_by_label("How many of “A made bed”")
    with hurried():
        how_many.fill(number)
        how_many.press("Tab")
    while not late:
        person.page.wait_for_timeout(50)
    with person.page.expect_event("requestfailed"):
        late[0].continue_()
    person.page.unroute(script)
    person.page.unroute(changes)
    update = person.page.get_by_role("button", name="Update the basket")
    update.click()
    expect(update).to_be_hidden()


def goes_to_pay(person: Person) -> None:
    person.page.get_by_label("Your name").fill(person.name)
    person.page.get_by_label("Your e-mail address").fill(person.email)
    person.page.locator("[data-submit]").click()
    person.page.wait_for_url("**/c/pay/**")


def lines_of(person: Person) -> list[tuple[str, int]]:
    """What the one gift of this person is for, by campaign."""
    words = (
        "SELECT gift_line.label, gift_line.campaign_id, gift.id FROM gift_line JOIN gift ON gift.id = gift_line.gift_id"
        " WHERE gift.giver_name = :name ORDER BY gift_line.id"
    )
    return [tuple(row) for row in person.site.rows(words, name=person.name)]


def goes_to_pay_with_a_card(person: Person) -> None:
    write_a_card(person.page, "ada.lark@example.net")
    person.page.get_by_label("Your name").fill(person.name)
    person.page.get_by_label("Your e-mail address").fill(person.email)
    person.page.locator("[data-submit]").click()
    expect(person.page.get_by_role("heading", level=1)).to_have_text("This is your card")
    person.page.get_by_role("button", name="Continue to pay").click()
    person.page.wait_for_url("**/c/pay/**")


def test_three_gifts_of_two_campaigns_and_a_card_are_one_payment_and_one_receipt(person: NewPerson) -> None:
    giver = person()
    for name in THREE:
        puts_in(giver, name)
    sums = giver.page.locator("[data-sums]")
    expect(sums).to_contain_text("$425.00")
    says_how_many_before_the_script_is_there(giver, "2")
    expect(sums).to_contain_text("$460.00")
    giver.page.get_by_role("button", name=re.compile("Take out.*Tea and a closed door")).click()
    expect(sums).to_contain_text("$420.00")
    giver.page.get_by_role("button", name="Put it back").click()
    expect(sums).to_contain_text("$460.00")
    goes_to_pay_with_a_card(giver)
    giver.pay()
    giver.is_thanked()
    for words in ("2 × A made bed", "Tea and a closed door", "A training day"):
        expect(giver.page.get_by_text(words).first).to_be_visible()
    giver.waits_for_receipts()
    rows = lines_of(giver)
    assert sorted(row[0] for row in rows) == sorted(THREE)
    assert (len({row[1] for row in rows}), len({row[2] for row in rows})) == (2, 1)
    card = "SELECT state, due_at FROM tribute WHERE signed_by = :name"
    [(state, due_at)] = giver.site.rows(card, name=giver.name)
    assert (state, str(due_at)[:10]) == ("waiting", (charity_day(now()) + timedelta(days=7)).isoformat())
    giver.reads_the_receipt()
    for name in THREE:
        expect(giver.page.get_by_text(name).first).to_be_visible()
    giver.page.goto(f"{giver.site.url}/basket")
    expect(giver.page.get_by_text("Your last basket has been given")).to_be_visible()


def test_a_named_gift_every_month_with_another_one_today(person: NewPerson) -> None:
    giver = person(java_script_enabled=False)
    puts_in(giver, "A key")
    puts_in(giver, "One lesson")
    giver.page.get_by_label("Every month").check()
    giver.page.get_by_role("button", name="Update the basket").click()
    giver.page.get_by_label("Only once, today").last.check()
    giver.page.get_by_role("button", name="Update the basket").click()
    sums = giver.page.locator("[data-sums]")
    expect(sums).to_contain_text(re.compile(r"Charged today\s*\$115.00\s*Then each month\s*\$60.00"))
    goes_to_pay(giver)
    expect(giver.page.get_by_text("then $60.00 every month").first).to_be_visible()
    giver.pay()
    giver.is_thanked()
    assert [row[0] for row in lines_of(giver)] == ["A key", "One lesson"]
    [standing] = giver.site.rows(
        "SELECT amount FROM recurring_gift WHERE giver_name = :name", name=giver.name
    )
    assert standing[0] == 6000
    giver.waits_for_receipts()
