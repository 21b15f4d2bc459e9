"""When a campaign came so far."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from hope.kernel.db import Base


class Milestone(Base):
    """That so many percent of the goal were given, and by which gift's day; what goes back later takes none away."""

    __tablename__ = "milestone"

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), primary_key=True, autoincrement=False)
    percent: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    reached_at: Mapped[datetime]

    @property
    def words(self) -> str:
        """How far that is."""
        return {25: "A quarter", 50: "Half", 75: "Three quarters"}.get(self.percent, "All of it")
