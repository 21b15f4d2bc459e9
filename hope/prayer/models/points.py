"""What is prayed for."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, String, Table, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hope.kernel.clock import now
from hope.kernel.db import Base, Id
from hope.kernel.media.models import Picture


class Reach(StrEnum):
    """Who may read a point."""

    EVERYONE = "everyone"
    HELD = "held"  # partners read its veil, nobody reads the account
    ASKED = "asked"  # the account goes to those who were asked under the veil, and to nobody else


class PointKind(StrEnum):
    """Who asks."""

    POINT = "point"
    REQUEST = "request"


point_topic = Table(
    "prayer_point_topic",
    Base.metadata,
    Column("point_id", Id, ForeignKey("prayer_point.id", ondelete="CASCADE"), primary_key=True),
    Column("topic_id", Id, ForeignKey("prayer_topic.id", ondelete="CASCADE"), primary_key=True),
)


class PrayerTopic(Base):
    """What partners choose between: a theme, or one organisation."""

    __tablename__ = "prayer_topic"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    # Set where the topic is a partner organisation: its name stands here too, so that the page asks no neighbour.
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"), unique=True)
    position: Mapped[int] = mapped_column(default=0)
    is_open: Mapped[bool] = mapped_column(default=True)
    is_example: Mapped[bool] = mapped_column(default=False)


class PrayerPoint(Base):
    """One thing to pray for, from one day to another; if need be under a veil until it is safe to say more."""

    __tablename__ = "prayer_point"
    __table_args__ = (
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="window_in_order"),
        # What is held back has words that may be said instead.
        CheckConstraint("reach = 'everyone' OR veil <> ''", name="veil_has_words"),
        CheckConstraint("(answer = '') = (answered_at IS NULL)", name="answer_has_a_day"),
        Index("ix_prayer_point_window", "starts_on", "ends_on"),
    )
    TITLE_LIMIT = 160

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    kind: Mapped[PointKind] = mapped_column(default=PointKind.POINT)
    title: Mapped[str] = mapped_column(String(TITLE_LIMIT))
    body: Mapped[str] = mapped_column(Text)
    reading: Mapped[str] = mapped_column(String(600), default="")
    reading_source: Mapped[str] = mapped_column(String(120), default="")
    scene: Mapped[str] = mapped_column(String(60), default="dawn")
    scene_alt: Mapped[str] = mapped_column(String(300), default="")
    picture_id: Mapped[int | None] = mapped_column(ForeignKey("picture.id"), index=True)
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"), index=True)
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaign.id"), index=True)
    # The days to pray on, and the moment from which anybody may know of it: none for a draft.
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    published_at: Mapped[datetime | None] = mapped_column(index=True)
    reach: Mapped[Reach] = mapped_column(default=Reach.EVERYONE)
    veil: Mapped[str] = mapped_column(String(300), default="")
    lifted_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None] = mapped_column(index=True)
    is_example: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)

    picture: Mapped[Picture | None] = relationship()
    topics: Mapped[list[PrayerTopic]] = relationship(secondary=point_topic, order_by=PrayerTopic.position)

    def spans(self, first: date, last: date) -> bool:
        """True when it is prayed for on any of these days."""
        return self.starts_on <= last and (self.ends_on is None or self.ends_on >= first)


class PrayerRequest(Base):
    """What a visitor asks prayer for, until staff have read it; then it becomes a point, or is deleted."""

    __tablename__ = "prayer_request"
    WORDS_LIMIT = 600
    NAME_LIMIT = 60

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    words: Mapped[str] = mapped_column(String(WORDS_LIMIT))
    first_name: Mapped[str] = mapped_column(String(NAME_LIMIT), default="")
    is_for_team_only: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=now, index=True)
