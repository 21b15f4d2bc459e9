"""What the mails of receipts say beyond thanks: all that the law asks, a code to check by, a way to the paper."""

from flask import current_app
from sqlalchemy.orm import Session

from hope.giving import receipts
from hope.giving.models import Gift, Receipt, Settlement
from hope.giving.papers.law import written_code
from hope.kernel.clock import now
from hope.kernel.mail.compose import Letter, compose
from tests.support.builders import dollars, make_campaign, make_gift
from tests.unit.giving.test_mails_recurring import both_say, neither_says


def newest(session: Session, gift: Gift) -> Receipt:
    receipt = receipts.receipt_of(session, gift.id)
    assert receipt is not None
    return receipt


def letter_of(session: Session, gift: Gift, kind: str = "receipt") -> Letter:
    return compose(kind, {"receipt_id": newest(session, gift).id})


def links(letter: Letter, path: str) -> bool:
    url = f"{current_app.config['SITE_URL']}{path}"
    return url in letter.text and f'href="{url}"' in letter.html


def test_it_carries_the_whole_receipt(session: Session):
    gift = make_gift(session, make_campaign(session, title="Safe nights"), tier=1, cover=dollars("1.75"))
    session.add(
        Settlement(
            gift_id=gift.id,
            transaction_id="txn_1",
            payment_intent_id="pi_1",
            charge_id="ch_1",
            gross_amount=5175,
            fee_amount=180,
            currency="USD",
            method="visa 4242",
            settled_at=now(),
        )
    )
    letter, receipt = letter_of(session, gift), newest(session, gift)
    both_say(letter, receipt.number, written_code(receipt.code), "Night of Rest", "Safe nights", "$51.75")
    both_say(letter, "To cover the card fee", "$1.75", "Date of the gift", "Paid with: Visa ending 4242")
    both_say(letter, "Hope Example Charity, tax ID 00-0000000 (example)", receipts.NOTHING_IN_RETURN)
    assert links(letter, f"/account/receipts/{receipt.number}.pdf")
    assert links(letter, "/receipts/verify")


def test_the_code_stands_in_no_address(session: Session):
    gift = make_gift(session, make_campaign(session))
    letter, receipt = letter_of(session, gift), newest(session, gift)
    addresses = [word for word in letter.text.split() if word.startswith("http")]
    assert not any(receipt.code in address or written_code(receipt.code) in address for address in addresses)


def test_something_in_return(session: Session):
    campaign = make_campaign(session)
    gift = make_gift(session, campaign, tier=2)
    gift.lines[0].goods, gift.lines[0].goods_amount = "A woven basket", 4000
    both_say(
        letter_of(session, gift),
        "In return for this gift you received: A woven basket.",
        "in good faith at $40.00",
        "limited to what you gave beyond that value: $80.00",
    )
    neither_says(letter_of(session, gift), receipts.NOTHING_IN_RETURN)
    receipts.replace(session, gift, dollars("100"))
    both_say(letter_of(session, gift, "receipt_replaced"), "beyond that value: $60.00")


def test_each_version_has_a_code_of_its_own_and_says_what_it_replaces(session: Session):
    gift = make_gift(session, make_campaign(session), tier=1)
    first = newest(session, gift)
    receipts.replace(session, gift, dollars("30"))
    letter, second = letter_of(session, gift, "receipt_replaced"), newest(session, gift)
    assert first.code != second.code
    both_say(letter, written_code(second.code), f"{second.number}, version 2", "It replaces version 1 of")
    neither_says(letter, written_code(first.code))
    assert links(letter, f"/account/receipts/{second.number}.pdf")


def test_a_void_receipt_has_nothing_to_print_for_taxes(session: Session):
    gift = make_gift(session, make_campaign(session), tier=1)
    receipts.replace(session, gift, dollars("0"))
    neither_says(letter_of(session, gift, "receipt_replaced"), "Print this receipt", "Code:")
