"""Money that goes back: refunds, disputes, and the warnings before them.

What moved is told by Stripe's balance transactions, not by a status: a refund that failed after it left has two of
them, and both are booked, in whatever order their events come.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from hope.giving import gifts, ledger, lines, receipts, summaries
from hope.giving.facts import DisputeState, RefundState
from hope.giving.facts import FraudWarning as Warned
from hope.giving.models import Answer, Dispute, FraudWarning, Gift, Refund, RefundRequest, RefundStatus
from hope.kernel.db import insert_or_ignore
from hope.kernel.mail import outbox

# A later status never gives way to an earlier one, because events come in any order.
REFUND_ORDER = ["pending", "requires_action", "succeeded", "canceled", "failed"]
DISPUTE_ORDER = [
    "warning_needs_response",
    "warning_under_review",
    "warning_closed",
    "needs_response",
    "under_review",
    "prevented",
    "lost",
    "won",
]


def record_refund(session: Session, fact: RefundState) -> str:
    """A refund began, succeeded or failed, whoever asked for it."""
    gift = gifts.paid_by(session, fact.payment_intent_id)
    refund = _refund(session, gift, fact)
    if _later(fact.status, refund.status.value, REFUND_ORDER):
        refund.status = RefundStatus(fact.status)
    _answer(session, refund, fact.request)
    line = lines.line_asked_for(session, fact.request, gift.id)
    source, moment = f"stripe:{fact.refund_id}", fact.refunded_at
    of = line.campaign_id if line else 0
    moved = fact.moved and ledger.book_refund(session, gift, fact.total, source, moment, of)
    back = fact.moved_back and ledger.book_reversal(
        session, gift, fact.total, f"{source}/failed", moment, lines.left_from(session, gift, source)
    )
    if moved or back:
        follow = lines.take_again if back else lines.give_back
        follow(session, gift, line, ledger.kept_of(session, gift))
        _replace_receipt(session, gift)
    return f"refund {refund.status.value}"


def record_dispute(session: Session, fact: DisputeState) -> str:
    """A dispute was opened, moved money, or was decided; an inquiry moves none."""
    gift = gifts.paid_by(session, fact.payment_intent_id)
    dispute = _dispute(session, gift, fact)
    if _later(fact.status, dispute.status, DISPUTE_ORDER):
        dispute.status, dispute.due_by = fact.status, fact.due_by
    for movement in fact.movements:
        ledger.book_movement(session, gift, movement)
    summaries.refresh(session, [gift.id])
    # Decided comes after the money left; a dispute that was won changes no receipt, and none was sent meanwhile.
    if dispute.status == "lost":
        _replace_receipt(session, gift)
    return f"dispute {dispute.status}"


def record_warning(session: Session, fact: Warned) -> str:
    """A card network warned of fraud; staff decide."""
    gift = gifts.paid_by(session, fact.payment_intent_id)
    session.execute(
        insert_or_ignore(
            FraudWarning,
            warning_id=fact.warning_id,
            gift_id=gift.id,
            kind=fact.kind,
            warned_at=fact.warned_at,
        )
    )
    return "warning kept"


def _refund(session: Session, gift: Gift, fact: RefundState) -> Refund:
    # The gift is held, so nobody adds the same row in between; an INSERT that a conflict would ignore is still
    # measured by the trigger that keeps refunds within their gift, and refused when told twice.
    source = f"stripe:{fact.refund_id}"
    found = select(Refund).where(Refund.source == source).execution_options(populate_existing=True)
    known = session.scalar(found)
    if known is not None:
        return known
    refund = Refund(
        gift_id=gift.id,
        source=source,
        status=RefundStatus(fact.status),
        total=fact.total,
        reason=fact.reason,
        refunded_at=fact.refunded_at,
    )
    session.add(refund)
    session.flush()
    return refund


def _answer(session: Session, refund: Refund, key: str | None) -> None:
    """Tie a refund to the request of ours that it answers, whichever way the answer came."""
    asked = select(RefundRequest).where(RefundRequest.key == key, RefundRequest.gift_id == refund.gift_id)
    request = session.scalar(asked) if isinstance(key, str) else None
    if request is not None and request.refund_id is None:
        refund.asked_by, refund.reason = request.asked_by, request.reason
        request.answer, request.refund_id = Answer.DONE, refund.id


def _dispute(session: Session, gift: Gift, fact: DisputeState) -> Dispute:
    session.execute(
        insert_or_ignore(
            Dispute,
            dispute_id=fact.dispute_id,
            gift_id=gift.id,
            amount=fact.total.amount,
            currency=fact.total.currency,
            status=fact.status,
            reason=fact.reason,
            due_by=fact.due_by,
            opened_at=fact.opened_at,
            created_at=fact.opened_at,
        )
    )
    found = select(Dispute).where(Dispute.dispute_id == fact.dispute_id)
    return session.scalars(found.execution_options(populate_existing=True)).one()


def _later(new: str, known: str, order: list[str]) -> bool:
    return order.index(new) > order.index(known)


def _replace_receipt(session: Session, gift: Gift) -> None:
    """Issue the version that says what is left, and send it."""
    receipt = receipts.replace(session, gift, ledger.kept_of(session, gift))
    if receipt is not None:
        outbox.post(
            session,
            "receipt_replaced",
            gift.supporter.email,
            cause=f"receipt:{receipt.id}",
            receipt_id=receipt.id,
        )
