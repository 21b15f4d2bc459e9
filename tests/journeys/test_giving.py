"""A gift, from the front page to the receipt, as people really come to make one."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import NewPerson
from tests.journeys.person import DECLINED, Person
from tests.support.site import RunningSite, wait_for

pytestmark = pytest.mark.journey


def gives(person: Person, **form: object) -> None:
    person.open_campaign()
    person.fill_in(**form)  # type: ignore[arg-type]
    person.go_to_pay()
    person.pay()
    person.is_thanked()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("every", ["Once", "Every month"])
def test_a_gift_is_paid_thanked_counted_and_receipted(person: NewPerson, scripts: bool, every: str) -> None:
    giver = person(java_script_enabled=scripts)
    gives(giver, every=every, cover=True)
    assert giver.gifts() == 1
    giver.waits_for_receipts()
    giver.page.wait_for_timeout(1100)  # public pages are kept for a second
    giver.page.locator("main a[href^='/campaigns/']").first.click()
    expect(giver.page.get_by_text(giver.name)).to_be_visible()


def test_three_interactions_are_enough(person: NewPerson) -> None:
    giver = person()
    giver.open_campaign()
    giver.page.get_by_label("Your name").fill(giver.name)
    giver.page.get_by_label("Your e-mail address").fill(giver.email)
    giver.page.locator("[data-submit]").click()
    giver.page.wait_for_url("**/c/pay/**")
    giver.pay()
    giver.is_thanked()


def test_a_declined_card_and_then_a_good_one_is_one_gift(person: NewPerson) -> None:
    giver = person()
    giver.open_campaign()
    giver.fill_in()
    giver.go_to_pay()
    giver.pay(DECLINED)
    expect(giver.page.get_by_text(re.compile("declined", re.IGNORECASE)).first).to_be_visible()
    assert giver.gifts() == 0
    giver.pay()
    giver.is_thanked()
    giver.waits_for_receipts()
    assert giver.gifts() == 1


def test_who_turns_back_finds_the_form_as_they_left_it(person: NewPerson) -> None:
    giver = person()
    giver.open_campaign()
    giver.page.get_by_label("A note to the team").fill("For my sister.")
    giver.fill_in(every="Every month")
    giver.go_to_pay()
    giver.page.locator("a[href*='/give/cancelled/']").first.click()
    giver.page.wait_for_url("**/give/cancelled/**")
    expect(giver.page.get_by_label("Your name")).to_have_value(giver.name)
    expect(giver.page.get_by_label("A note to the team")).to_have_value("For my sister.")
    expect(giver.page.get_by_label("Every month")).to_be_checked()
    assert giver.gifts() == 0
    assert giver.mails() == []
    giver.go_to_pay()
    giver.pay()
    giver.is_thanked()
    assert giver.gifts() == 1


def test_a_mistake_is_named_and_nothing_typed_is_lost(person: NewPerson) -> None:
    giver = person()
    giver.open_campaign()
    giver.page.get_by_label("Another amount").check()
    giver.page.get_by_role("textbox", name="Other amount").fill("1e9")
    giver.fill_in()
    giver.page.locator("form[novalidate], form").first.evaluate("form => form.noValidate = true")
    giver.page.locator("[data-submit]").click()
    expect(giver.page.locator("[data-error-summary]")).to_be_focused()
    expect(giver.page.get_by_text("Write the amount in digits").first).to_be_visible()
    expect(giver.page.get_by_role("textbox", name="Other amount")).to_have_value("1e9")
    expect(giver.page.get_by_label("Your name")).to_have_value(giver.name)


def test_the_keyboard_alone_is_enough(person: NewPerson) -> None:
    giver = person()
    giver.open_campaign()
    page = giver.page
    page.get_by_label("Once").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_label("Every month")).to_be_checked()
    for typed in (giver.name, giver.email):
        page.keyboard.press("Tab")
        page.keyboard.type(typed)
    page.keyboard.press("Enter")
    page.wait_for_url("**/c/pay/**")


def test_receipts_wait_for_a_worker_that_was_away_and_go_out_once(
    person: NewPerson, site: RunningSite
) -> None:
    site.stop_worker()
    givers = [person() for _ in range(3)]
    for giver in givers:
        gives(giver)
    assert all("written" in row or "waiting" in row.lower() for giver in givers for row in giver.mails())
    site.start_worker()
    for giver in givers:
        sent = "SELECT id FROM outgoing_mail WHERE recipient = :email AND state = 'sent' AND attempts = 1"
        wait_for(lambda sent=sent, giver=giver: len(site.rows(sent, email=giver.email)) == 1, "no receipt")
        assert len(giver.mails()) == 1


def test_a_late_webhook_changes_nothing_for_the_giver(person: NewPerson, site: RunningSite) -> None:
    site.sandbox.settings(webhooks="hold")
    try:
        giver = person()
        gives(giver)
        assert giver.gifts() == 1
    finally:
        site.sandbox.settings(webhooks="deliver")
        site.sandbox.flush()
    site.sandbox.idle()
    assert giver.gifts() == 1
    giver.waits_for_receipts()
