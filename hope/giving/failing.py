"""Payments of a standing gift that did not come: its giver is told once for each attempt, and never old news."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from hope.giving import gifts
from hope.giving.facts import InvoiceFailed
from hope.giving.recurring import email_of, known
from hope.kernel.mail import outbox
from hope.kernel.mail.models import OutgoingMail

FAILED, ACTION = "recurring_failed", "recurring_action"
MOST_ATTEMPTS = 16  # Stripe tries eight times at most


def record_failed_invoice(session: Session, fact: InvoiceFailed) -> str:
    """A payment did not come through: tell the giver once for each attempt, unless it was paid meanwhile."""
    recurring = known(session, fact.reference, fact.subscription_id, None, fact.failed_at)
    if gifts.known(session, [f"stripe:{fact.invoice_id}"]):
        return "paid meanwhile"
    if fact.is_first:
        return "its first payment, of which the checkout tells"
    if was_told(session, fact):
        return "told already"
    kind = ACTION if fact.needs_action else FAILED
    outbox.post(
        session,
        kind,
        email_of(session, recurring),
        cause=f"{kind}:{fact.invoice_id}:{fact.attempt}",
        recurring_id=recurring.id,
        page_url=fact.page_url,
        next_attempt_at=fact.next_attempt_at.isoformat() if fact.next_attempt_at else None,
    )
    return f"attempt {fact.attempt} failed"


def was_told(session: Session, fact: InvoiceFailed) -> bool:
    """True when the giver has heard of this attempt, or of a later one: old news is not told.

    Stripe tells of an attempt that waits for the donor twice; its first telling may not have counted it yet.
    """
    failed, asked = (_latest_told(session, kind, fact.invoice_id) for kind in (FAILED, ACTION))
    if fact.needs_action:
        return asked >= fact.attempt or failed > fact.attempt + 1
    return failed >= fact.attempt or asked >= fact.attempt - 1


def _latest_told(session: Session, kind: str, invoice_id: str) -> int:
    """The newest attempt at an invoice of which such a mail tells; -2 when there is none."""
    causes = {f"{kind}:{invoice_id}:{attempt}": attempt for attempt in range(MOST_ATTEMPTS)}
    told = session.scalars(select(OutgoingMail.cause).where(OutgoingMail.cause.in_(causes)))
    return max((causes[cause] for cause in told), default=-2)
