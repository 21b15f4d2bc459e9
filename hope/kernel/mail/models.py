"""The outbox, and the addresses that asked for silence."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from hope.kernel.clock import now
from hope.kernel.db import Base, Id


class MailState(StrEnum):
    """Where a message stands on its way."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"


class Stream(StrEnum):
    """Why a message goes out: the reader did something and is owed an answer, or is on a list and may leave it."""

    OWED = "owed"
    LIST = "list"


class OutgoingMail(Base):
    """One message to one person: why and to whom at first, its words once the worker has written them."""

    __tablename__ = "outgoing_mail"
    # Owed mail goes first, whatever waits on the lists.
    __table_args__ = (
        Index("ix_outgoing_mail_next", "state", "is_list", "due_at"),
        Index("ix_outgoing_mail_recipient_folded", text("lower(recipient)"), "id"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    # What it is about ("receipt:17"): the reason why no message can be posted twice.
    cause: Mapped[str] = mapped_column(String(200), unique=True)
    kind: Mapped[str] = mapped_column(String(60))
    is_list: Mapped[bool] = mapped_column(default=False)
    recipient: Mapped[str] = mapped_column(String(254))
    params: Mapped[dict[str, Any]]
    # Stays the same however often delivery is tried, so that mail programs can drop a second copy.
    message_id: Mapped[str] = mapped_column(String(200), unique=True)
    state: Mapped[MailState] = mapped_column(default=MailState.WAITING)
    subject: Mapped[str] = mapped_column(String(300), default="")
    text: Mapped[str] = mapped_column(Text, default="")
    html: Mapped[str] = mapped_column(Text, default="")
    headers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str] = mapped_column(String(300), default="")
    due_at: Mapped[datetime] = mapped_column(default=now)
    sent_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=now)


class StopReason(StrEnum):
    """Why an address is left in peace."""

    BOUNCED = "bounced"
    COMPLAINED = "complained"


class MailStop(Base):
    """An address that no list writes to any more; its owner can undo this by joining a list again."""

    __tablename__ = "mail_stop"

    email_key: Mapped[str] = mapped_column(String(254), primary_key=True)
    reason: Mapped[StopReason]
    stopped_at: Mapped[datetime] = mapped_column(default=now)
