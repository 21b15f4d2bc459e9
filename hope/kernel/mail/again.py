"""Sending a letter once more: one that failed is tried afresh, one that arrived somewhere is owed a second time."""

from sqlalchemy.orm import Session

from hope.kernel import jobs
from hope.kernel.clock import now
from hope.kernel.mail import outbox
from hope.kernel.mail.models import MailState, OutgoingMail


def send_again(session: Session, mail: OutgoingMail, cause: str) -> None:
    """Owe this letter again; `cause` names the occasion, so that a second press owes nothing more."""
    if mail.state is MailState.SENT:
        outbox.post(session, mail.kind, mail.recipient, cause, **mail.params)
        return
    mail.state, mail.attempts, mail.due_at = MailState.WAITING, 0, now()
    jobs.after_commit(session, outbox.DELIVER)
