"""What givers write to the team about a gift."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hope.giving.models.gift import Gift
from hope.kernel.clock import now
from hope.kernel.db import Base, Id


class GiverLetter(Base):
    """One letter about one gift; it waits until somebody has answered it."""

    __tablename__ = "giver_letter"
    __table_args__ = (Index("ix_giver_letter_answered_at", "answered_at"),)
    LIMIT = 4000

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    gift_id: Mapped[int] = mapped_column(ForeignKey("gift.id"), index=True)
    words: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime] = mapped_column(default=now)
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str] = mapped_column(String(254), default="")

    gift: Mapped[Gift] = relationship()
