"""The worker's round: take what is due, write it, hand it over, remember how it went.

At least once, as far as any mailer can promise: a crash between handing over and remembering sends the same
Message-ID again. Each message is claimed by moving `due_at` ahead before it is sent, so that two workers
never hold the same one.
"""

import logging
from datetime import timedelta

from flask import current_app
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from hope.kernel.clock import now
from hope.kernel.db import db, unit_of_work
from hope.kernel.mail.compose import compose
from hope.kernel.mail.models import MailState, OutgoingMail
from hope.kernel.mail.transport import Transport, as_message

log = logging.getLogger(__name__)
CLAIM = timedelta(minutes=5)
MOST_ATTEMPTS = 12


def deliver_due() -> int:
    """Send every message that is due; how many were handed over."""
    sent = 0
    while (mail_id := _claim_next()) is not None:
        sent += _deliver(mail_id)
    return sent


def _claim_next() -> int | None:
    """The next due message, ours for `CLAIM`; None when nobody waits."""
    with unit_of_work() as session:
        due = (
            select(OutgoingMail.id)
            .where(OutgoingMail.state == MailState.WAITING, OutgoingMail.due_at <= now())
            .order_by(OutgoingMail.due_at)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        mail_id = session.scalar(due)
        if mail_id is not None:
            session.execute(
                update(OutgoingMail).where(OutgoingMail.id == mail_id).values(due_at=now() + CLAIM)
            )
        return mail_id


def _deliver(mail_id: int) -> bool:
    mail = db.session.get_one(OutgoingMail, mail_id)
    try:
        _write(mail)
        transport: Transport = current_app.extensions["mail_transport"]
        transport.send(as_message(mail, current_app.config["MAIL_FROM"]))
    except Exception as error:
        # Whatever is wrong with one message, the others wait behind it. Its address stays out of the log.
        log.warning("mail %s not delivered: %s", mail_id, type(error).__name__)
        db.session.rollback()
        return _remember_failure(mail, error)
    with unit_of_work() as session:
        _update(session, mail, state=MailState.SENT, sent_at=now(), attempts=mail.attempts + 1, last_error="")
    return True


def _write(mail: OutgoingMail) -> None:
    """Fill in the words once; a second attempt sends the same ones."""
    if mail.text:
        return
    letter = compose(mail.kind, mail.params)
    with unit_of_work() as session:
        _update(session, mail, subject=letter.subject[:300], text=letter.text, html=letter.html)


def _remember_failure(mail: OutgoingMail, error: Exception) -> bool:
    attempts = mail.attempts + 1
    state = MailState.FAILED if attempts >= MOST_ATTEMPTS else MailState.WAITING
    pause = timedelta(seconds=min(30 * 2**attempts, 6 * 3600))
    with unit_of_work() as session:
        _update(
            session, mail, state=state, attempts=attempts, due_at=now() + pause, last_error=str(error)[:300]
        )
    return False


def _update(session: Session, mail: OutgoingMail, **values: object) -> None:
    for name, value in values.items():
        setattr(mail, name, value)
    session.flush()
