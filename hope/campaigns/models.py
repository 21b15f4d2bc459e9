"""Campaigns and the named gifts that stand on their pages."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, composite, mapped_column, relationship, validates

from hope.kernel.clock import now
from hope.kernel.db import Base, Currency, Id
from hope.kernel.media.models import Picture
from hope.kernel.money import Money
from hope.kernel.versions import Versioned
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


class Theme(StrEnum):
    """What a named gift is about, so that people find what is close to their heart."""

    HOME = "home"
    HEALING = "healing"
    JUSTICE = "justice"
    WORK = "work"
    LEARNING = "learning"
    FREEDOM = "freedom"
    EVERYDAY = "everyday"


THEMES = {
    Theme.HOME: "A safe home",
    Theme.HEALING: "Healing and care",
    Theme.JUSTICE: "Justice",
    Theme.WORK: "Work of one’s own",
    Theme.LEARNING: "Learning",
    Theme.FREEDOM: "Finding the way out",
    Theme.EVERYDAY: "Everyday things",
}


class Campaign(Versioned, Base):
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
    # Whether another amount than those of the named gifts may be given.
    free_amount: Mapped[bool] = mapped_column(default=True, server_default=text("true"))
    scene: Mapped[str] = mapped_column(String(60), default="dawn")
    scene_alt: Mapped[str] = mapped_column(String(300), default="")
    # Shown in place of the scene.
    picture_id: Mapped[int | None] = mapped_column(ForeignKey("picture.id"), index=True)
    example_note: Mapped[str] = mapped_column(String(400), default="")
    is_example: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)

    organization: Mapped[Organization] = relationship()
    picture: Mapped[Picture | None] = relationship()
    tiers: Mapped[list["GivingTier"]] = relationship(
        back_populates="campaign", order_by="GivingTier.position, GivingTier.id", cascade="all, delete-orphan"
    )
    slugs: Mapped[list["CampaignSlug"]] = relationship(cascade="all, delete-orphan")
    updates: Mapped[list["CampaignUpdate"]] = relationship(
        back_populates="campaign", order_by="CampaignUpdate.id", cascade="all, delete-orphan"
    )

    @validates("slug")
    def _keep_slug(self, _name: str, slug: str) -> str:
        if all(kept.slug != slug for kept in self.slugs):
            self.slugs.append(CampaignSlug(slug=slug))
        return slug

    def phase(self, moment: datetime) -> Phase:
        """What this campaign is to a visitor at this moment."""
        if self.state is not CampaignState.LIVE:
            return Phase(self.state.value)
        if self.starts_at and moment < self.starts_at:
            return Phase.NOT_STARTED
        if self.ends_at and moment >= self.ends_at:
            return Phase.ENDED
        return Phase.LIVE


class GivingTier(Versioned, Base):
    """A named gift: a price, what it means, and what is promised when more or less is given than needed."""

    __tablename__ = "giving_tier"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount_positive"),
        CheckConstraint("stock >= 0", name="stock_not_negative"),
        # However many pay at once, no more can be taken than there are.
        CheckConstraint("taken >= 0 AND (stock IS NULL OR taken <= stock)", name="taken_within_stock"),
        Index("uq_giving_tier_slug", "slug", unique=True),
        # No campaign suggests two gifts at once.
        Index(
            "uq_giving_tier_suggested",
            "campaign_id",
            unique=True,
            sqlite_where=text("suggested"),
            postgresql_where=text("suggested"),
        ),
        CheckConstraint("goods_amount >= 0", name="goods_not_negative"),
        CheckConstraint("goods_amount = 0 OR goods <> ''", name="goods_described"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)
    slug: Mapped[str] = mapped_column(String(120), server_default="")
    name: Mapped[str] = mapped_column(String(120))
    theme: Mapped[Theme] = mapped_column(default=Theme.EVERYDAY, server_default=Theme.EVERYDAY.value)
    price: Mapped[Money] = composite(mapped_column("amount", BigInteger), mapped_column("currency", Currency))
    meaning: Mapped[str] = mapped_column(String(300))
    promise: Mapped[str] = mapped_column(String(400), default="")
    scene: Mapped[str] = mapped_column(String(60), default="lamp")
    scene_alt: Mapped[str] = mapped_column(String(300), default="")
    picture_id: Mapped[int | None] = mapped_column(ForeignKey("picture.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    suggested: Mapped[bool] = mapped_column(default=False)
    active: Mapped[bool] = mapped_column(default=True)
    # How many may be given in all; None for as many as people like.
    stock: Mapped[int | None]
    # How many of a limited gift are given or kept for somebody who is paying; `hope.giving.stock` counts.
    taken: Mapped[int] = mapped_column(default=0, server_default="0")
    # What one giver of it gets in return, and what that is worth in good faith; the receipt must say so.
    goods: Mapped[str] = mapped_column(String(200), default="", server_default="")
    goods_amount: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")

    campaign: Mapped[Campaign] = relationship(back_populates="tiers")
    picture: Mapped[Picture | None] = relationship()
    slugs: Mapped[list["TierSlug"]] = relationship(cascade="all, delete-orphan")

    @validates("slug")
    def _keep_slug(self, _name: str, slug: str) -> str:
        if all(kept.slug != slug for kept in self.slugs):
            self.slugs.append(TierSlug(slug=slug))
        return slug

    @property
    def left(self) -> int | None:
        """How many can still be given; None for as many as people like."""
        return None if self.stock is None else max(0, self.stock - self.taken)


class TierSlug(Base):
    """An address that a named gift has, or had and still answers to."""

    __tablename__ = "giving_tier_slug"

    slug: Mapped[str] = mapped_column(String(120), primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("giving_tier.id"), index=True)


class CampaignSlug(Base):
    """An address that a campaign has, or had and still answers to."""

    __tablename__ = "campaign_slug"

    slug: Mapped[str] = mapped_column(String(120), primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)


class CampaignUpdate(Versioned, Base):
    """News of a campaign: written by staff, shown on its page from the day it is published until it is withdrawn."""

    __tablename__ = "campaign_update"
    __table_args__ = (Index("ix_campaign_update_campaign_id_published_at", "campaign_id", "published_at"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    title: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    author: Mapped[str] = mapped_column(String(120))
    # None while it is a draft; kept when it is withdrawn, so that it can come back where it was.
    published_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    # When it had been sent to everybody who reads along; it is sent once, however often it comes back.
    told_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=now)

    campaign: Mapped[Campaign] = relationship(back_populates="updates")

    @property
    def is_shown(self) -> bool:
        """True when the public may read it."""
        return self.published_at is not None and self.withdrawn_at is None
