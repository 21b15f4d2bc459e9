"""What each check of the books found, and checks that staff asked for."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from hope.kernel.clock import now
from hope.kernel.db import Base, Id


class BooksCheck(Base):
    """One comparison of ledger, totals and Stripe, with every difference that it found."""

    __tablename__ = "books_check"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    since: Mapped[datetime | None]
    differences: Mapped[list[dict[str, Any]]]
    compared: Mapped[int] = mapped_column(default=0)
    ran_at: Mapped[datetime] = mapped_column(default=now)

    @property
    def matched(self) -> bool:
        """True when nothing differed."""
        return not self.differences


class BooksOrder(Base):
    """That somebody wants the books compared now, and how far the worker is with it."""

    __tablename__ = "books_order"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    asked_by: Mapped[str] = mapped_column(String(254))
    repairs: Mapped[bool] = mapped_column(default=False)
    # How many things were compared so far, and of what kind the last one was.
    compared: Mapped[int] = mapped_column(default=0)
    doing: Mapped[str] = mapped_column(String(60), default="")
    trouble: Mapped[str] = mapped_column(String(300), default="")
    check_id: Mapped[int | None] = mapped_column(ForeignKey("books_check.id"))
    asked_at: Mapped[datetime] = mapped_column(default=now)
    taken_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
