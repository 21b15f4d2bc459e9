"""What Stripe told us, word for word, and what came of it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from hope.kernel.clock import now
from hope.kernel.db import Base, Id


class Outcome(StrEnum):
    """What became of an event: acted on, of no concern, waiting for Stripe to be asked, or to be tried again."""

    WAITING = "waiting"
    RECORDED = "recorded"
    IGNORED = "ignored"
    FAILED = "failed"


class StripeEvent(Base):
    """One verified event, stored once, before and beside whatever it causes."""

    __tablename__ = "stripe_event"
    __table_args__ = (
        Index("ix_stripe_event_outcome_next_attempt_at", "outcome", "next_attempt_at"),
        Index("ix_stripe_event_object_id", "object_id"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    event_id: Mapped[str] = mapped_column(String(255), unique=True)
    kind: Mapped[str] = mapped_column(String(120))
    api_version: Mapped[str | None] = mapped_column(String(60))
    payload: Mapped[str] = mapped_column(Text)
    # What it is about ("pi_…", "re_…"), so that the story of a gift finds the events that told it.
    object_id: Mapped[str | None] = mapped_column(String(255))
    outcome: Mapped[Outcome]
    detail: Mapped[str] = mapped_column(String(300), default="")
    attempts: Mapped[int] = mapped_column(default=1)
    next_attempt_at: Mapped[datetime | None]
    happened_at: Mapped[datetime]
    received_at: Mapped[datetime] = mapped_column(default=now)
