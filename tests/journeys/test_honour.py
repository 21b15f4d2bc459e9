"""A gift in somebody's honour, and a gift that four friends give together, as people really come to make them."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import NewPerson
from tests.journeys.person import Person, write_a_card
from tests.support.site import RunningSite, wait_for

pytestmark = pytest.mark.journey
RECEIVER, MISTYPED = "ruth.adebayo@example.net", "ruht.adebayo@example.net"


def letter(site: RunningSite, email: str, kind: str) -> str:
    """The newest letter of this kind to somebody."""
    query = """SELECT text FROM outgoing_mail WHERE recipient = :email AND kind = :kind AND text <> ''
        ORDER BY id DESC"""
    return str(wait_for(lambda: site.rows(query, email=email, kind=kind), f"{email} got no {kind}")[0][0])


def link(words: str, path: str) -> str:
    found = re.search(rf"http\S+?({path}[\w.~-]+)", words)
    assert found, words
    return found[1]


def let_a_week_pass(site: RunningSite, name: str) -> None:
    """The morning of the card's day has come."""
    due = "UPDATE tribute SET due_at = '2026-01-05 12:00:00.000000' WHERE state = 'waiting' AND signed_by = :name"
    site.execute(due, name=name)
    site.ask("cards", "send")


def ask_for_a_card(giver: Person, to: str) -> None:
    """Fill in the form with a card for next week, and look at it."""
    page = giver.page
    giver.open_campaign()
    giver.fill_in()
    write_a_card(page, to)
    page.locator("form.give [data-submit]").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("This is your card")
    expect(page.get_by_text("A table is never full.")).to_be_visible()


def test_a_card_to_a_wrong_address_is_mended_opened_thanked_for_and_the_last(
    person: NewPerson, site: RunningSite
) -> None:
    giver, page = person(), person(java_script_enabled=False).page
    ask_for_a_card(giver, MISTYPED)
    giver.page.get_by_role("button", name="Continue to pay").click()
    giver.page.wait_for_url("**/c/pay/**")
    giver.pay()
    giver.is_thanked()
    let_a_week_pass(site, giver.name)
    letter(site, MISTYPED, "card")
    site.ask("mail", "bounced", MISTYPED)
    back = letter(site, giver.email, "card_returned")
    giver.page.goto(site.url + link(back, "/cards/mine/"))
    giver.page.get_by_label("Their e-mail address").fill(RECEIVER)
    giver.page.get_by_role("button", name="Save the card").click()
    expect(giver.page.get_by_text("This is the card as it is now.")).to_be_visible()

    let_a_week_pass(site, giver.name)
    words = letter(site, RECEIVER, "card")
    page.goto(site.url + link(words, "/cards/(?!stop)"))
    expect(page.get_by_text("A table is never full.")).to_have_count(0)
    page.get_by_role("button", name="Open your card").click()
    expect(page.get_by_text("A table is never full.")).to_be_visible()
    page.get_by_label("A line to go with it").fill("You made my week.")
    page.get_by_role("button", name="Send your thanks").click()
    expect(page.get_by_text("Your thanks are on their way")).to_be_visible()
    assert "You made my week." in letter(site, giver.email, "card_thanks")
    page.get_by_role("link", name="Get no more cards").click()
    page.get_by_role("button", name="Stop the cards").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("No more cards come to you")
    assert site.rows("SELECT 1 FROM card_stop WHERE email_key = :key", key=RECEIVER)


def give_part(friend: Person, address: str, amount: str) -> None:
    page: Page = friend.page
    page.goto(address)
    page.get_by_label("Your part").fill(amount)
    page.get_by_label("Your name").fill(friend.name)
    page.get_by_label("Your e-mail address").fill(friend.email)
    page.get_by_role("button", name="Continue to payment").click()
    page.wait_for_url("**/c/pay/**")
    friend.pay()
    friend.is_thanked()


def test_four_friends_fill_a_shared_gift_and_all_are_told(person: NewPerson, site: RunningSite) -> None:
    [(tier, price, name)] = site.rows(
        """SELECT tier.id, tier.amount, tier.name FROM giving_tier AS tier JOIN campaign ON campaign.id = campaign_id
            WHERE campaign.state = 'live' AND stock IS NULL AND active
            AND tier.amount >= 6000 ORDER BY tier.amount LIMIT 1"""
    )
    starter, friends = person(), [person() for _ in range(4)]
    page = starter.page
    page.goto(f"{site.url}/gifts/shared/start/{tier}")
    page.get_by_label("What do you call it?").fill("From our Tuesday group")
    page.get_by_label("Your name").fill(starter.name)
    page.get_by_label("Your e-mail address").fill(starter.email)
    page.get_by_role("button", name="Start the shared gift").click()
    page.get_by_role("link", name="See the page as they do").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("From our Tuesday group")
    address, part = page.url, price // 400
    for friend in friends[:3]:
        give_part(friend, address, str(part))
    friends[3].page.wait_for_timeout(1100)  # public pages are kept for a second
    give_part(friends[3], address, str((price - 300 * part) / 100))
    for somebody in (starter, *friends):
        assert name in letter(site, somebody.email, "shared_full")
    page.wait_for_timeout(1100)
    page.reload()
    expect(page.get_by_text("It is given, whole")).to_be_visible()
    for friend in friends:
        assert friend.gifts() == 1
        friend.waits_for_receipts(2)  # the receipt, and the good news
