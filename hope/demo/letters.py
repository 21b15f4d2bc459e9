"""Letters of the example content: written as the worker writes them, and handed to nobody."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from hope.kernel import jobs
from hope.kernel.mail import outbox, outcomes
from hope.kernel.mail.compose import compose
from hope.kernel.mail.models import MailState, OutgoingMail

NO_SUCH_MAILBOX = "550 5.1.1 There is no such mailbox"


def hand_over(session: Session, moment: datetime, lost: Collection[str] = ()) -> None:
    """Write every letter that waits and take it for delivered at that moment; to the `lost` addresses none comes."""
    waiting = select(OutgoingMail).where(OutgoingMail.state == MailState.WAITING).order_by(OutgoingMail.id)
    # A letter that comes back may be the cause of another one.
    while mails := session.scalars(waiting).all():
        for mail in mails:
            _hand_over(session, mail, moment, came=mail.recipient not in lost)
    jobs.done_already(session, outbox.DELIVER)


def _hand_over(session: Session, mail: OutgoingMail, moment: datetime, *, came: bool) -> None:
    letter = compose(mail.kind, mail.params)
    mail.subject, mail.text, mail.html, mail.headers = (
        letter.subject,
        letter.text,
        letter.html,
        letter.headers,
    )
    mail.state, mail.attempts = MailState.SENT if came else MailState.FAILED, 1
    mail.created_at = mail.due_at = moment
    mail.sent_at, mail.last_error = (moment, "") if came else (None, NO_SUCH_MAILBOX)
    session.flush()
    outcomes.tell(session, mail.kind, mail.params, sent=came)
    session.flush()
