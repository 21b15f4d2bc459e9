"""Sending money back from our side."""

from hope.giving import ledger
from hope.giving.gateway import Gateway
from hope.giving.models import Gift, Refund, Settlement
from hope.giving.recording import record
from hope.kernel import audit
from hope.kernel.db import db, unit_of_work
from hope.kernel.money import Money
from hope.kernel.references import new_reference


class CannotRefund(Exception):
    """A refund that makes no sense, in words for staff."""


def refund(
    gift: Gift, total: Money, reason: str, actor: str, gateway: Gateway, key: str | None = None
) -> Refund:
    """Send `total` of a gift back; raises CannotRefund or GatewayError. The same `key` never sends it twice.

    Who asked and why is written down before Stripe is asked; what Stripe answers is recorded as its events are.
    """
    key = key or new_reference()
    payment_intent_id = _payment_of(gift)
    with unit_of_work() as session:
        left = ledger.kept_of(session, gift)
        if not Money.zero(total.currency) < total <= left:
            raise CannotRefund(f"between nothing and {left.decimal} {left.currency} can be sent back")
        audit.note(session, actor, "refund", f"gift:{gift.id}", reason, {"amount": total.amount, "key": key})
    facts = gateway.refund(payment_intent_id, total, reason, f"refund:{key}")
    with unit_of_work() as session:
        for fact in facts:
            record(session, fact)
        newest = session.query(Refund).filter_by(gift_id=gift.id).order_by(Refund.id.desc()).first()
        assert newest is not None
        newest.asked_by, newest.reason = actor, reason
        return newest


def _payment_of(gift: Gift) -> str:
    if gift.payment_intent_id:
        return gift.payment_intent_id
    settled = db.session.query(Settlement.payment_intent_id).filter_by(gift_id=gift.id).scalar()
    if settled is None:
        raise CannotRefund("Stripe has not told us yet which payment this is; try again in a minute")
    return str(settled)
