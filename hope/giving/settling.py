"""What a gift cost and when it left for the bank: facts of Stripe's, unknown until it knows them."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from hope.giving import ledger
from hope.giving.facts import PaymentSettled, PayoutState
from hope.giving.gifts import CannotRecord
from hope.giving.models import Gift, Payout, PayoutLine, Settlement
from hope.kernel.clock import now
from hope.kernel.db import insert_or_ignore


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
    if fact.fee and fact.fee.currency == gift.total.currency:
        ledger.book_fee(session, gift, fact.fee, f"stripe:{fact.transaction_id}/fee", fact.settled_at)
    return f"cost {fact.fee}"


def record_payout(session: Session, fact: PayoutState) -> str:
    """Keep a payout as it is now, and tie to it what it carries."""
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
    payout = session.scalars(select(Payout).where(Payout.payout_id == fact.payout_id)).one()
    payout.status = fact.status
    _tie(session, payout, () if fact.status in ("failed", "canceled") else fact.transaction_ids)
    return f"payout {fact.status}"


def _tie(session: Session, payout: Payout, transaction_ids: tuple[str, ...]) -> None:
    """Tie to a payout what it carries now: what came back with a failed one leaves again with the next."""
    session.execute(delete(PayoutLine).where(PayoutLine.payout_id == payout.id))
    session.execute(delete(PayoutLine).where(PayoutLine.transaction_id.in_(transaction_ids)))
    for transaction_id in transaction_ids:
        session.execute(insert_or_ignore(PayoutLine, transaction_id=transaction_id, payout_id=payout.id))


def unsettled(session: Session, limit: int = 50) -> list[Gift]:
    """Gifts through Stripe whose cost is not known yet, newest first."""
    known = select(Settlement.gift_id)
    waiting = select(Gift).where(Gift.source.startswith("stripe:"), Gift.id.not_in(known), ~Gift.is_example)
    return list(session.scalars(waiting.order_by(Gift.id.desc()).limit(limit)))
