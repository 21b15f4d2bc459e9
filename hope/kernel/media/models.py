"""The table of pictures, and of files that nobody needs any more."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from hope.kernel.clock import now
from hope.kernel.db import Base, Id, Json
from hope.kernel.media import sizes


class Picture(Base):
    """A picture that staff uploaded: what it shows, by whom, what matters in it, and which sizes are there."""

    __tablename__ = "picture"
    __table_args__ = (
        CheckConstraint("focal_x BETWEEN 0 AND 100", name="focal_x_percent"),
        CheckConstraint("focal_y BETWEEN 0 AND 100", name="focal_y_percent"),
        CheckConstraint("width > 0 AND height > 0", name="size_positive"),
    )
    NAME_LIMIT = 120
    ALT_LIMIT = 300
    CREDIT_LIMIT = 160
    NOTE_LIMIT = 500

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    # Of the file as it came: the same file twice is the same picture.
    content_hash: Mapped[str] = mapped_column(String(32), unique=True)
    name: Mapped[str] = mapped_column(String(NAME_LIMIT))
    # Empty until somebody has said what the picture shows; until then no page may have it.
    alt: Mapped[str] = mapped_column(String(ALT_LIMIT), default="")
    credit: Mapped[str] = mapped_column(String(CREDIT_LIMIT), default="")
    consent_note: Mapped[str] = mapped_column(String(NOTE_LIMIT), default="")
    focal_x: Mapped[int] = mapped_column(default=50)
    focal_y: Mapped[int] = mapped_column(default=50)
    # The clean original that the sizes are made from.
    width: Mapped[int]
    height: Mapped[int]
    byte_size: Mapped[int]
    mime: Mapped[str] = mapped_column(String(20))
    # The average, as #rrggbb; empty where the picture is partly transparent.
    colour: Mapped[str] = mapped_column(String(7), default="")
    widths: Mapped[list[int]] = mapped_column(Json)
    # When the sizes that are missing should be made; empty when all are there.
    due_at: Mapped[datetime | None] = mapped_column(index=True)
    # Name, words and credit in small letters, to be searched.
    words: Mapped[str] = mapped_column(Text, default="")
    # The moment from which no page may have it any more, where somebody's permission ends; none for ever.
    shown_until: Mapped[datetime | None]
    # True where somebody may take that permission back: then no cache is told to keep the picture.
    is_lent: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    uploaded_by: Mapped[str] = mapped_column(String(254), default="")
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)

    @property
    def is_usable(self) -> bool:
        """True when it may stand on a page: somebody has said what it shows, and nobody has to take it down."""
        return bool(self.alt) and not self.is_over

    @property
    def is_over(self) -> bool:
        """True when the permission to show it has ended."""
        return self.shown_until is not None and self.shown_until <= now()

    @property
    def is_complete(self) -> bool:
        """True when every size has been made."""
        return self.due_at is None

    @property
    def shape(self) -> float:
        """Width for each unit of height."""
        return self.width / self.height

    @property
    def file_names(self) -> list[str]:
        """Every file that belongs to it."""
        return sizes.all_names(self.content_hash, self.width, self.mime)

    def can_be_found_by_its_words(self) -> None:
        """Remember what a search looks through; called whenever one of these changes."""
        self.words = " ".join((self.name, self.alt, self.credit)).casefold()


class PictureLeftover(Base):
    """Files of a picture that was deleted or replaced: written down with that, removed right after it."""

    __tablename__ = "picture_leftover"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    content_hash: Mapped[str] = mapped_column(String(32), index=True)
    names: Mapped[list[Any]] = mapped_column(Json)
    due_at: Mapped[datetime] = mapped_column(index=True)
