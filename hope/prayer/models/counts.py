"""Two tables that only count. Neither has a column that could hold, or lead to, a person."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from hope.kernel.db import Base, Id


class Prayer(Base):
    """How many times a point was prayed for."""

    __tablename__ = "prayer"
    __table_args__ = (CheckConstraint("prayed >= 0", name="not_negative"),)

    point_id: Mapped[int] = mapped_column(
        Id, ForeignKey("prayer_point.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    prayed: Mapped[int] = mapped_column(default=0)


class PrayerDay(Base):
    """One day of the charity: how many joined, left and prayed, and how many partners there were in the end."""

    __tablename__ = "prayer_day"

    day: Mapped[date] = mapped_column(primary_key=True)
    partners: Mapped[int] = mapped_column(default=0)
    joined: Mapped[int] = mapped_column(default=0)
    departed: Mapped[int] = mapped_column(default=0)
    prayed: Mapped[int] = mapped_column(default=0)
