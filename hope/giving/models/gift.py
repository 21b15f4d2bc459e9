"""Money that arrived, what it was for, and money that went back."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, composite, mapped_column, relationship

from hope.accounts.models import Supporter
from hope.giving.pledge import Interval, Naming
from hope.kernel.clock import now
from hope.kernel.db import Base, Currency, Id
from hope.kernel.money import Money


class LineKind(StrEnum):
    """Why a part of a gift was given: for what the donor chose, or towards the card's cost."""

    GIFT = "gift"
    COVER = "cover"


class RefundStatus(StrEnum):
    """Stripe's own words for how far a refund has come."""

    PENDING = "pending"
    REQUIRES_ACTION = "requires_action"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELED = "canceled"


class Gift(Base):
    """A payment that arrived, recorded once and never changed; corrections are rows of their own."""

    __tablename__ = "gift"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount_positive"),
        UniqueConstraint("id", "currency"),
        Index("ix_gift_given_at", "given_at"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    reference: Mapped[str] = mapped_column(String(32), unique=True)
    # What proves the money, and so what makes it unique: "stripe:pi_…", "stripe:in_…".
    source: Mapped[str] = mapped_column(String(255), unique=True)
    payment_intent_id: Mapped[str | None] = mapped_column(String(255), unique=True)
    supporter_id: Mapped[int] = mapped_column(ForeignKey("supporter.id"), index=True)
    checkout_id: Mapped[int | None] = mapped_column(ForeignKey("checkout.id"), index=True)
    recurring_id: Mapped[int | None] = mapped_column(ForeignKey("recurring_gift.id"), index=True)
    interval: Mapped[Interval]
    total: Mapped[Money] = composite(mapped_column("amount", BigInteger), mapped_column("currency", Currency))
    giver_name: Mapped[str] = mapped_column(String(120))
    naming: Mapped[Naming]
    show_amount: Mapped[bool]
    note: Mapped[str] = mapped_column(Text, default="")
    given_at: Mapped[datetime]
    is_example: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=now)

    supporter: Mapped[Supporter] = relationship()
    lines: Mapped[list["GiftLine"]] = relationship(back_populates="gift", order_by="GiftLine.id")
    refunds: Mapped[list["Refund"]] = relationship(back_populates="gift", order_by="Refund.id")

    @property
    def origin(self) -> str:
        """Whose word it rests on, and with it every entry about it: Stripe's, or an example's that never was."""
        return self.source.partition(":")[0]


class GiftLine(Base):
    """The part of a gift that is for one campaign; its words are a snapshot, so a renaming rewrites nothing."""

    __tablename__ = "gift_line"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount_positive"),
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint("goods_amount >= 0", name="goods_not_negative"),
        CheckConstraint("goods_amount = 0 OR goods <> ''", name="goods_described"),
        # A line in another currency than its gift cannot be stored.
        ForeignKeyConstraint(["gift_id", "currency"], ["gift.id", "gift.currency"]),
        Index("ix_gift_line_campaign_id_id", "campaign_id", "id"),
        Index("ix_gift_line_gift_id", "gift_id"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    gift_id: Mapped[int] = mapped_column(Id)
    kind: Mapped[LineKind] = mapped_column(default=LineKind.GIFT)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    tier_id: Mapped[int | None] = mapped_column(ForeignKey("giving_tier.id"), index=True)
    campaign_title: Mapped[str] = mapped_column(String(200))
    campaign_slug: Mapped[str] = mapped_column(String(120))
    label: Mapped[str] = mapped_column(String(200))
    quantity: Mapped[int] = mapped_column(default=1)
    total: Mapped[Money] = composite(mapped_column("amount", BigInteger), mapped_column("currency", Currency))
    # What the giver got in return for all of this line, and what it is worth: nearly always nothing.
    goods: Mapped[str] = mapped_column(String(200), default="", server_default="")
    goods_amount: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")

    gift: Mapped[Gift] = relationship(back_populates="lines")

    @property
    def goods_value(self) -> Money:
        """What the giver got in return for this line is worth, in good faith."""
        return Money(self.goods_amount, self.total.currency)


class Refund(Base):
    """Money that went back to a donor, in part or whole."""

    __tablename__ = "refund"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount_positive"),
        ForeignKeyConstraint(["gift_id", "currency"], ["gift.id", "gift.currency"]),
        Index("ix_refund_gift_id", "gift_id"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    gift_id: Mapped[int] = mapped_column(Id)
    source: Mapped[str] = mapped_column(String(255), unique=True)
    status: Mapped[RefundStatus]
    total: Mapped[Money] = composite(mapped_column("amount", BigInteger), mapped_column("currency", Currency))
    reason: Mapped[str] = mapped_column(String(300), default="")
    asked_by: Mapped[str] = mapped_column(String(254), default="")
    refunded_at: Mapped[datetime]
    created_at: Mapped[datetime] = mapped_column(default=now)

    gift: Mapped[Gift] = relationship(back_populates="refunds")
