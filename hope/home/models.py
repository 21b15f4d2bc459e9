"""Where people at risk can turn: help lines, country by country, each as it was last checked."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, String
from sqlalchemy.orm import Mapped, mapped_column

from hope.kernel.clock import now
from hope.kernel.db import Base, Id


class HelpLine(Base):
    """One help line. A wrong number can cost a life: each has a source, and the day when somebody tried it."""

    __tablename__ = "help_line"
    __table_args__ = (CheckConstraint("phone <> '' OR text <> '' OR website <> ''", name="can_be_reached"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    country: Mapped[str] = mapped_column(String(2), index=True)
    name: Mapped[str] = mapped_column(String(120))
    phone: Mapped[str] = mapped_column(String(40), default="")
    text: Mapped[str] = mapped_column(String(80), default="")
    website: Mapped[str] = mapped_column(String(300), default="")
    note: Mapped[str] = mapped_column(String(300), default="")
    source: Mapped[str] = mapped_column(String(300))
    checked_on: Mapped[date] = mapped_column(Date)
    created_at: Mapped[datetime] = mapped_column(default=now)
