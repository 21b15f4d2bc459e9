"""What is kept while stories are written: every version that was saved, and what nobody has saved yet."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hope.kernel.clock import now
from hope.kernel.db import Base, Id


class StoryVersion(Base):
    """A story as somebody saved it; written once and never changed."""

    __tablename__ = "story_version"
    __table_args__ = (Index("ix_story_version_story_id_id", "story_id", "id"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    story_id: Mapped[int] = mapped_column(ForeignKey("story.id", ondelete="CASCADE"))
    saved_by: Mapped[str] = mapped_column(String(254))
    saved_at: Mapped[datetime] = mapped_column(default=now)
    words: Mapped[dict[str, Any]]


class StoryDraft(Base):
    """What one member of staff has typed into the form of a story and not saved; 0 stands for a story yet to be."""

    __tablename__ = "story_draft"
    __table_args__ = (UniqueConstraint("story_id", "writer"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    story_id: Mapped[int] = mapped_column(Id)
    writer: Mapped[str] = mapped_column(String(254))
    typed: Mapped[dict[str, Any]]
    kept_at: Mapped[datetime] = mapped_column(default=now, index=True)
