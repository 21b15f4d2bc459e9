"""A gift that friends give together, and the parts that they give of it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, composite, mapped_column, relationship

from hope.campaigns.models import Campaign, GivingTier
from hope.giving.models import Checkout, Gift
from hope.kernel.clock import now
from hope.kernel.db import Base, Currency, Id
from hope.kernel.money import Money
from hope.kernel.references import new_reference

LINK = 12  # 58 bits: read over the telephone, and beyond guessing


def new_link() -> str:
    """The last part of the address that friends get."""
    return new_reference(LINK).lower()


class SharedState(StrEnum):
    """Whether a part can still be given."""

    OPEN = "open"
    FULL = "full"
    ENDED = "ended"


class SharedGift(Base):
    """One named gift that friends give together; name and price are those of the day it was started."""

    __tablename__ = "shared_gift"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount_positive"),
        CheckConstraint("(state = 'open') = (closed_at IS NULL)", name="closed_when_not_open"),
        Index("ix_shared_gift_state_ends_at", "state", "ends_at"),
    )
    TITLE_LIMIT = 80
    WORDS_LIMIT = 400

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    link: Mapped[str] = mapped_column(String(32), unique=True, default=new_link)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)
    tier_id: Mapped[int | None] = mapped_column(ForeignKey("giving_tier.id", ondelete="SET NULL"), index=True)
    title: Mapped[str] = mapped_column(String(TITLE_LIMIT))
    words: Mapped[str] = mapped_column(String(WORDS_LIMIT), default="")
    label: Mapped[str] = mapped_column(String(120))
    goal: Mapped[Money] = composite(mapped_column("amount", BigInteger), mapped_column("currency", Currency))
    starter_name: Mapped[str] = mapped_column(String(80))
    starter_email: Mapped[str] = mapped_column(String(254))
    email_key: Mapped[str] = mapped_column(String(254), index=True)
    state: Mapped[SharedState] = mapped_column(default=SharedState.OPEN)
    # The end of its last day where the charity is.
    ends_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=now)

    campaign: Mapped[Campaign] = relationship()
    tier: Mapped[GivingTier | None] = relationship()


class SharedPart(Base):
    """What one friend gives of it: kept from the moment they go to pay, and theirs once the gift is recorded."""

    __tablename__ = "shared_part"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount_positive"),
        Index("ix_shared_part_shared_id", "shared_id"),
    )

    checkout_id: Mapped[int] = mapped_column(ForeignKey("checkout.id"), primary_key=True, autoincrement=False)
    shared_id: Mapped[int] = mapped_column(ForeignKey("shared_gift.id"))
    amount: Mapped[int] = mapped_column(BigInteger)
    gift_id: Mapped[int | None] = mapped_column(ForeignKey("gift.id"), unique=True)

    checkout: Mapped[Checkout] = relationship()
    gift: Mapped[Gift | None] = relationship()
