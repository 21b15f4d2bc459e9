"""Stories: what is told of a partner, in which series, under which tags, and where a reader can go from there."""

from datetime import datetime
from enum import StrEnum
from uuid import uuid4

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, String, Table, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from hope.kernel.clock import now
from hope.kernel.db import Base, Id
from hope.kernel.media.models import Picture
from hope.kernel.references import new_reference
from hope.kernel.versions import Versioned
from hope.spotlight.models.organization import Organization


class StoryState(StrEnum):
    """How a story stands; only what staff decided is stored, the rest is a matter of the time of day."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    ENDED = "consent ended"


class ResourceKind(StrEnum):
    """What a resource is."""

    REPORT = "report"
    ARTICLE = "article"
    FILM = "film"
    BOOK = "book"


class Door(StrEnum):
    """Where a reader can go at the end of a story."""

    GIVE = "give"
    PRAY = "pray"
    LEARN = "learn"


story_tagging = Table(
    "story_tagging",
    Base.metadata,
    Column("tag_id", Id, ForeignKey("story_tag.id", ondelete="CASCADE"), primary_key=True),
    Column("story_id", Id, ForeignKey("story.id", ondelete="CASCADE"), primary_key=True),
    Index("ix_story_tagging_story_id", "story_id"),
)


class StorySeries(Base):
    """Stories that belong together, in the order of their days."""

    __tablename__ = "story_series"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    name: Mapped[str] = mapped_column(String(120))


class StoryTag(Base):
    """A word under which stories are found."""

    __tablename__ = "story_tag"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    name: Mapped[str] = mapped_column(String(60))


class Story(Versioned, Base):
    """One story. It is public from its moment on, unless it was withdrawn or a consent that it needs has ended."""

    __tablename__ = "story"
    __table_args__ = (
        CheckConstraint("withdrawn_at IS NULL OR published_at IS NOT NULL", name="withdrawn_was_published"),
        Index("ix_story_published_at_id", "published_at", "id"),
        Index("ix_story_organization_id_published_at", "organization_id", "published_at"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    # What feeds call it, whatever its address becomes.
    uid: Mapped[str] = mapped_column(String(36), unique=True, default=lambda: str(uuid4()))
    title: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str] = mapped_column(String(400))
    byline: Mapped[str] = mapped_column(String(120), default="")
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))
    series_id: Mapped[int | None] = mapped_column(ForeignKey("story_series.id"), index=True)
    body: Mapped[str] = mapped_column(Text)
    minutes: Mapped[int] = mapped_column(default=1)
    # What a reader may want to know before they read.
    content_note: Mapped[str] = mapped_column(String(300), default="")
    scene: Mapped[str] = mapped_column(String(60), default="dawn")
    scene_alt: Mapped[str] = mapped_column(String(300), default="")
    picture_id: Mapped[int | None] = mapped_column(ForeignKey("picture.id"), index=True)
    video_url: Mapped[str] = mapped_column(String(300), default="")
    video_title: Mapped[str] = mapped_column(String(200), default="")
    video_note: Mapped[str] = mapped_column(String(300), default="")
    # The doors lead on where these still are; a story outlives what it pointed to.
    campaign_id: Mapped[int | None] = mapped_column(
        ForeignKey("campaign.id", ondelete="SET NULL"), index=True
    )
    tier_id: Mapped[int | None] = mapped_column(ForeignKey("giving_tier.id", ondelete="SET NULL"), index=True)
    prayer_point_id: Mapped[int | None] = mapped_column(
        ForeignKey("prayer_point.id", ondelete="SET NULL"), index=True
    )
    # True for what a person told, or by which one may be known: such a story needs a consent.
    tells_of_person: Mapped[bool] = mapped_column(default=False)
    published_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    # When the first of the consents that it needs ends; kept here so that no page has to ask for them.
    shown_until: Mapped[datetime | None]
    preview_key: Mapped[str] = mapped_column(String(24), unique=True, default=new_reference)
    is_example: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=now)
    edited_at: Mapped[datetime] = mapped_column(default=now, index=True)

    organization: Mapped[Organization | None] = relationship()
    series: Mapped[StorySeries | None] = relationship()
    picture: Mapped[Picture | None] = relationship()
    tags: Mapped[list[StoryTag]] = relationship(secondary=story_tagging, order_by=StoryTag.name)
    resources: Mapped[list["StoryResource"]] = relationship(
        back_populates="story",
        order_by="StoryResource.position, StoryResource.id",
        cascade="all, delete-orphan",
    )
    shows: Mapped[list["StoryPicture"]] = relationship(cascade="all, delete-orphan")
    slugs: Mapped[list["StorySlug"]] = relationship(cascade="all, delete-orphan")

    @validates("slug")
    def _keep_slug(self, _name: str, slug: str) -> str:
        if all(kept.slug != slug for kept in self.slugs):
            self.slugs.append(StorySlug(slug=slug))
        return slug

    def state(self, moment: datetime) -> StoryState:
        """How it stands at a moment."""
        if self.published_at is None:
            return StoryState.DRAFT
        if self.withdrawn_at is not None:
            return StoryState.WITHDRAWN
        if self.shown_until is not None and self.shown_until <= moment:
            return StoryState.ENDED
        return StoryState.SCHEDULED if self.published_at > moment else StoryState.PUBLISHED

    @property
    def changed_at(self) -> datetime:
        """When what readers see last changed."""
        return max(self.edited_at, self.published_at or self.edited_at)


class StorySlug(Base):
    """An address that a story has, or had and still answers to."""

    __tablename__ = "story_slug"

    slug: Mapped[str] = mapped_column(String(120), primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("story.id"), index=True)


class StoryPicture(Base):
    """A picture that a story shows, at its head, in its text or beside a resource; written anew with each change."""

    __tablename__ = "story_picture"

    story_id: Mapped[int] = mapped_column(ForeignKey("story.id", ondelete="CASCADE"), primary_key=True)
    picture_id: Mapped[int] = mapped_column(ForeignKey("picture.id"), primary_key=True, index=True)


class StoryResource(Versioned, Base):
    """Something to read or to watch on: what it is, whose, where, and what to know before."""

    __tablename__ = "story_resource"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    story_id: Mapped[int] = mapped_column(ForeignKey("story.id", ondelete="CASCADE"), index=True)
    kind: Mapped[ResourceKind]
    title: Mapped[str] = mapped_column(String(200))
    source: Mapped[str] = mapped_column(String(200))
    url: Mapped[str] = mapped_column(String(300), default="")
    content_note: Mapped[str] = mapped_column(String(300), default="")
    picture_id: Mapped[int | None] = mapped_column(ForeignKey("picture.id"), index=True)
    scene: Mapped[str] = mapped_column(String(60), default="book")
    scene_alt: Mapped[str] = mapped_column(String(300), default="")
    position: Mapped[int] = mapped_column(default=0)

    story: Mapped[Story] = relationship(back_populates="resources")
    picture: Mapped[Picture | None] = relationship()


class StoryDoor(Base):
    """How many went through one door of a story: a number, and nothing of who."""

    __tablename__ = "story_door"
    __table_args__ = (CheckConstraint("went > 0", name="went_positive"),)

    story_id: Mapped[int] = mapped_column(ForeignKey("story.id", ondelete="CASCADE"), primary_key=True)
    door: Mapped[Door] = mapped_column(primary_key=True)
    went: Mapped[int] = mapped_column(default=1)
