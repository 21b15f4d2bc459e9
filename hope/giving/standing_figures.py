"""How many people give again and again, and how much that comes to in a month."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hope.giving.models import RecurringGift, RecurringStatus
from hope.giving.pledge import Interval
from hope.kernel.clock import charity_midnight
from hope.kernel.money import Money

PAYING = (RecurringStatus.ACTIVE, RecurringStatus.TRIALING, RecurringStatus.PAST_DUE)
MONTHS = {Interval.MONTH: 1, Interval.YEAR: 12}


@dataclass(frozen=True)
class StandingFigures:
    """Recurring gifts as they stand: `rates` is what a month brings, by currency."""

    rates: list[Money]
    running: int
    new: int
    lost: int


def of_month(session: Session, first: date) -> StandingFigures:
    """How recurring gifts stand now, and how many began and ended since the first of the month."""
    since = charity_midnight(first)
    begun = select(func.count()).where(RecurringGift.started_at >= since)
    ended = select(func.count()).where(RecurringGift.ended_at >= since)
    running, rates = _running(session)
    return StandingFigures(rates, running, session.scalar(begun) or 0, session.scalar(ended) or 0)


def _running(session: Session) -> tuple[int, list[Money]]:
    table = RecurringGift.__table__.c
    rows = session.execute(
        select(table.currency, table.interval, func.count(), func.sum(table.amount))
        .where(RecurringGift.status.in_(PAYING), ~RecurringGift.paused)
        .group_by(table.currency, table.interval)
    )
    count, months = 0, dict[str, int]()
    for currency, interval, gifts, amount in rows:
        count += gifts
        # A year's gift counts as a twelfth, down to the whole minor unit: a rate is a rate, not a promise.
        months[currency] = months.get(currency, 0) + int(amount) // MONTHS[Interval(interval)]
    return count, [Money(amount, currency) for currency, amount in sorted(months.items())]
