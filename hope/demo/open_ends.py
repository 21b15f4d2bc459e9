"""What waits for a person: a renewal that did not come, a gift that a bank contests, a letter that reached nobody."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from hope.demo import content, letters
from hope.demo.history import SOURCE
from hope.demo.past import STEP
from hope.giving import returns
from hope.giving.facts import DisputeState, Movement
from hope.giving.models import Gift, GiverLetter, Receipt, RecurringGift, RecurringStatus, Settlement
from hope.giving.pledge import Interval
from hope.giving.second_thoughts import letters as letters_of_givers
from hope.kernel.mail import outbox
from hope.kernel.money import Money

DISPUTE_FEE = 1500
RECEIPTS = 6
TEAM = "team@example.org"


def leave_open(session: Session, moment: datetime) -> None:
    """Let the newest givers have their receipts, and leave one of each kind of trouble."""
    _let_a_renewal_fail(session, moment)
    _let_a_gift_be_contested(session, moment)
    _send_receipts(session)
    _let_a_giver_write(session, moment)


def _let_a_renewal_fail(session: Session, moment: datetime) -> None:
    """The standing gift of which a payment is missing could not be charged; the next one is a month later."""
    missing = RecurringGift.is_example, RecurringGift.next_payment_at < moment
    for recurring in session.scalars(select(RecurringGift).where(*missing)):
        assert recurring.next_payment_at is not None
        recurring.status = RecurringStatus.PAST_DUE
        recurring.next_payment_at += STEP[recurring.interval]


def _let_a_gift_be_contested(session: Session, moment: datetime) -> None:
    """A bank took a gift back a few days ago; there is a day until which it wants to hear why."""
    lately = Gift.is_example, Gift.given_at < moment - timedelta(days=16), Gift.interval == Interval.ONCE
    alone = Gift.checkout_id.is_(None), ~Gift.refunds.any()
    contested = select(Gift, Settlement.payment_intent_id).join(Settlement, Settlement.gift_id == Gift.id)
    newest = contested.where(*lately, *alone).order_by(Gift.given_at.desc()).limit(1)
    gift, payment_intent_id = session.execute(newest).one()
    opened_at = moment - timedelta(days=4)
    left = Movement("txn_example_dispute", -gift.total, Money(DISPUTE_FEE, gift.total.currency), opened_at)
    fact = DisputeState(
        "dp_example", payment_intent_id, gift.total, "needs_response", "unrecognized",
        moment + timedelta(days=9), opened_at, (left,),
    )  # fmt: skip
    returns.record_dispute(session, fact)


def _send_receipts(session: Session) -> None:
    """The newest receipts went out on their days; the mailbox of one giver is gone."""
    newest = select(Receipt, Gift).join(Gift, Gift.id == Receipt.gift_id).where(Gift.is_example)
    rows = session.execute(newest.order_by(Gift.given_at.desc()).limit(RECEIPTS)).all()
    for place, (receipt, gift) in enumerate(reversed(rows)):
        address = gift.supporter.email
        outbox.post(session, "receipt", address, f"receipt:{receipt.id}", receipt_id=receipt.id)
        letters.hand_over(session, gift.given_at, [address] if place == RECEIPTS // 2 else [])


def _let_a_giver_write(session: Session, moment: datetime) -> None:
    """Somebody wrote to the team about their gift yesterday, and waits for an answer."""
    [entry] = content.beside("letter")
    theirs = select(Gift).where(Gift.is_example, Gift.giver_name == entry["giver"])
    gift = session.scalars(theirs.order_by(Gift.given_at.desc()).limit(1)).one()
    letters_of_givers.write(session, gift, entry["words"], TEAM, f"{SOURCE}:letter")
    written_at = moment - timedelta(hours=20)
    session.scalars(select(GiverLetter).where(GiverLetter.gift_id == gift.id)).one().written_at = written_at
    letters.hand_over(session, written_at)
