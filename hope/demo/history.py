"""Records the thought-up past through the same code as real gifts, so that books and totals agree; no mail goes out."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from hope.demo import settled
from hope.demo.past import STEP, PastGift
from hope.giving import checkout as checkouts
from hope.giving import gifts as recorded
from hope.giving import ledger, receipts
from hope.giving import recurring as standing
from hope.giving.arrivals import Payment
from hope.giving.models import Checkout, Gift, Receipt, RecurringGift, RecurringStatus, Refund, RefundStatus
from hope.giving.pledge import CardFee
from hope.kernel.money import Money

SOURCE = "example"


def record(session: Session, gifts: list[PastGift], fee: CardFee) -> Iterator[Gift]:
    """Record these gifts one by one, with their standing gifts, fees, refunds and receipts."""
    running: dict[str, RecurringGift] = {}
    for number, past in enumerate(gifts, start=1):
        recurring = _recurring(session, past, running) if past.series else None
        gift = recorded.record_gift(
            session,
            past.pledge,
            Payment(f"{SOURCE}:{number:04d}", past.pledge.total, past.given_at),
            checkout=_attempt(session, past) if past.beside else None,
            recurring_id=recurring.id if recurring else None,
            is_example=True,
        )
        settled.settle(session, gift, number, settled.method_of(past.pledge.giver.email), fee)
        if past.refunded:
            _refund(session, gift, past.refunded)
        yield gift
    _date_receipts(session)


def _recurring(session: Session, past: PastGift, running: dict[str, RecurringGift]) -> RecurringGift:
    """The standing gift that this payment belongs to, begun with its first payment and ended with its last."""
    series = str(past.series)
    if series not in running:
        running[series] = standing.begin(
            session, past.pledge, f"{SOURCE}:{series}", past.given_at, is_example=True
        )
        _note_card(running[series], past)
    recurring = running[series]
    recurring.next_payment_at = past.given_at + STEP[past.pledge.interval]
    if past.is_last:
        recurring.status, recurring.end_reason = RecurringStatus.CANCELED, "cancellation_requested"
        recurring.next_payment_at, recurring.ended_at = None, past.given_at + timedelta(days=3)
    return recurring


def _note_card(recurring: RecurringGift, past: PastGift) -> None:
    """Whoever gives by card is known to give by one that is good for years."""
    method = settled.method_of(past.pledge.giver.email)
    if method != settled.BANK:
        recurring.card, recurring.card_expires = method, f"{past.given_at.year + 4}-{past.given_at.month:02d}"


def _attempt(session: Session, past: PastGift) -> Checkout:
    """The attempt with which something was asked for beside a gift, paid on the spot."""
    checkout = checkouts.write_down(session, past.pledge, past.beside)
    checkouts.complete(session, [checkout.id])
    days = {"created_at": past.given_at, "finished_at": past.given_at}
    session.execute(update(Checkout).where(Checkout.id == checkout.id).values(**days))
    return checkout


def _refund(session: Session, gift: Gift, amount: Money) -> None:
    moment = gift.given_at + timedelta(days=2, hours=5)
    source = f"{gift.source}/refund"
    session.add(
        Refund(
            gift_id=gift.id,
            source=source,
            status=RefundStatus.SUCCEEDED,
            total=amount,
            reason="Given twice by mistake" if amount == gift.total else "Meant to give half",
            refunded_at=moment,
        )
    )
    ledger.book_refund(session, gift, amount, source, moment)
    replaced = receipts.replace(session, gift, ledger.kept_of(session, gift))
    assert replaced is not None
    replaced.issued_at = moment


def _date_receipts(session: Session) -> None:
    """Let each receipt bear the day of its gift, not the day on which the example was loaded."""
    session.flush()
    given_at = select(Gift.given_at).where(Gift.id == Receipt.gift_id).scalar_subquery()
    examples = select(Gift.id).where(Gift.is_example)
    session.execute(
        update(Receipt).where(Receipt.gift_id.in_(examples), Receipt.version == 1).values(issued_at=given_at)
    )
