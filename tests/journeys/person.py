"""What a person does on the site, in their words."""

import itertools
import re
from datetime import timedelta

from playwright.sync_api import Page, expect

from hope.kernel.clock import charity_day, now
from tests.support.site import RunningSite, wait_for

GOOD, DECLINED = "4242424242424242", "4000000000000002"
_numbers = itertools.count(1)


class Person:
    """Somebody at a browser, with a name and an address of their own."""

    def __init__(self, page: Page, site: RunningSite) -> None:
        self.page = page
        self.site = site
        number = next(_numbers)
        self.name = f"Marigold Fennimore {number}"
        self.email = f"marigold-{number}@example.org"

    def open_campaign(self) -> str:
        """Go from the front page to the first campaign; its address."""
        self.page.goto(self.site.url)
        self.page.locator("main a[href^='/campaigns/']:not([href='/campaigns/'])").first.click()
        expect(self.page.get_by_role("heading", name="Give to this campaign")).to_be_visible()
        return self.page.url

    def fill_in(self, *, every: str = "Once", **marks: bool) -> None:
        """Say who gives and how often; the suggested gift is chosen already."""
        if every != "Once":
            self.page.get_by_label(every).check()
        self.page.get_by_label("Your name").fill(self.name)
        self.page.get_by_label("Your e-mail address").fill(self.email)
        if marks.get("cover"):
            self.page.get_by_label(re.compile("card fee")).check()

    def go_to_pay(self) -> None:
        """Press the form's one button and arrive at the payment page."""
        self.page.locator("form.give [data-submit]").click()
        self.page.wait_for_url("**/c/pay/**")

    def pay(self, card: str = GOOD) -> None:
        """Fill in the payment page and send it."""
        self.page.get_by_label("Card number").fill(card)
        self.page.get_by_label("Expiry").fill("12 / 34")
        self.page.get_by_label("CVC").fill("123")
        self.page.get_by_label(re.compile("Name on card")).fill(self.name)
        self.page.locator("button[type=submit]").last.click()

    def is_thanked(self) -> None:
        """Arrive at the thank-you page, and see it say that the gift is there."""
        self.page.wait_for_url("**/give/thanks/**")
        expect(self.page.get_by_role("heading", level=1)).to_have_text("Thank you for your gift")

    def mails(self) -> list[str]:
        """The subjects of this person's mails, newest first."""
        listed = self.site.get("/dev/mail/").text
        rows = re.findall(r"<tr.*?</tr>|<li.*?</li>", listed, re.DOTALL)
        return [row for row in rows if self.email in row]

    def waits_for_receipts(self, number: int = 1) -> None:
        """Look into the mailbox until the receipts are there, and no more than that."""
        wait_for(lambda: len(self.mails()) >= number, f"{self.email} got {len(self.mails())} mails")
        assert len(self.mails()) == number

    def reads_the_receipt(self) -> None:
        """Open the letter with this person's receipt as soon as it has gone out."""
        sent = "SELECT id FROM outgoing_mail WHERE recipient = :email AND state = 'sent'"
        [[number]] = wait_for(lambda: self.site.rows(sent, email=self.email), "the receipt was not sent")
        self.page.goto(f"{self.site.url}/dev/mail/{number}")

    def gifts(self) -> int:
        """How many gifts the site has recorded of this person."""
        return len(self.site.rows("SELECT gift.id FROM gift WHERE giver_name = :name", name=self.name))


def sign_in(page: Page, site: RunningSite, role: str = "editor") -> None:
    """Come in as the example's member of staff with this role; what comes next finds them signed in."""
    page.goto(site.ask("staff", "link", f"{role}@example.org").strip())
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    # The page with the button has a heading too: only another address says that they are in.
    expect(page).not_to_have_url(re.compile("/account/sign-in"))


def write_a_card(page: Page, to: str) -> None:
    """On the form of a gift: a card in somebody's honour, to be sent in a week."""
    page.get_by_text("Give in honour or in memory of somebody").click()
    page.get_by_label("Their name").fill("Ruth Adebayo")
    page.get_by_label("Your message").fill("A table is never full.")
    page.get_by_label("Their e-mail address").fill(to)
    page.get_by_label("On which day").fill((charity_day(now()) + timedelta(days=7)).isoformat())
