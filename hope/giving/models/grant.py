"""Money that was passed on to a partner: from which gifts, and what became of it."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, composite, mapped_column, relationship

from hope.kernel.clock import now
from hope.kernel.db import Base, Currency, Id
from hope.kernel.money import Money

OPEN = text("ready <> passed")


class Parcel(Base):
    """What may be passed on of one gift for one campaign, after fees and returns, and how much of it was.

    `ready` follows the books; `passed` is moved by grants alone, the oldest parcels first. A gift that went back after
    it was passed on leaves less ready than passed: the campaign owes that to the next grant.
    """

    __tablename__ = "parcel"
    __table_args__ = (
        UniqueConstraint("gift_id", "campaign_id"),
        CheckConstraint("passed >= 0", name="passed_not_negative"),
        Index(
            "ix_parcel_open",
            "campaign_id",
            "settled_at",
            "id",
            "ready",
            "passed",
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    # None for what a sponsor added to other people's gifts.
    gift_id: Mapped[int | None] = mapped_column(ForeignKey("gift.id"))
    currency: Mapped[str] = mapped_column(Currency)
    ready: Mapped[int] = mapped_column(BigInteger)
    passed: Mapped[int] = mapped_column(BigInteger, default=0)
    settled_at: Mapped[datetime]


class Grant(Base):
    """One payment to a partner. It is never changed; one that was a mistake is undone by entries of its own."""

    __tablename__ = "partner_grant"
    __table_args__ = (Index("ix_partner_grant_granted_on", "granted_on"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    reference: Mapped[str] = mapped_column(String(32), unique=True)
    # The form that it was typed into: sent twice, it makes one grant.
    key: Mapped[str] = mapped_column(String(40), unique=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    organization_name: Mapped[str] = mapped_column(String(200))
    granted_on: Mapped[date] = mapped_column(Date)
    # What the bank calls the payment.
    proof: Mapped[str] = mapped_column(String(120), default="")
    recorded_by: Mapped[str] = mapped_column(String(254))
    is_example: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=now)
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[str] = mapped_column(String(254), default="")
    undone_reason: Mapped[str] = mapped_column(String(300), default="")
    # When all its givers had been told.
    told_at: Mapped[datetime | None]

    shares: Mapped[list["GrantShare"]] = relationship(order_by="GrantShare.campaign_id")
    notes: Mapped[list["FieldNote"]] = relationship(
        back_populates="grant", order_by="FieldNote.happened_on, FieldNote.id"
    )

    @property
    def source(self) -> str:
        """What proves its entries in the books."""
        return f"grant:{self.reference}"

    @property
    def total(self) -> Money:
        """All that was paid."""
        return sum((share.total for share in self.shares[1:]), self.shares[0].total)


class GrantShare(Base):
    """The part of a grant that comes from one campaign's gifts, with its title as it was then."""

    __tablename__ = "grant_share"
    __table_args__ = (CheckConstraint("amount > 0", name="amount_positive"),)

    grant_id: Mapped[int] = mapped_column(
        ForeignKey("partner_grant.id"), primary_key=True, autoincrement=False
    )
    campaign_id: Mapped[int] = mapped_column(
        ForeignKey("campaign.id"), primary_key=True, autoincrement=False, index=True
    )
    campaign_title: Mapped[str] = mapped_column(String(200))
    total: Mapped[Money] = composite(mapped_column("amount", BigInteger), mapped_column("currency", Currency))


class GrantPart(Base):
    """How much of a grant came out of one parcel: the way from a gift to what it did."""

    __tablename__ = "grant_part"
    __table_args__ = (CheckConstraint("amount > 0", name="amount_positive"),)

    grant_id: Mapped[int] = mapped_column(
        ForeignKey("partner_grant.id"), primary_key=True, autoincrement=False
    )
    parcel_id: Mapped[int] = mapped_column(
        ForeignKey("parcel.id"), primary_key=True, autoincrement=False, index=True
    )
    amount: Mapped[int] = mapped_column(BigInteger)


class Stage(StrEnum):
    """What a field note tells: that the money is at work, or what it did."""

    WORK = "work"
    TOLD = "told"


class FieldNote(Base):
    """A few words on what the partner did with a grant; shown until it is withdrawn."""

    __tablename__ = "field_note"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    grant_id: Mapped[int] = mapped_column(ForeignKey("partner_grant.id"), index=True)
    stage: Mapped[Stage]
    body: Mapped[str] = mapped_column(Text)
    happened_on: Mapped[date] = mapped_column(Date)
    written_by: Mapped[str] = mapped_column(String(254))
    created_at: Mapped[datetime] = mapped_column(default=now)
    withdrawn_at: Mapped[datetime | None]

    grant: Mapped[Grant] = relationship(back_populates="notes")


class QuietGiver(Base):
    """Somebody who does not want to be told when a gift of theirs moves."""

    __tablename__ = "quiet_giver"

    supporter_id: Mapped[int] = mapped_column(
        ForeignKey("supporter.id"), primary_key=True, autoincrement=False
    )
    since: Mapped[datetime] = mapped_column(default=now)
