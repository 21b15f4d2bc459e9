"""Sending money back from our side."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from hope.giving import ledger
from hope.giving.facts import Fact, RefundState
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
    Whoever gets no answer asks again with the same key and the same total, and learns what became of it.
    """
    key = key or new_reference()
    payment_intent_id = _payment_of(gift)
    with unit_of_work() as session:
        if not _was_asked(session, gift, key):
            _require_that_it_is_left(session, gift, total)
            details = {"amount": total.amount, "key": key}
            audit.note(session, actor, "refund", f"gift:{gift.id}", reason, details)
    facts = gateway.refund(payment_intent_id, total, reason, f"refund:{key}")
    with unit_of_work() as session:
        for fact in facts:
            record(session, fact)
        made = _made(session, facts)
        made.asked_by, made.reason = actor, reason
        return made


def _was_asked(session: Session, gift: Gift, key: str) -> bool:
    noted = select(audit.AuditEntry.details).where(
        audit.AuditEntry.subject == f"gift:{gift.id}", audit.AuditEntry.action == "refund"
    )
    return any(details.get("key") == key for details in session.scalars(noted))


def _require_that_it_is_left(session: Session, gift: Gift, total: Money) -> None:
    left = ledger.kept_of(session, gift)
    if not Money.zero(total.currency) < total <= left:
        raise CannotRefund(f"between nothing and {left.decimal} {left.currency} can be sent back")


def _made(session: Session, facts: list[Fact]) -> Refund:
    """The row of the refund that Stripe answered with, and of no other that came in between."""
    [source] = {f"stripe:{fact.refund_id}" for fact in facts if isinstance(fact, RefundState)}
    return session.scalars(select(Refund).where(Refund.source == source)).one()


def _payment_of(gift: Gift) -> str:
    if gift.payment_intent_id:
        return gift.payment_intent_id
    settled = db.session.query(Settlement.payment_intent_id).filter_by(gift_id=gift.id).scalar()
    if settled is None:
        raise CannotRefund("Stripe has not told us yet which payment this is; try again in a minute")
    return str(settled)
