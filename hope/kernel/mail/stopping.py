"""Leaving an address in peace: after a bounce or a complaint, no list writes to it again.

Mail that is owed (a receipt, a link to sign in) still goes out: its reader has just asked for it.
"""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from hope.kernel.clock import now
from hope.kernel.db import insert_or_ignore
from hope.kernel.mail import outcomes
from hope.kernel.mail.models import MailState, MailStop, OutgoingMail, StopReason


def stop(session: Session, email: str, reason: StopReason) -> int:
    """Stop every list for this address, and take back what still waits; how many messages that were."""
    key = email.strip().casefold()
    session.execute(insert_or_ignore(MailStop, email_key=key, reason=reason, stopped_at=now()))
    # Addresses are compared as they were written down; a list keeps the one that its reader typed.
    waiting = select(OutgoingMail.id, OutgoingMail.recipient).where(
        OutgoingMail.state == MailState.WAITING, OutgoingMail.is_list
    )
    theirs = [row.id for row in session.execute(waiting) if row.recipient.casefold() == key]
    if theirs:
        session.execute(delete(OutgoingMail).where(OutgoingMail.id.in_(theirs)))
    if reason is StopReason.BOUNCED:
        outcomes.tell_bounced(session, key)
    return len(theirs)


def is_stopped(session: Session, email: str) -> bool:
    """True where no list may write to."""
    return session.get(MailStop, email.casefold()) is not None


def resume(session: Session, email: str) -> None:
    """Whoever confirmed by a button in a mail has shown that the address works and wants to be written to."""
    session.execute(delete(MailStop).where(MailStop.email_key == email.casefold()))
