"""What was raised day by day: read from the ledger by the worker, so that no page sums a growing table.

A day is counted afresh whenever an entry of it was recorded lately, and all days every night: whatever a round
missed (a long import, a worker that was away) is put right by the next night at the latest.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from hope.giving.models import DailyFigure, EntryKind, Gift, LedgerEntry
from hope.giving.pledge import Interval
from hope.kernel.clock import charity_day, charity_midnight, now
from hope.kernel.db import db, unit_of_work
from hope.kernel.money import Money

LATELY = timedelta(minutes=15)
RAISED = [kind for kind in EntryKind if kind not in (EntryKind.FEE, EntryKind.GRANT)]
CAME_IN = (EntryKind.GIFT, EntryKind.OFFLINE)


@dataclass(frozen=True)
class Raised:
    """What came in over some days, in one currency, less what went back."""

    once: Money
    standing: Money
    gifts: int

    @property
    def total(self) -> Money:
        """All of it."""
        return self.once + self.standing


def count_lately(moment: datetime | None = None) -> int:
    """Count afresh every day of which something was recorded lately, and today; how many days that was."""
    until = moment or now()
    entry = LedgerEntry.__table__.c
    # Without DISTINCT: for its sake SQLite would read the whole ledger in the order of `occurred_at`.
    touched = select(entry.occurred_at).where(entry.recorded_at >= until - LATELY)
    days = {charity_day(when) for when in db.session.scalars(touched)} | {charity_day(until)}
    for day in sorted(days):
        count_day(day)
    return len(days)


def count_everything() -> int:
    """Count every day since the first entry; how many days that was."""
    first = db.session.scalar(select(func.min(LedgerEntry.occurred_at)))
    days = list(_days(charity_day(first), charity_day(now()))) if first else []
    for day in days:
        count_day(day)
    return len(days)


def count_day(day: date) -> None:
    """Count one day from the ledger, and put it in the place of what was counted before."""
    with unit_of_work() as session:
        session.execute(delete(DailyFigure).where(DailyFigure.day == day))
        rows = [
            {"day": day, "currency": currency, "rhythm": rhythm, "amount": amount, "gifts": gifts}
            for (currency, rhythm), (amount, gifts) in _sums(session, day).items()
        ]
        if rows:
            session.execute(insert(DailyFigure), rows)


def raised(session: Session, first: date, last: date) -> dict[str, Raised]:
    """What was raised from one day to another, both included, by currency."""
    sums = select(
        DailyFigure.currency, DailyFigure.rhythm, func.sum(DailyFigure.amount), func.sum(DailyFigure.gifts)
    )
    rows = session.execute(
        sums.where(DailyFigure.day.between(first, last)).group_by(DailyFigure.currency, DailyFigure.rhythm)
    )
    amounts: Counter[tuple[str, str]] = Counter()
    gifts: Counter[str] = Counter()
    for currency, rhythm, amount, count in rows:
        amounts[currency, rhythm] = int(amount)
        gifts[currency] += int(count)
    return {
        currency: Raised(
            Money(amounts[currency, "once"], currency), Money(amounts[currency, "standing"], currency), count
        )
        for currency, count in sorted(gifts.items())
    }


def by_day(session: Session, currency: str, first: date, last: date) -> list[tuple[date, Raised]]:
    """Each day from one to another, those on which nothing came included."""
    found: dict[date, dict[str, DailyFigure]] = {}
    rows = select(DailyFigure).where(DailyFigure.day.between(first, last), DailyFigure.currency == currency)
    for row in session.scalars(rows):
        found.setdefault(row.day, {})[row.rhythm] = row
    return [(day, _one_day(found.get(day, {}), currency)) for day in _days(first, last)]


def _one_day(rows: dict[str, DailyFigure], currency: str) -> Raised:
    once, standing = (Money(rows[r].amount if r in rows else 0, currency) for r in ("once", "standing"))
    return Raised(once, standing, sum(row.gifts for row in rows.values()))


def _sums(session: Session, day: date) -> dict[tuple[str, str], tuple[int, int]]:
    """Amount and number of gifts of a day, by currency and rhythm."""
    entry, gift = LedgerEntry.__table__.c, Gift.__table__.c
    gifts = func.count(entry.gift_id.distinct())
    rows = (
        select(entry.currency, gift.interval, entry.kind, func.sum(entry.amount), gifts)
        .join_from(LedgerEntry.__table__, Gift.__table__, gift.id == entry.gift_id)
        .where(entry.occurred_at >= charity_midnight(day))
        .where(entry.occurred_at < charity_midnight(day + timedelta(days=1)), entry.kind.in_(RAISED))
        .group_by(entry.currency, gift.interval, entry.kind)
    )
    found: dict[tuple[str, str], tuple[int, int]] = {}
    for currency, interval, kind, amount, count in session.execute(rows):
        key = (currency, "once" if interval == Interval.ONCE else "standing")
        before = found.get(key, (0, 0))
        found[key] = (before[0] + int(amount), before[1] + (int(count) if kind in CAME_IN else 0))
    return found


def _days(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)
