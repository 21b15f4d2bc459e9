"""Putting a message into the outbox, in the transaction of what it tells."""

from email.utils import make_msgid
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hope.kernel import jobs
from hope.kernel.bulk import insert_all
from hope.kernel.clock import now
from hope.kernel.mail.compose import is_list
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
    post_many(session, [row(kind, recipient, cause, params)])


def post_many(session: Session, rows: list[dict[str, Any]]) -> None:
    """Write down many messages (each made by `row`) in one statement; known causes are left as they are.

    Whoever gave on paper may have no address, and then is owed no letter.
    """
    rows = [row for row in rows if row["recipient"]]
    if rows:
        insert_all(session, OutgoingMail, rows, or_ignore=True)
        jobs.after_commit(session, DELIVER)


def row(kind: str, recipient: str, cause: str, params: dict[str, Any]) -> dict[str, Any]:
    """The columns of one message that waits to be written."""
    moment = now()
    return {
        "cause": cause,
        "kind": kind,
        "is_list": is_list(kind),
        "recipient": recipient,
        "params": params,
        "message_id": make_msgid(domain="hope.mail"),
        "state": MailState.WAITING,
        "subject": "",
        "text": "",
        "html": "",
        "headers": {},
        "attempts": 0,
        "last_error": "",
        "due_at": moment,
        "created_at": moment,
    }
