"""Standing gifts: every paid invoice of one makes a gift."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, composite, mapped_column

from hope.giving.pledge import Interval, Naming
from hope.kernel.clock import now
from hope.kernel.db import Base, Currency, Id
from hope.kernel.money import Money


class RecurringStatus(StrEnum):
    """Stripe's own words for how a standing gift fares."""

    INCOMPLETE = "incomplete"
    INCOMPLETE_EXPIRED = "incomplete_expired"
    TRIALING = "trialing"
    ACTIVE = "active"
    PAST_DUE = "past_due"
    UNPAID = "unpaid"
    PAUSED = "paused"
    CANCELED = "canceled"


class RecurringGift(Base):
    """A promise to give the same again every month or year, until it is stopped."""

    __tablename__ = "recurring_gift"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount_positive"),
        Index("ix_recurring_gift_status", "status"),
        Index("ix_recurring_gift_started_at", "started_at"),
        Index("ix_recurring_gift_ended_at", "ended_at"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    reference: Mapped[str] = mapped_column(String(32), unique=True)
    subscription_id: Mapped[str] = mapped_column(String(255), unique=True)
    customer_id: Mapped[str | None] = mapped_column(String(255), index=True)
    supporter_id: Mapped[int] = mapped_column(ForeignKey("supporter.id"), index=True)
    checkout_id: Mapped[int | None] = mapped_column(ForeignKey("checkout.id"), unique=True)
    status: Mapped[RecurringStatus] = mapped_column(default=RecurringStatus.ACTIVE)
    interval: Mapped[Interval]
    lines: Mapped[list[dict[str, Any]]]
    total: Mapped[Money] = composite(mapped_column("amount", BigInteger), mapped_column("currency", Currency))
    cover_amount: Mapped[int] = mapped_column(BigInteger, default=0)
    giver_name: Mapped[str] = mapped_column(String(120))
    naming: Mapped[Naming]
    show_amount: Mapped[bool]
    is_example: Mapped[bool] = mapped_column(default=False)
    # What follows is how it stands at Stripe, as last asked; an older answer never replaces a newer one.
    asked_at: Mapped[datetime | None]
    paused: Mapped[bool] = mapped_column(default=False)
    resumes_at: Mapped[datetime | None]
    cancel_at: Mapped[datetime | None]
    next_payment_at: Mapped[datetime | None]
    card: Mapped[str | None] = mapped_column(String(60))
    card_expires: Mapped[str | None] = mapped_column(String(7))
    end_reason: Mapped[str | None] = mapped_column(String(60))
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
