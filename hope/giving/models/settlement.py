"""What Stripe says of the money after it arrived: what it cost, and with which payout it left for the bank."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, ForeignKeyConstraint, Index, String
from sqlalchemy.orm import Mapped, composite, mapped_column

from hope.kernel.clock import now
from hope.kernel.db import Base, Currency, Id
from hope.kernel.money import Money


class Settlement(Base):
    """The balance transaction of a gift: written once, when Stripe knows it; until then the fee is unknown."""

    __tablename__ = "settlement"
    __table_args__ = (
        ForeignKeyConstraint(["gift_id"], ["gift.id"]),
        Index("ix_settlement_payment_intent_id", "payment_intent_id"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    gift_id: Mapped[int] = mapped_column(Id, unique=True)
    transaction_id: Mapped[str] = mapped_column(String(255), unique=True)
    payment_intent_id: Mapped[str] = mapped_column(String(255))
    charge_id: Mapped[str] = mapped_column(String(255), unique=True)
    # In the currency of Stripe's balance, which need not be the gift's.
    gross_amount: Mapped[int] = mapped_column(BigInteger)
    fee_amount: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(Currency)
    gross: Mapped[Money] = composite("gross_amount", "currency")
    fee: Mapped[Money] = composite("fee_amount", "currency")
    method: Mapped[str] = mapped_column(String(60))
    settled_at: Mapped[datetime]
    created_at: Mapped[datetime] = mapped_column(default=now)


class Payout(Base):
    """Money on its way from Stripe to the charity's bank."""

    __tablename__ = "payout"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    payout_id: Mapped[str] = mapped_column(String(255), unique=True)
    status: Mapped[str] = mapped_column(String(20))
    total: Mapped[Money] = composite(mapped_column("amount", BigInteger), mapped_column("currency", Currency))
    arrives_at: Mapped[datetime]
    # When Stripe gave the answer that stands here; an older answer never replaces a newer one.
    asked_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=now)


class PayoutLine(Base):
    """That a payout carried a balance transaction; a gift is tied to it by its settlement's transaction."""

    __tablename__ = "payout_line"

    transaction_id: Mapped[str] = mapped_column(String(255), primary_key=True)
    payout_id: Mapped[int] = mapped_column(ForeignKey("payout.id"), index=True)
