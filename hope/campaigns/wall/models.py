"""What givers say to everybody."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hope.giving.models import Gift
from hope.kernel.clock import now
from hope.kernel.db import Base

LONGEST = 280


class WallState(StrEnum):
    """What staff said to it."""

    WAITING = "waiting"
    SHOWN = "shown"
    DECLINED = "declined"


class WallMessage(Base):
    """The words that came with one attempt; without a gift nobody paid for it (yet), and nobody reads them."""

    __tablename__ = "wall_message"
    __table_args__ = (Index("ix_wall_message_list", "campaign_id", "state", "checkout_id"),)

    checkout_id: Mapped[int] = mapped_column(ForeignKey("checkout.id"), primary_key=True, autoincrement=False)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    gift_id: Mapped[int | None] = mapped_column(ForeignKey("gift.id"), index=True)
    words: Mapped[str] = mapped_column(String(LONGEST))
    state: Mapped[WallState] = mapped_column(default=WallState.WAITING)
    decided_by: Mapped[str] = mapped_column(String(254), default="")
    created_at: Mapped[datetime] = mapped_column(default=now)

    gift: Mapped[Gift | None] = relationship()
