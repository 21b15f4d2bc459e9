"""Receipts: numbered without gaps within a year, each version kept."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, composite, mapped_column, relationship

from hope.giving.models.gift import Gift
from hope.kernel.clock import now
from hope.kernel.db import Base, Currency, Id
from hope.kernel.money import Money
from hope.kernel.references import new_reference


def new_check_code() -> str:
    """What stands on paper beside a receipt's number, so that whoever holds both can ask whether it still counts."""
    return new_reference(Receipt.CODE_LENGTH)


class Receipt(Base):
    """The written acknowledgment of one gift."""

    __tablename__ = "receipt"
    __table_args__ = (UniqueConstraint("number", "version"), UniqueConstraint("gift_id", "version"))
    CODE_LENGTH = 8  # 39 random bits: with a speed limit, beyond guessing

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    number: Mapped[str] = mapped_column(String(20))
    version: Mapped[int] = mapped_column(default=1)
    gift_id: Mapped[int] = mapped_column(ForeignKey("gift.id"))
    # What is left of the gift when this version is issued; nothing left makes the receipt void.
    kept: Mapped[Money] = composite(
        mapped_column("kept_amount", BigInteger), mapped_column("currency", Currency)
    )
    code: Mapped[str] = mapped_column(String(12), default=new_check_code)
    issued_at: Mapped[datetime] = mapped_column(default=now)

    gift: Mapped[Gift] = relationship()


class ReceiptCounter(Base):
    """The last receipt number of each year."""

    __tablename__ = "receipt_counter"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int] = mapped_column(default=0)
