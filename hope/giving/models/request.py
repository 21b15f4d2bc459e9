"""Refunds that staff asked for: written down before Stripe hears of them."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String
from sqlalchemy.orm import Mapped, composite, mapped_column

from hope.kernel.clock import now
from hope.kernel.db import Base, Currency, Id
from hope.kernel.money import Money


class Answer(StrEnum):
    """What Stripe said to a request; `waiting` while it has said nothing."""

    WAITING = "waiting"
    DONE = "done"
    REFUSED = "refused"


class RefundRequest(Base):
    """One wish to send money back. Its key is Stripe's idempotency key, so that asking again sends nothing twice."""

    __tablename__ = "refund_request"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount_positive"),
        ForeignKeyConstraint(["gift_id", "currency"], ["gift.id", "gift.currency"]),
        Index("ix_refund_request_gift_id", "gift_id"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    gift_id: Mapped[int] = mapped_column(Id)
    total: Mapped[Money] = composite(mapped_column("amount", BigInteger), mapped_column("currency", Currency))
    cause: Mapped[str] = mapped_column(String(40))
    reason: Mapped[str] = mapped_column(String(300))
    asked_by: Mapped[str] = mapped_column(String(254))
    answer: Mapped[Answer] = mapped_column(default=Answer.WAITING)
    detail: Mapped[str] = mapped_column(String(300), default="")
    refund_id: Mapped[int | None] = mapped_column(ForeignKey("refund.id"))
    asked_at: Mapped[datetime] = mapped_column(default=now)


class LineRequest(Base):
    """That a request is about one line of a gift, whose campaign alone gives it up."""

    __tablename__ = "line_request"

    request_id: Mapped[int] = mapped_column(
        ForeignKey("refund_request.id"), primary_key=True, autoincrement=False
    )
    line_id: Mapped[int] = mapped_column(ForeignKey("gift_line.id"), index=True)
