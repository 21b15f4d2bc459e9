"""One attempt to pay a pledge, written before Stripe hears of it."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Index, String, Text, text
from sqlalchemy.orm import Mapped, composite, mapped_column

from hope.giving.pledge import Interval, Naming
from hope.kernel.clock import now
from hope.kernel.db import Base, Currency, Id
from hope.kernel.money import Money


class CheckoutState(StrEnum):
    """Where an attempt stands; only Stripe's word completes it."""

    OPEN = "open"
    PROCESSING = "processing"
    COMPLETED = "completed"
    EXPIRED = "expired"
    FAILED = "failed"


class Checkout(Base):
    """One attempt to pay: what was asked for, by whom, and Stripe's session for it."""

    __tablename__ = "checkout"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount_positive"),
        # For staff: what one person tried, and what failed, among all who ever went to the payment page.
        Index("ix_checkout_giver_email_folded", text("lower(giver_email)"), "id"),
        Index("ix_checkout_state", "state", "id"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    reference: Mapped[str] = mapped_column(String(32), unique=True)
    state: Mapped[CheckoutState] = mapped_column(default=CheckoutState.OPEN)
    interval: Mapped[Interval]
    # Pledge lines as `pledge.lines_to_json` writes them: a snapshot, priced when the donor chose.
    lines: Mapped[list[dict[str, Any]]]
    amount: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(Currency)
    total: Mapped[Money] = composite("amount", "currency")
    cover_amount: Mapped[int] = mapped_column(BigInteger, default=0)
    # As much of the cover as is charged today only, because some of the lines are.
    cover_once_amount: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")
    giver_name: Mapped[str] = mapped_column(String(120))
    giver_email: Mapped[str] = mapped_column(String(254))
    naming: Mapped[Naming]
    show_amount: Mapped[bool]
    note: Mapped[str] = mapped_column(Text, default="")
    wants_news: Mapped[bool] = mapped_column(default=False)
    # What was asked for beside the money: the names of those who are told when it arrives (`hope.giving.following`).
    beside: Mapped[str] = mapped_column(String(80), default="", server_default="")
    # The same form sent twice finds the same open attempt by this; emptied when the attempt ends.
    fingerprint: Mapped[str | None] = mapped_column(String(64), unique=True)
    session_id: Mapped[str | None] = mapped_column(String(255), unique=True)
    session_url: Mapped[str | None] = mapped_column(Text)
    failure: Mapped[str | None] = mapped_column(String(300))
    created_at: Mapped[datetime] = mapped_column(default=now)
    # When Stripe is to close its page; None for its own day. Limited gifts are kept for half an hour only.
    expires_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
