"""Payments that somebody contests, and warnings that somebody will."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index, String
from sqlalchemy.orm import Mapped, composite, mapped_column

from hope.kernel.clock import now
from hope.kernel.db import Base, Currency, Id
from hope.kernel.money import Money


class Dispute(Base):
    """A gift that the donor's bank contests; `status` is Stripe's word, the money is in the ledger."""

    __tablename__ = "dispute"
    __table_args__ = (
        ForeignKeyConstraint(["gift_id", "currency"], ["gift.id", "gift.currency"]),
        Index("ix_dispute_gift_id", "gift_id"),
        Index("ix_dispute_status_due_by", "status", "due_by"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    dispute_id: Mapped[str] = mapped_column(String(255), unique=True)
    gift_id: Mapped[int] = mapped_column(Id)
    total: Mapped[Money] = composite(mapped_column("amount", BigInteger), mapped_column("currency", Currency))
    status: Mapped[str] = mapped_column(String(40))
    reason: Mapped[str] = mapped_column(String(60))
    due_by: Mapped[datetime | None]
    opened_at: Mapped[datetime]
    created_at: Mapped[datetime] = mapped_column(default=now)


class FraudWarning(Base):
    """A card network's word that a payment may be fraud; refunding early is cheaper than a dispute."""

    __tablename__ = "fraud_warning"
    __table_args__ = (ForeignKeyConstraint(["gift_id"], ["gift.id"]),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    warning_id: Mapped[str] = mapped_column(String(255), unique=True)
    gift_id: Mapped[int] = mapped_column(Id, index=True)
    kind: Mapped[str] = mapped_column(String(60))
    warned_at: Mapped[datetime]
