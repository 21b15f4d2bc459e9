"""Consents: who agreed to what, until when, and what stands on the site because of it."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hope.kernel.clock import charity_midnight, now
from hope.kernel.db import Base, Id
from hope.kernel.media.models import Picture
from hope.kernel.versions import Versioned
from hope.spotlight.models.story import Story


class Consent(Versioned, Base):
    """One person's permission to tell or to show something; it can be taken back at any time, without a reason."""

    __tablename__ = "consent"
    __table_args__ = (
        CheckConstraint("expires_on IS NULL OR expires_on >= given_on", name="window_in_order"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    # A first name or a mark that the charity understands; the signed paper is kept elsewhere.
    who: Mapped[str] = mapped_column(String(120))
    scope: Mapped[str] = mapped_column(String(600))
    kept_where: Mapped[str] = mapped_column(String(200), default="")
    # What to write when it is over, agreed with the person while that is easy.
    instead: Mapped[str] = mapped_column(Text, default="")
    given_on: Mapped[date]
    # The last day on which it holds; none where it holds until it is taken back.
    expires_on: Mapped[date | None]
    withdrawn_at: Mapped[datetime | None]
    # When it is over: that day's midnight, or the moment when it was taken back.
    ends_at: Mapped[datetime | None] = mapped_column(index=True)
    created_at: Mapped[datetime] = mapped_column(default=now)

    stories: Mapped[list[Story]] = relationship(secondary="consent_story", order_by=Story.title)
    pictures: Mapped[list[Picture]] = relationship(secondary="consent_picture", order_by=Picture.name)

    def has_ended(self, moment: datetime) -> bool:
        """True when nothing may stand on it any more."""
        return self.ends_at is not None and self.ends_at <= moment

    def reckon_end(self) -> None:
        """Work out when it is over; called whenever its days change."""
        ends = [self.withdrawn_at] if self.withdrawn_at else []
        if self.expires_on:
            ends.append(charity_midnight(date.fromordinal(self.expires_on.toordinal() + 1)))
        self.ends_at = min(ends, default=None)


class ConsentStory(Base):
    """A story that is told by a consent."""

    __tablename__ = "consent_story"

    consent_id: Mapped[int] = mapped_column(ForeignKey("consent.id", ondelete="CASCADE"), primary_key=True)
    story_id: Mapped[int] = mapped_column(
        ForeignKey("story.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class ConsentPicture(Base):
    """A picture that is shown by a consent."""

    __tablename__ = "consent_picture"

    consent_id: Mapped[int] = mapped_column(ForeignKey("consent.id", ondelete="CASCADE"), primary_key=True)
    picture_id: Mapped[int] = mapped_column(
        ForeignKey("picture.id", ondelete="CASCADE"), primary_key=True, index=True
    )
