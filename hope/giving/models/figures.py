"""What was raised on each day, kept beside the ledger so that no page has to sum it."""

from datetime import date, datetime

from sqlalchemy import BigInteger, Date, String
from sqlalchemy.orm import Mapped, mapped_column

from hope.kernel.clock import now
from hope.kernel.db import Base, Currency


class DailyFigure(Base):
    """One day of the charity's: what came in, less what went back, by currency and by how often it is given."""

    __tablename__ = "daily_figure"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    currency: Mapped[str] = mapped_column(Currency, primary_key=True)
    # "once" or "standing": a gift of a single time, or a payment of one that comes again.
    rhythm: Mapped[str] = mapped_column(String(10), primary_key=True)
    amount: Mapped[int] = mapped_column(BigInteger)
    gifts: Mapped[int]
    counted_at: Mapped[datetime] = mapped_column(default=now)
