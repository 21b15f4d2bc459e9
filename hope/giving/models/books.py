"""What each check of the books found."""

from datetime import datetime
from typing import Any

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
