"""The words that go out about a gift after it was given: each kind says what happened and what to do."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from hope.giving import mails, receipts, recurring
from hope.giving.models import RecurringGift, RecurringStatus
from hope.giving.pledge import Interval
from hope.kernel.mail.compose import Letter, compose
from hope.kernel.money import Money
from tests.support.builders import dollars, make_campaign, make_checkout, make_gift, make_giver, make_pledge
from tests.support.web import SiteClient

WHEN = datetime(2027, 3, 4, 12, tzinfo=UTC)


@pytest.fixture
def standing(session: Session) -> RecurringGift:
    campaign = make_campaign(session, title="Harvest")
    pledge = make_pledge(campaign, 1, interval=Interval.MONTH)
    made = recurring.begin(session, pledge, "sub_1", WHEN, customer_id="cus_1")
    session.commit()
    return made


def letter(kind: str, **params: object) -> Letter:
    """The message of this kind, with both of its bodies checked for what is in every message."""
    made = compose(kind, params)
    for body in (made.text, made.html):
        assert "You get this mail because" in body
        assert "None" not in body
        assert "{{" not in body
    return made


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({"status": RecurringStatus.CANCELED}, "has ended"),
        ({"status": RecurringStatus.UNPAID}, "has stopped"),
        ({"cancel_at": WHEN}, "ends on 4 March 2027"),
        ({"paused": True, "resumes_at": WHEN}, "paused until 4 March 2027"),
        ({"paused": True}, "until you take it up again"),
        ({"next_payment_at": WHEN}, "The next payment is on 4 March 2027"),
    ],
)
def test_a_changed_standing_gift_is_told_as_it_is_now(
    session: Session, standing: RecurringGift, how: dict[str, object], said: str
) -> None:
    for name, value in how.items():
        setattr(standing, name, value)
    session.commit()
    made = letter("recurring_changed", recurring_id=standing.id)
    assert said in made.text
    assert said in made.html
    assert "$50.00 a month" in made.text
    assert "/give/recurring/" in made.text


def test_a_failed_renewal_says_when_it_is_tried_again_and_how_to_mend_it(standing: RecurringGift) -> None:
    made = letter(
        "recurring_failed", recurring_id=standing.id, page_url=None, next_attempt_at=WHEN.isoformat()
    )
    assert "We try once more on 4 March 2027" in made.text
    assert "Replace the card" in made.html
    assert "/give/recurring/" in made.html


def test_the_last_failed_renewal_promises_no_other_attempt(standing: RecurringGift) -> None:
    made = letter("recurring_failed", recurring_id=standing.id, page_url=None, next_attempt_at=None)
    assert "We will not try again" in made.text


def test_a_bank_that_wants_a_word_gets_a_link_to_stripes_own_page(standing: RecurringGift) -> None:
    page = "https://invoice.example/in_1"
    made = letter("recurring_action", recurring_id=standing.id, page_url=page, next_attempt_at=None)
    assert page in made.text
    assert page in made.html


def test_a_new_card_is_named(session: Session, standing: RecurringGift) -> None:
    standing.card = "visa 4242"
    session.commit()
    assert "visa 4242" in letter("card_changed", recurring_id=standing.id).text


@pytest.mark.parametrize(
    ("kind", "said"),
    [("payment_processing", "a few working days"), ("payment_failed", "No gift was recorded")],
)
def test_a_bank_debit_is_told_at_each_step(
    session: Session, client: SiteClient, kind: str, said: str
) -> None:
    checkout = make_checkout(client, make_campaign(session))
    made = letter(kind, checkout_id=checkout.id)
    assert said in made.text
    assert said in made.html


@pytest.mark.parametrize(
    ("kept", "said"), [(dollars("10"), "What remains of your gift: $10.00"), (Money(0, "USD"), "void")]
)
def test_a_replaced_receipt_says_what_is_left(app: Flask, session: Session, kept: Money, said: str) -> None:
    gift = make_gift(session, make_campaign(session))
    receipt = receipts.replace(session, gift, kept)
    assert receipt is not None
    session.commit()
    made = letter("receipt_replaced", receipt_id=receipt.id)
    assert said in made.text
    assert f"version 2 of receipt {receipt.number}" in made.html


def test_a_monthly_receipt_leads_to_the_standing_gift(session: Session, standing: RecurringGift) -> None:
    campaign = make_campaign(session)
    gift = make_gift(
        session, campaign, interval=Interval.MONTH, giver=make_giver(name="Ida\nBcc: x@example.org")
    )
    gift.recurring_id = standing.id
    session.commit()
    receipt = receipts.receipt_of(session, gift.id)
    assert receipt is not None
    made = letter("receipt", receipt_id=receipt.id)
    assert "/give/recurring/" in made.text
    assert "\n" not in made.subject
    assert mails.receipt(receipt.id)["manage_url"]
