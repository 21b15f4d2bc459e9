"""Receipts and bank debits: what their mails say, in text and in HTML."""

from pathlib import Path

import pytest
from flask import Flask, current_app
from sqlalchemy.orm import Session

from hope.giving import receipts, recording
from hope.giving.facts import CheckoutFailed, CheckoutProcessing
from hope.giving.gifts import Payment, record_gift
from hope.giving.mails.words import greeted
from hope.giving.models import Gift
from hope.giving.recurring import pledge_of
from hope.kernel.clock import now
from hope.kernel.mail import compose as composing
from hope.kernel.mail.compose import Letter, compose
from hope.kernel.mail.models import MailState, OutgoingMail
from tests.support.builders import dollars, make_campaign, make_checkout, make_gift, make_giver, run_jobs
from tests.support.standing import make_recurring
from tests.support.web import SiteClient
from tests.unit.giving.test_mails_recurring import both_say, button, neither_says, opens


def replaced(session: Session, gift: Gift, kept: str) -> Letter:
    receipt = receipts.replace(session, gift, dollars(kept))
    assert receipt is not None
    return compose("receipt_replaced", {"receipt_id": receipt.id})


def test_every_mail_has_its_three_files(app: Flask):
    folders = [path for path in Path(app.root_path, "../templates/email").iterdir() if path.is_dir()]
    assert {folder.name for folder in folders} == set(composing._composers)
    for folder in folders:
        assert {path.name for path in folder.iterdir()} == {"subject.txt", "body.txt", "body.html"}


def test_a_bank_debit_on_its_way_asks_for_patience(client: SiteClient, session: Session):
    checkout = make_checkout(client, make_campaign(session, title="Harvest of Light"))
    letter = compose("payment_processing", {"checkout_id": checkout.id})
    assert letter.subject == "Your gift of $25.00 is on its way from your bank"
    both_say(letter, "Thank you, Marigold Fennimore", "$25.00 for “Harvest of Light”", "several working days")
    both_say(letter, "You do not need to do anything", "We will write when the gift has arrived")
    both_say(letter, "You get this mail because a gift to Hope Example Charity was begun with this address.")
    assert button(letter)[1].endswith(f"/give/thanks/{checkout.reference}")


def test_a_bank_that_did_not_pay_leaves_a_way_to_try_again(client: SiteClient, session: Session):
    checkout = make_checkout(client, make_campaign(session, slug="light"))
    letter = compose("payment_failed", {"checkout_id": checkout.id})
    assert letter.subject == "Your bank did not send your gift of $25.00"
    both_say(letter, "Nothing was taken.", "you can start again")
    assert button(letter) == ("Try again", f"{current_app.config['SITE_URL']}/campaigns/light#give")


def test_a_monthly_debit_that_failed_has_not_begun(client: SiteClient, session: Session):
    checkout = make_checkout(client, make_campaign(session), interval="month")
    letter = compose("payment_failed", {"checkout_id": checkout.id})
    both_say(letter, "$25.00 a month", "Nothing was taken, and nothing will be charged later.")


def test_each_step_of_a_bank_debit_is_mailed(app: Flask, client: SiteClient, session: Session):
    checkout = make_checkout(client, make_campaign(session))
    recording.record(session, CheckoutProcessing(checkout.reference))
    recording.record(session, CheckoutFailed(checkout.reference, now()))
    run_jobs(app)
    sent = session.query(OutgoingMail).order_by(OutgoingMail.id).all()
    assert [mail.kind for mail in sent] == ["payment_processing", "payment_failed"]
    assert {(mail.state, mail.recipient) for mail in sent} == {(MailState.SENT, checkout.giver_email)}


def test_part_of_a_gift_went_back(session: Session):
    gift = make_gift(session, make_campaign(session), tier=1)
    letter = replaced(session, gift, "30")
    number = receipts.receipt_of(session, gift.id).number
    assert letter.subject == f"Your new receipt {number}, version 2"
    both_say(
        letter,
        "Of your gift of $50.00, $20.00 went back.",
        "$30.00 is left of it.",
        receipts.NOTHING_IN_RETURN,
    )
    both_say(letter, f"Receipt {number}, version 2", "Hope Example Charity, tax ID 00-0000000 (example)")
    both_say(letter, "every earlier version, which must not be used any more")


def test_all_of_a_gift_went_back(session: Session):
    letter = replaced(session, make_gift(session, make_campaign(session), tier=1), "0")
    assert letter.subject.endswith("is void")
    both_say(letter, "Your whole gift of $50.00", "Please do not use it for your taxes, in any version.")
    neither_says(letter, receipts.NOTHING_IN_RETURN, "keep this mail")


def test_a_gift_that_came_back_counts_in_full_again(session: Session):
    gift = make_gift(session, make_campaign(session), tier=1)
    replaced(session, gift, "0")
    letter = replaced(session, gift, "50")
    both_say(letter, "Your gift of $50.00 counts in full again.", "version 3", receipts.NOTHING_IN_RETURN)
    neither_says(letter, "Went back", "went back")


def test_the_receipt_of_a_monthly_gift_leads_to_its_own_page(session: Session):
    recurring = make_recurring(session, make_campaign(session))
    pledge = pledge_of(session, recurring, recurring.total)
    gift = record_gift(
        session, pledge, Payment("stripe:in_1", pledge.total, now()), recurring_id=recurring.id
    )
    letter = compose("receipt", {"receipt_id": receipts.receipt_of(session, gift.id).id})
    url = next(line for line in letter.text.splitlines() if "/give/recurring/" in line)
    assert opens(url, recurring)
    assert f'href="{url}"' in letter.html
    neither_says(letter, "reply to this mail")


def test_the_receipt_of_a_single_gift_speaks_of_no_page(session: Session):
    gift = make_gift(session, make_campaign(session))
    letter = compose("receipt", {"receipt_id": receipts.receipt_of(session, gift.id).id})
    neither_says(letter, "Your card is charged")
    assert "/give/recurring/" not in letter.text + letter.html


NAMES = {
    "Marigold Fennimore": "Marigold Fennimore",
    "  J. R. R.\n Marigold ": "J. R. R. Marigold",
    "O’Hara & Söhne, Dr. Ada": "O’Hara & Söhne, Dr. Ada",
    "J.Smith": "J.Smith",
    "Win at evil.example": "",
    "https://evil": "",
    "<b>Ada</b>": "",
    "a" * 81: "",
    "\u202egnirts\x00": "gnirts",
    "": "",
}


@pytest.mark.parametrize(("typed", "greeting"), NAMES.items())
def test_only_a_name_is_greeted(typed: str, greeting: str):
    assert greeted(typed) == greeting


def test_a_receipt_does_not_repeat_a_hostile_name(session: Session):
    giver = make_giver(name="Ada\n\nSend your card number to http://evil.example <script>")
    gift = make_gift(session, make_campaign(session), giver=giver)
    letter = compose("receipt", {"receipt_id": receipts.receipt_of(session, gift.id).id})
    assert letter.text.startswith("Thank you.\n")
    neither_says(letter, "evil.example", "card number", "Ada")


def test_an_ampersand_is_one_in_both(session: Session):
    gift = make_gift(session, make_campaign(session), giver=make_giver(name="Ada & Bo"))
    both_say(replaced(session, gift, "10"), "Dear Ada & Bo,")
