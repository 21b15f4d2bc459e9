"""What a gift cost and when it left for the bank: facts of Stripe's, unknown until it knows them."""

from sqlalchemy import delete, exists, or_, select
from sqlalchemy.orm import Session

from hope.giving import ledger, parcels, summaries
from hope.giving.facts import PaymentSettled, PayoutState
from hope.giving.gifts import CannotRecord
from hope.giving.models import Gift, GiftSummary, Method, Payout, PayoutLine, Settlement
from hope.kernel.clock import now
from hope.kernel.db import in_hundreds, insert_or_ignore

OVER = ("failed", "canceled")  # a payout that came back, or never left, carries nothing


def record_settlement(session: Session, fact: PaymentSettled) -> str:
    """Fill in, once, what Stripe kept of a gift."""
    gift = session.scalar(select(Gift).where(Gift.source == fact.gift_source))
    if gift is None:
        raise CannotRecord("no gift of this payment is known yet")
    row = insert_or_ignore(
        Settlement,
        gift_id=gift.id,
        transaction_id=fact.transaction_id,
        payment_intent_id=fact.payment_intent_id,
        charge_id=fact.charge_id,
        gross_amount=fact.gross.amount,
        fee_amount=fact.fee.amount,
        currency=fact.fee.currency,
        method=fact.method,
        settled_at=fact.settled_at,
        created_at=now(),
    )
    if session.execute(row.returning(Settlement.id)).first() is None:
        return "known already"
    summaries.settled(session, [gift.id])
    if fact.fee and fact.fee.currency == gift.total.currency:
        source = f"{gift.origin}:{fact.transaction_id}/fee"
        ledger.book_fee(session, gift, fact.fee, source, fact.settled_at)
    else:
        parcels.refresh(session, [gift.id])
    return f"cost {fact.fee}"


def record_payout(session: Session, fact: PayoutState) -> str:
    """Keep a payout as it is now, and tie to it what it carries; an older answer changes nothing."""
    session.execute(
        insert_or_ignore(
            Payout,
            payout_id=fact.payout_id,
            status=fact.status,
            amount=fact.total.amount,
            currency=fact.total.currency,
            arrives_at=fact.arrives_at,
            created_at=now(),
        )
    )
    held = select(Payout).where(Payout.payout_id == fact.payout_id).with_for_update()
    payout = session.scalars(held.execution_options(populate_existing=True)).one()
    if payout.asked_at and fact.asked_at < payout.asked_at:
        return "an older answer"
    payout.status, payout.asked_at = fact.status, fact.asked_at
    _tie(session, payout, () if fact.status in OVER else fact.transaction_ids)
    return f"payout {fact.status}"


def _tie(session: Session, payout: Payout, transaction_ids: tuple[str, ...]) -> None:
    """Tie to a payout what it carries now: what came back with a failed one leaves again with the next."""
    session.flush()
    before = select(PayoutLine.transaction_id).where(PayoutLine.payout_id == payout.id)
    touched = list({*session.scalars(before), *transaction_ids})
    session.execute(delete(PayoutLine).where(PayoutLine.payout_id == payout.id))
    older = select(Payout.id).where(or_(Payout.asked_at.is_(None), Payout.asked_at < payout.asked_at))
    for some in in_hundreds(transaction_ids):
        taken_over = PayoutLine.transaction_id.in_(some), PayoutLine.payout_id.in_(older)
        session.execute(delete(PayoutLine).where(*taken_over))
        for transaction_id in some:
            session.execute(insert_or_ignore(PayoutLine, transaction_id=transaction_id, payout_id=payout.id))
    for some in in_hundreds(touched):
        carried = select(Settlement.gift_id).where(Settlement.transaction_id.in_(some))
        summaries.settled(session, session.scalars(carried).all())


def unsettled(session: Session, limit: int = 50) -> list[Gift]:
    """Gifts through Stripe whose cost is not known yet, newest first."""
    # Their summaries do not know how they were paid: so the few are found by an index, among however many gifts.
    open_ones = select(GiftSummary.gift_id).where(GiftSummary.method == Method.UNKNOWN)
    # Not NOT IN: of more than its memory holds, PostgreSQL would read the whole list again for each gift.
    known = exists().where(Settlement.gift_id == Gift.id)
    waiting = select(Gift).where(
        Gift.id.in_(open_ones), Gift.source.startswith("stripe:"), ~known, ~Gift.is_example
    )
    return list(session.scalars(waiting.order_by(Gift.id.desc()).limit(limit)))
