"""Campaigns and the named gifts that stand on their pages."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, composite, mapped_column, relationship

from hope.kernel.clock import now
from hope.kernel.db import Base, Currency, Id
from hope.kernel.money import Money
from hope.spotlight.models import Organization


class CampaignState(StrEnum):
    """What staff decided; whether a live campaign has begun or is over is also a matter of its dates."""

    DRAFT = "draft"
    LIVE = "live"
    ENDED = "ended"
    ARCHIVED = "archived"


class Phase(StrEnum):
    """What a visitor meets: staff's decision and the calendar together."""

    DRAFT = "draft"
    NOT_STARTED = "not_started"
    LIVE = "live"
    ENDED = "ended"
    ARCHIVED = "archived"


class Campaign(Base):
    """What money is raised for, and for which partner."""

    __tablename__ = "campaign"
    __table_args__ = (
        CheckConstraint("goal_amount > 0", name="goal_positive"),
        CheckConstraint("minimum_amount > 0", name="minimum_positive"),
        UniqueConstraint("id", "currency"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str] = mapped_column(String(400))
    story: Mapped[str] = mapped_column(Text)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    state: Mapped[CampaignState] = mapped_column(default=CampaignState.DRAFT, index=True)
    goal_amount: Mapped[int] = mapped_column(BigInteger)
    minimum_amount: Mapped[int] = mapped_column(BigInteger, default=500)
    currency: Mapped[str] = mapped_column(Currency, default="USD")
    goal: Mapped[Money] = composite("goal_amount", "currency")
    minimum: Mapped[Money] = composite("minimum_amount", "currency")
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    time_zone: Mapped[str] = mapped_column(String(60), default="America/New_York")
    scene: Mapped[str] = mapped_column(String(60), default="dawn")
    scene_alt: Mapped[str] = mapped_column(String(300), default="")
    example_note: Mapped[str] = mapped_column(String(400), default="")
    is_example: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)

    organization: Mapped[Organization] = relationship()
    tiers: Mapped[list["GivingTier"]] = relationship(
        back_populates="campaign", order_by="GivingTier.position"
    )

    def phase(self, moment: datetime) -> Phase:
        """What this campaign is to a visitor at this moment."""
        if self.state is not CampaignState.LIVE:
            return Phase(self.state.value)
        if self.starts_at and moment < self.starts_at:
            return Phase.NOT_STARTED
        if self.ends_at and moment >= self.ends_at:
            return Phase.ENDED
        return Phase.LIVE


class GivingTier(Base):
    """A named gift: a price, what it means, and what is promised when more or less is given than needed."""

    __tablename__ = "giving_tier"
    __table_args__ = (CheckConstraint("amount > 0", name="amount_positive"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    price: Mapped[Money] = composite(mapped_column("amount", BigInteger), mapped_column("currency", Currency))
    meaning: Mapped[str] = mapped_column(String(300))
    promise: Mapped[str] = mapped_column(String(400), default="")
    scene: Mapped[str] = mapped_column(String(60), default="lamp")
    scene_alt: Mapped[str] = mapped_column(String(300), default="")
    position: Mapped[int] = mapped_column(default=0)
    suggested: Mapped[bool] = mapped_column(default=False)
    active: Mapped[bool] = mapped_column(default=True)

    campaign: Mapped[Campaign] = relationship(back_populates="tiers")
