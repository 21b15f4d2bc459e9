"""Who prays: as little as it takes to write to them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, String, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hope.accounts.models import Supporter
from hope.kernel.clock import now
from hope.kernel.db import Base, Id
from hope.kernel.references import new_reference
from hope.prayer.models.points import PrayerTopic
from hope.prayer.rhythms import Rhythm

REFERENCE = 16  # 78 bits, and signed besides: the address of a mail's way out stays short
partner_topic = Table(
    "prayer_partner_topic",
    Base.metadata,
    Column("partner_id", Id, ForeignKey("prayer_partner.id", ondelete="CASCADE"), primary_key=True),
    Column("topic_id", Id, ForeignKey("prayer_topic.id", ondelete="CASCADE"), primary_key=True, index=True),
)


def new_partner_reference() -> str:
    """The public name of a partner or a sign-up."""
    return new_reference(REFERENCE)


class PrayerPartner(Base):
    """A supporter who asked to be told what to pray for. Whoever leaves has no row any more."""

    __tablename__ = "prayer_partner"
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday_of_seven"),
        # The daily run walks along this: who is due, the longest waiting first.
        Index("ix_prayer_partner_next_at_id", "next_at", "id"),
    )
    NAME_LIMIT = 60

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    reference: Mapped[str] = mapped_column(String(32), unique=True, default=new_partner_reference)
    supporter_id: Mapped[int] = mapped_column(ForeignKey("supporter.id", ondelete="CASCADE"), unique=True)
    first_name: Mapped[str] = mapped_column(String(NAME_LIMIT), default="")
    rhythm: Mapped[Rhythm]
    weekday: Mapped[int] = mapped_column(default=0)
    time_zone: Mapped[str] = mapped_column(String(60))
    # None while a pause lasts.
    next_at: Mapped[datetime | None]
    paused_until: Mapped[date | None] = mapped_column(index=True)
    # The last mail, and the days that it spoke for: who got it was asked for what was open on those.
    last_at: Mapped[datetime | None]
    last_from: Mapped[date | None]
    last_until: Mapped[date | None]
    # When the topics were last chosen: who chose one later was not asked before.
    chosen_at: Mapped[datetime] = mapped_column(default=now)
    joined_at: Mapped[datetime] = mapped_column(default=now)
    # The words that were agreed to, and how that is known.
    consent: Mapped[str] = mapped_column(String(400))
    consented_at: Mapped[datetime]
    is_example: Mapped[bool] = mapped_column(default=False)

    supporter: Mapped[Supporter] = relationship()
    topics: Mapped[list[PrayerTopic]] = relationship(secondary=partner_topic, order_by=PrayerTopic.position)

    @property
    def is_paused(self) -> bool:
        """True while no mail is due, or none before a day that was chosen."""
        return self.next_at is None or self.paused_until is not None


class PrayerSignup(Base):
    """Somebody's wish to join, not proved yet by a button in a mail; it vanishes after two weeks."""

    __tablename__ = "prayer_signup"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    reference: Mapped[str] = mapped_column(String(32), unique=True, default=new_partner_reference)
    email: Mapped[str] = mapped_column(String(Supporter.EMAIL_LIMIT))
    email_key: Mapped[str] = mapped_column(String(Supporter.EMAIL_LIMIT), unique=True)
    first_name: Mapped[str] = mapped_column(String(PrayerPartner.NAME_LIMIT), default="")
    rhythm: Mapped[Rhythm]
    weekday: Mapped[int]
    time_zone: Mapped[str] = mapped_column(String(60))
    wishes: Mapped[dict[str, Any]]  # the topics, by number
    consent: Mapped[str] = mapped_column(String(400))
    # A mail goes out once an hour at most, however often the form is sent.
    asked_at: Mapped[datetime] = mapped_column(default=now)
    created_at: Mapped[datetime] = mapped_column(default=now, index=True)
