"""What somebody gave in one year, as the books have it now: for their taxes, and for their own peace of mind.

The year may begin in any month, on the charity's own clock. A gift belongs to the year in which it was given; what
went back later is taken from it, so that a statement is always what counts today.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from hope.accounts.models import Supporter
from hope.giving.acknowledgment import Goods, goods_of, sum_of
from hope.giving.models import (
    Dispute,
    EntryKind,
    Gift,
    GiftLine,
    LedgerEntry,
    LineKind,
    Method,
    OfflineGift,
    Receipt,
)
from hope.kernel.clock import charity_midnight, charity_time, now
from hope.kernel.money import Money

FIRST_YEAR, LAST_YEAR = 1990, 2200
CONTESTED = ("needs_response", "under_review")


@dataclass(frozen=True)
class Period:
    """A year, from the first day of any month on."""

    year: int
    first_month: int = 1

    def __post_init__(self) -> None:
        if not (FIRST_YEAR <= self.year <= LAST_YEAR and 1 <= self.first_month <= 12):
            raise ValueError("a year from 1990 on, that begins in a month from 1 to 12")

    @property
    def first_day(self) -> date:
        """The day on which it begins."""
        return date(self.year, self.first_month, 1)

    @property
    def last_day(self) -> date:
        """The day with which it ends."""
        return date(self.year + 1, self.first_month, 1) - timedelta(days=1)

    @property
    def begins_at(self) -> datetime:
        """The first moment of it."""
        return charity_midnight(self.first_day)

    @property
    def ends_at(self) -> datetime:
        """The first moment after it."""
        return charity_midnight(self.last_day + timedelta(days=1))

    @property
    def name(self) -> str:
        """What people call it: 2026, or 2026–27 where it does not begin in January."""
        return str(self.year) if self.first_month == 1 else f"{self.year}–{(self.year + 1) % 100:02d}"


@dataclass(frozen=True)
class StatedGift:
    """One gift of the year."""

    given_at: datetime
    receipt_number: str
    purpose: str
    total: Money
    kept: Money
    goods: tuple[Goods, ...]
    contested: bool
    # Stock and things stand on a statement without a value, and add nothing to its sums.
    in_kind: bool = False

    @property
    def went_back(self) -> Money:
        """What of it the giver has got back."""
        return self.total - self.kept


@dataclass(frozen=True)
class Total:
    """All gifts of the year in one currency."""

    given: Money
    kept: Money
    deductible: Money

    @property
    def went_back(self) -> Money:
        """What the giver has got back."""
        return self.given - self.kept


@dataclass(frozen=True)
class Statement:
    """One person's year."""

    period: Period
    giver_name: str
    gifts: tuple[StatedGift, ...]
    made_at: datetime

    @property
    def totals(self) -> tuple[Total, ...]:
        """The sums, one for each currency, in the order of the alphabet."""
        return tuple(
            _total(self.gifts, currency) for currency in sorted({g.total.currency for g in self.gifts})
        )

    @property
    def is_over(self) -> bool:
        """True when nothing can be given in this year any more."""
        return self.made_at >= self.period.ends_at


def statement(session: Session, supporter_id: int, year: int, first_month: int = 1) -> Statement:
    """What this person gave in the year that begins then; raises ValueError for a year that is none."""
    period = Period(year, first_month)
    name = session.scalars(select(Supporter.name).where(Supporter.id == supporter_id)).one()
    return Statement(period, name, tuple(_gifts(session, supporter_id, period)), now())


def years_with_gifts(session: Session, supporter_id: int, first_month: int = 1) -> list[int]:
    """The years for which this person can have a statement, newest first."""
    ends = select(func.min(Gift.given_at), func.max(Gift.given_at)).where(Gift.supporter_id == supporter_id)
    moments: list[datetime] = [moment for moment in session.execute(ends).one() if moment]
    if not moments:
        return []
    return list(range(_year_of(moments[-1], first_month), _year_of(moments[0], first_month) - 1, -1))


def given_in(period: Period) -> ColumnElement[bool]:
    """The condition that a gift was given in this year."""
    return and_(Gift.given_at >= period.begins_at, Gift.given_at < period.ends_at)


def kept_of_each() -> ColumnElement[int]:
    """What is left of a gift by the books: beside a query for gifts."""
    table = LedgerEntry.__table__
    entries = select(func.coalesce(func.sum(table.c.amount), 0))
    return entries.where(table.c.gift_id == Gift.id, table.c.kind != EntryKind.FEE).scalar_subquery()


def _gifts(session: Session, supporter_id: int, period: Period) -> list[StatedGift]:
    theirs = and_(Gift.supporter_id == supporter_id, given_in(period))
    lines = _lines(session, theirs)
    contested = set(
        session.scalars(
            select(Dispute.gift_id)
            .join(Gift, Gift.id == Dispute.gift_id)
            .where(theirs, Dispute.status.in_(CONTESTED))
        )
    )
    table = Gift.__table__
    rows = session.execute(
        select(
            Gift.id,
            Gift.given_at,
            table.c.amount,
            table.c.currency,
            Receipt.number,
            kept_of_each().label("kept"),
            OfflineGift.method,
        )
        .outerjoin(OfflineGift, OfflineGift.gift_id == Gift.id)
        .outerjoin(Receipt, and_(Receipt.gift_id == Gift.id, Receipt.version == 1))
        .where(theirs)
        .order_by(Gift.given_at, Gift.id)
    )
    return [
        StatedGift(
            given_at=row.given_at,
            receipt_number=row.number or "",
            purpose=_purpose(lines.get(row.id, [])),
            total=Money(0 if row.method is Method.STOCK else row.amount, row.currency),
            kept=Money(0 if row.method is Method.STOCK else int(row.kept), row.currency),
            in_kind=row.method is Method.STOCK and row.kept > 0,
            goods=goods_of(lines.get(row.id, [])),
            contested=row.id in contested,
        )
        for row in rows
    ]


def _lines(session: Session, theirs: ColumnElement[bool]) -> dict[int, list[GiftLine]]:
    found: dict[int, list[GiftLine]] = {}
    of_gifts = select(GiftLine).join(Gift, Gift.id == GiftLine.gift_id).where(theirs).order_by(GiftLine.id)
    for line in session.scalars(of_gifts):
        found.setdefault(line.gift_id, []).append(line)
    return found


def _purpose(lines: list[GiftLine]) -> str:
    words = [f"{line.label}: {line.campaign_title}" for line in lines if line.kind is LineKind.GIFT]
    return "; ".join(dict.fromkeys(words))


def _total(gifts: Iterable[StatedGift], currency: str) -> Total:
    those = [gift for gift in gifts if gift.total.currency == currency]
    return Total(
        given=sum_of([gift.total for gift in those], currency),
        kept=sum_of([gift.kept for gift in those], currency),
        deductible=sum_of([_deductible(gift) for gift in those], currency),
    )


def _deductible(gift: StatedGift) -> Money:
    rest = gift.kept - sum_of([one.value for one in gift.goods], gift.total.currency)
    return rest if rest.amount > 0 else Money.zero(rest.currency)


def _year_of(moment: datetime, first_month: int) -> int:
    local = charity_time(moment)
    return local.year if local.month >= first_month else local.year - 1
