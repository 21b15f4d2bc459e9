"""Receipts: numbered without gaps within a year, each version kept."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hope.giving.models.gift import Gift
from hope.kernel.clock import now
from hope.kernel.db import Base, Id


class Receipt(Base):
    """The written acknowledgment of one gift."""

    __tablename__ = "receipt"
    __table_args__ = (UniqueConstraint("number", "version"), UniqueConstraint("gift_id", "version"))

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    number: Mapped[str] = mapped_column(String(20))
    version: Mapped[int] = mapped_column(default=1)
    gift_id: Mapped[int] = mapped_column(ForeignKey("gift.id"))
    issued_at: Mapped[datetime] = mapped_column(default=now)

    gift: Mapped[Gift] = relationship()


class ReceiptCounter(Base):
    """The last receipt number of each year."""

    __tablename__ = "receipt_counter"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int] = mapped_column(default=0)
