"""Sending money back from our side: our row first, then Stripe."""

from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hope.giving import ledger, lines
from hope.giving.facts import Fact, RefundState
from hope.giving.gateway import Gateway, Refused
from hope.giving.models import (
    Answer,
    Gift,
    LedgerEntry,
    LineRequest,
    Refund,
    RefundRequest,
    RefundStatus,
    Settlement,
)
from hope.giving.recording import record
from hope.kernel import audit
from hope.kernel.clock import now
from hope.kernel.db import db, unit_of_work
from hope.kernel.money import Money
from hope.kernel.references import new_reference

# Stripe forgets a key after a day at the earliest: until then the same request cannot be carried out twice.
MAY_BE_REPEATED = timedelta(hours=20)
ON_ITS_WAY = (RefundStatus.PENDING, RefundStatus.REQUIRES_ACTION, RefundStatus.SUCCEEDED)


class CannotRefund(Exception):
    """A refund that makes no sense, in words for staff."""


def refund(
    gift: Gift,
    total: Money,
    reason: str,
    actor: str,
    gateway: Gateway,
    key: str | None = None,
    cause: str = "other",
    line_id: int | None = None,
) -> Refund:
    """Send `total` of a gift back, or what one of its lines came to; raises CannotRefund or GatewayError.

    The same `key` never sends it twice.

    Who asked and why is written down before Stripe is asked; what Stripe answers is recorded as its events are.
    Whoever gets no answer asks again with the same key and the same total, and learns what became of it.
    """
    payment_intent_id = payment_of(db.session(), gift)
    if payment_intent_id is None:
        raise CannotRefund("Stripe has no payment of this gift, or has not told us of it yet.")
    with unit_of_work() as session:
        request = _ask(session, gift, total, reason, actor, key or new_reference(), cause)
        _name_line(session, gift, request, line_id)
        if request.refund_id is not None:
            return session.get_one(Refund, request.refund_id)
    try:
        facts = gateway.refund(payment_intent_id, request.total, request.cause, request.key)
    except Refused as no:
        with unit_of_work():
            request.answer, request.detail = Answer.REFUSED, no.detail
        raise
    with unit_of_work() as session:
        for fact in facts:
            record(session, fact)
        return _made(session, facts)


def _name_line(session: Session, gift: Gift, request: RefundRequest, line_id: int | None) -> None:
    """Say that a request is about one line, whole; one that was told before stays as it was told."""
    if line_id is None or session.scalar(
        select(LineRequest.line_id).where(LineRequest.request_id == request.id)
    ):
        return
    parts = {line.id: (line, part) for line, part in lines.parts_of(gift).items()}
    line, part = parts.get(line_id, (None, None))
    if line is None or part != request.total or line_id in lines.asked_back(session, gift):
        raise CannotRefund("This part of the gift went back already, or is another one by now.")
    session.add(LineRequest(request_id=request.id, line_id=line_id))
    session.flush()


def left_of(session: Session, gift: Gift) -> Money:
    """What can still be sent back: what is kept, less what is on its way back or was asked for and not answered."""
    kept = ledger.kept_of(session, gift)
    booked = select(LedgerEntry.source).where(LedgerEntry.gift_id == gift.id)
    refund = Refund.__table__.c
    moving = select(func.coalesce(func.sum(refund.amount), 0)).where(
        Refund.gift_id == gift.id, Refund.status.in_(ON_ITS_WAY), Refund.source.not_in(booked)
    )
    asked = sum(request.total.amount for request in unanswered(session, gift))
    return kept - Money(int(session.execute(moving).scalar_one()) + asked, kept.currency)


def unanswered(session: Session, gift: Gift) -> list[RefundRequest]:
    """What was asked for lately and has no answer yet: it may be asked for again, with its own key."""
    waiting = select(RefundRequest).where(
        RefundRequest.gift_id == gift.id,
        RefundRequest.answer == Answer.WAITING,
        RefundRequest.asked_at > now() - MAY_BE_REPEATED,
    )
    return list(session.scalars(waiting.order_by(RefundRequest.id)))


def payment_of(session: Session, gift: Gift) -> str | None:
    """The payment behind a gift, as Stripe names it; None for one on paper, an example, or while it is not known."""
    if gift.is_example:
        return None
    settled = select(Settlement.payment_intent_id).where(Settlement.gift_id == gift.id)
    return gift.payment_intent_id or session.scalar(settled)


def _ask(
    session: Session, gift: Gift, total: Money, reason: str, actor: str, key: str, cause: str
) -> RefundRequest:
    """Write the request down, or find it written down; whoever asks for the same gift meanwhile waits here."""
    session.execute(select(Gift.id).where(Gift.id == gift.id).with_for_update())
    known = session.scalar(select(RefundRequest).where(RefundRequest.key == key))
    if known is not None:
        return _checked(known, gift, total)
    left = left_of(session, gift)
    if not Money.zero(total.currency) < total <= left:
        raise CannotRefund(f"Between nothing and {left.decimal} {left.currency} can be sent back.")
    request = RefundRequest(
        key=key, gift_id=gift.id, total=total, cause=cause, reason=reason[:300], asked_by=actor
    )
    session.add(request)
    details = {"amount": f"{total.decimal} {total.currency}", "cause": cause}
    audit.note(session, actor, "refund", f"gift:{gift.id}", reason[:300], details)
    session.flush()
    return request


def _checked(known: RefundRequest, gift: Gift, total: Money) -> RefundRequest:
    """A request that was made before, if it is the same one and may still be repeated."""
    if (known.gift_id, known.total) != (gift.id, total):
        raise CannotRefund("This form was used for another refund already. Please begin afresh.")
    if known.answer is Answer.REFUSED:
        raise CannotRefund(f"Stripe has refused this already ({known.detail}). Please begin afresh.")
    if known.answer is Answer.WAITING and known.asked_at < now() - MAY_BE_REPEATED:
        raise CannotRefund(
            "This was asked for too long ago to be repeated safely. Look at Stripe whether it was done, "
            "then begin afresh."
        )
    return known


def _made(session: Session, facts: list[Fact]) -> Refund:
    """The row of the refund that Stripe answered with, and of no other that came in between."""
    [source] = {f"stripe:{fact.refund_id}" for fact in facts if isinstance(fact, RefundState)}
    return session.scalars(select(Refund).where(Refund.source == source)).one()
