"""How each gift stands now, kept beside the facts so that lists of a million gifts are read by their index.

The rows of a gift are facts and never change; these follow from them, are written in the same transaction, and can
be made afresh from them at any time. Nothing is ever decided by them but what a list shows.
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, Index
from sqlalchemy.orm import Mapped, composite, mapped_column

from hope.giving.pledge import Interval
from hope.kernel.db import Base, Currency
from hope.kernel.money import Money


class GiftStatus(StrEnum):
    """What became of a gift, in one word for lists."""

    KEPT = "kept"
    PART_REFUNDED = "part refunded"
    REFUNDED = "refunded"
    DISPUTED = "disputed"
    LOST = "lost"
    TAKEN_BACK = "taken back"


class Method(StrEnum):
    """The way that a gift came."""

    CARD = "card"
    BANK_DEBIT = "bank debit"
    CHEQUE = "cheque"
    CASH = "cash"
    TRANSFER = "bank transfer"
    STOCK = "stock"
    OTHER = "other"
    UNKNOWN = "unknown"


class GiftSummary(Base):
    """One gift as a list shows it; `kept` is what is left of it."""

    __tablename__ = "gift_summary"
    __table_args__ = (
        # Everything that a list is filtered by and added up from: no row is looked up for a gift that is not shown.
        Index(
            "ix_gift_summary_list",
            "given_at",
            "gift_id",
            "supporter_id",
            "status",
            "method",
            "interval",
            "currency",
            "amount",
            "kept",
        ),
        Index("ix_gift_summary_status", "status", "given_at", "gift_id"),
        Index("ix_gift_summary_method", "method", "given_at", "gift_id"),
        Index("ix_gift_summary_supporter", "supporter_id", "given_at", "gift_id"),
        Index("ix_gift_summary_payout", "payout_id", "given_at", "gift_id"),
    )

    gift_id: Mapped[int] = mapped_column(ForeignKey("gift.id"), primary_key=True, autoincrement=False)
    supporter_id: Mapped[int] = mapped_column(ForeignKey("supporter.id"))
    given_at: Mapped[datetime]
    total: Mapped[Money] = composite(mapped_column("amount", BigInteger), mapped_column("currency", Currency))
    kept_amount: Mapped[int] = mapped_column("kept", BigInteger)
    status: Mapped[GiftStatus]
    interval: Mapped[Interval]
    method: Mapped[Method]
    payout_id: Mapped[int | None] = mapped_column(ForeignKey("payout.id"))

    @property
    def kept(self) -> Money:
        """What is left of the gift."""
        return Money(self.kept_amount, self.total.currency)


class GiftShare(Base):
    """What one campaign has of one gift: `amount` as it was given or moved there, `kept` what is left of that."""

    __tablename__ = "gift_share"
    __table_args__ = (Index("ix_gift_share_gift_id", "gift_id"),)

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), primary_key=True, autoincrement=False)
    given_at: Mapped[datetime] = mapped_column(primary_key=True)
    gift_id: Mapped[int] = mapped_column(ForeignKey("gift.id"), primary_key=True, autoincrement=False)
    total: Mapped[Money] = composite(mapped_column("amount", BigInteger), mapped_column("currency", Currency))
    kept_amount: Mapped[int] = mapped_column("kept", BigInteger)

    @property
    def kept(self) -> Money:
        """What is left of it."""
        return Money(self.kept_amount, self.total.currency)
