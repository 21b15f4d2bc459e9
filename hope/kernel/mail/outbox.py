"""Putting a message into the outbox, in the transaction of what it tells."""

from email.utils import make_msgid
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hope.kernel import jobs
from hope.kernel.clock import now
from hope.kernel.db import insert_or_ignore
from hope.kernel.mail.models import MailState, OutgoingMail

DELIVER = "mail.deliver"


def unwritten(session: Session, causes: str) -> OutgoingMail | None:
    """A message without words yet whose cause begins so; held, so that no worker writes it meanwhile."""
    waiting = select(OutgoingMail).where(
        OutgoingMail.cause.startswith(causes, autoescape=True),
        OutgoingMail.state == MailState.WAITING,
        OutgoingMail.text == "",
        OutgoingMail.due_at <= now(),
    )
    return session.scalar(waiting.limit(1).with_for_update(skip_locked=True))


def post(session: Session, kind: str, recipient: str, cause: str, **params: Any) -> None:
    """Write down that `recipient` is owed this message; the same cause never makes a second one."""
    session.execute(
        insert_or_ignore(
            OutgoingMail,
            cause=cause,
            kind=kind,
            recipient=recipient,
            params=params,
            message_id=make_msgid(domain="hope.mail"),
            state=MailState.WAITING,
            subject="",
            text="",
            html="",
            attempts=0,
            last_error="",
            due_at=now(),
            created_at=now(),
        )
    )
    jobs.after_commit(session, DELIVER)
