"""The worker's round: take what is due, write it, hand it over, remember how it went.

At least once, as far as any mailer can promise: a crash between handing over and remembering sends the same
Message-ID again. Each message is claimed by moving `due_at` ahead before it is sent, so that two workers
never hold the same one. What is owed goes before what goes to a list, and a round of list mail ends in time for
the worker's other work; the next round, a minute later, goes on.
"""

import logging
from datetime import timedelta
from smtplib import SMTPRecipientsRefused
from threading import Lock
from time import monotonic
from typing import Any

from flask import current_app
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from hope.kernel.clock import now
from hope.kernel.db import db, unit_of_work
from hope.kernel.mail import outcomes
from hope.kernel.mail.compose import NothingToSay, compose, is_readable
from hope.kernel.mail.models import MailState, OutgoingMail, StopReason
from hope.kernel.mail.stopping import is_stopped, stop
from hope.kernel.mail.transport import Mailbox, Transport, as_message

log = logging.getLogger(__name__)
CLAIM = timedelta(minutes=5)
MOST_ATTEMPTS = 12
LIST_SECONDS = 45.0
# What a server says of a mailbox that is not there (RFC 5321, 4.2.3).
NO_SUCH_MAILBOX = (550, 551, 553)
_list_round = Lock()


def deliver_due(list_seconds: float = LIST_SECONDS) -> int:
    """Send every message that is owed, and list mail for as long as that; how many were handed over."""
    try:
        return _round(list_seconds)
    finally:
        _transport().hang_up()


def _round(list_seconds: float) -> int:
    sent = 0
    while (mail_id := _claim_next(lists=False)) is not None:
        sent += _deliver(mail_id)
    if not _list_round.acquire(blocking=False):
        return sent  # another thread of this worker is at it; the rest of the work must not wait for two
    try:
        ends = monotonic() + list_seconds
        while monotonic() < ends and (mail_id := _claim_next()) is not None:
            sent += _deliver(mail_id)
    finally:
        _list_round.release()
    return sent


def _claim_next(*, lists: bool = True) -> int | None:
    """The next due message, ours for `CLAIM`; None when nobody waits. Owed mail comes first even in a list's round."""
    with unit_of_work() as session:
        due = (
            select(OutgoingMail.id)
            .where(OutgoingMail.state == MailState.WAITING, OutgoingMail.due_at <= now())
            .order_by(OutgoingMail.is_list, OutgoingMail.due_at)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        if not lists:
            due = due.where(OutgoingMail.is_list.is_(False))
        mail_id = session.scalar(due)
        if mail_id is not None:
            session.execute(
                update(OutgoingMail).where(OutgoingMail.id == mail_id).values(due_at=now() + CLAIM)
            )
        return mail_id


def _deliver(mail_id: int) -> bool:
    mail = db.session.get_one(OutgoingMail, mail_id)
    if mail.is_list and is_stopped(db.session(), mail.recipient):
        return _give_up(mail, "not sent: this address bounced or complained")
    try:
        transport = _transport()
        written = _written(mail, shown=isinstance(transport, Mailbox))
        transport.send(as_message(written, current_app.config["MAIL_FROM"]))
    except NothingToSay:
        with unit_of_work() as session:
            session.execute(delete(OutgoingMail).where(OutgoingMail.id == mail_id))
        return False
    except Exception as error:
        # Whatever is wrong with one message, the others wait behind it. Its address stays out of the log.
        log.warning("mail %s not delivered: %s", mail_id, type(error).__name__)
        db.session.rollback()
        if mail.is_list and _is_a_bounce(error):
            return _give_up(mail, "not sent: the mail server knows no such address", bounced=True)
        return _remember_failure(mail, error)
    with unit_of_work() as session:
        _update(session, mail, state=MailState.SENT, sent_at=now(), attempts=mail.attempts + 1, last_error="")
        outcomes.tell(session, mail.kind, mail.params, sent=True)
    return True


def _transport() -> Transport:
    transport: Transport = current_app.extensions["mail_transport"]
    return transport


def _written(mail: OutgoingMail, *, shown: bool) -> OutgoingMail:
    """The message with its words, filled in once: a second attempt sends the same ones.

    Words that open a door are kept only where the outbox itself is the mailbox: staff can read the outbox.
    """
    if mail.text:
        return mail
    letter = compose(mail.kind, mail.params)
    words: dict[str, Any] = {
        "subject": letter.subject[:300],
        "text": letter.text,
        "html": letter.html,
        "headers": letter.headers,
    }
    if not is_readable(mail.kind) and not shown:
        kept = {name: getattr(mail, name) for name in ("recipient", "message_id", "created_at")}
        return OutgoingMail(**kept, **words)
    with unit_of_work() as session:
        _update(session, mail, **words)
    return mail


def _is_a_bounce(error: Exception) -> bool:
    """True when the server said, for good, that there is no such mailbox."""
    if not isinstance(error, SMTPRecipientsRefused):
        return False
    return any(code in NO_SUCH_MAILBOX for code, _ in error.recipients.values())


def _give_up(mail: OutgoingMail, why: str, *, bounced: bool = False) -> bool:
    with unit_of_work() as session:
        _update(session, mail, state=MailState.FAILED, last_error=why)
        outcomes.tell(session, mail.kind, mail.params, sent=False)
        if bounced:
            stop(session, mail.recipient, StopReason.BOUNCED)
    return False


def _remember_failure(mail: OutgoingMail, error: Exception) -> bool:
    attempts = mail.attempts + 1
    state = MailState.FAILED if attempts >= MOST_ATTEMPTS else MailState.WAITING
    pause = timedelta(seconds=min(30 * 2**attempts, 6 * 3600))
    with unit_of_work() as session:
        _update(
            session, mail, state=state, attempts=attempts, due_at=now() + pause, last_error=str(error)[:300]
        )
        if state is MailState.FAILED:
            outcomes.tell(session, mail.kind, mail.params, sent=False)
    return False


def _update(session: Session, mail: OutgoingMail, **values: object) -> None:
    # By statement: a reader who leaves meanwhile takes their mail with them, and that is no error.
    session.execute(update(OutgoingMail).where(OutgoingMail.id == mail.id).values(**values))
