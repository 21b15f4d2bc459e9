"""Finding gifts: what staff may ask for, as conditions that the summaries' indexes answer, and what it adds up to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from hope.giving import figures, hints
from hope.giving.models import GiftShare, GiftStatus, GiftSummary, Method
from hope.giving.pledge import Interval
from hope.kernel.clock import charity_midnight, now
from hope.kernel.money import Money, exponent
from hope.kernel.paging import Page, page_of

# So many are added up while somebody waits; beyond it the page says so, and adds up all on demand.
ADDED_UP = 10_000
_summary, _share = GiftSummary.__table__.c, GiftShare.__table__.c


@dataclass(frozen=True)
class Wanted:
    """What a list of gifts is narrowed to; nothing narrows nothing."""

    words: str = ""
    first: date | None = None
    last: date | None = None
    campaign_id: int | None = None
    currency: str | None = None
    least: str = ""
    most: str = ""
    status: GiftStatus | None = None
    interval: Interval | None = None
    method: Method | None = None
    payout_id: int | None = None
    supporter_id: int | None = None

    def narrows_by(self) -> set[str]:
        """The names of what narrows it."""
        return {field.name for field in fields(self) if getattr(self, field.name)}


@dataclass(frozen=True)
class Sum:
    """What gifts of one currency come to."""

    gifts: int
    given: Money
    kept: Money


@dataclass(frozen=True)
class Sums:
    """What is shown adds up to this, by currency; not `complete` where only the newest were added up."""

    rows: list[Sum]
    complete: bool = True
    # Told from the figures of the day: what went back is taken off on the day it went.
    counted: bool = False


class Search:
    """A question, made once and then shown, added up and exported."""

    def __init__(self, session: Session, wanted: Wanted, currencies: Sequence[str]) -> None:
        self.wanted = wanted
        self._session = session
        self._conditions = [*_conditions(wanted, currencies)]
        self.hint = hints.read(session, wanted.words)
        # A campaign's gifts are in their order among its shares; where something rarer is asked for, that comes first.
        rare = (
            wanted.status not in (None, GiftStatus.KEPT)
            or wanted.words
            or wanted.payout_id
            or wanted.supporter_id
        )
        self._by = _share if wanted.campaign_id and not rare else _summary
        if self.hint:
            self._conditions.append(self.hint.condition)

    def page(self, mark: str | None) -> Page[GiftSummary]:
        """The gifts of one page, newest first."""
        rows = self.narrow(select(GiftSummary))
        if self._by is _share:
            return page_of(self._session, rows, GiftShare.given_at, GiftShare.gift_id, mark)
        return page_of(self._session, rows, GiftSummary.given_at, GiftSummary.gift_id, mark)

    def narrow(self, rows: Select[Any]) -> Select[Any]:
        """These rows of summaries, only as far as they are wanted."""
        if self.wanted.campaign_id:
            rows = rows.join(GiftShare, _share.gift_id == _summary.gift_id)
            # Plus nothing: where something rarer leads, the index of campaigns must not look like the shorter way.
            campaign = _share.campaign_id if self._by is _share else _share.campaign_id + 0
            rows = rows.where(campaign == self.wanted.campaign_id)
        return rows.where(*self._conditions)

    @property
    def order(self) -> tuple[Any, Any]:
        """Day and number, from where an index has them in their order."""
        return self._by.given_at, self._by.gift_id

    def sums(self, *, all_of_them: bool = False) -> Sums:
        """What is wanted comes to: from the figures of the day, from the newest of it, or from all of it."""
        if self.wanted.narrows_by() <= {"first", "last"}:
            return _figures(self._session, self.wanted)
        if self.hint and self.hint.is_wide and not all_of_them:
            return Sums([], complete=False)
        part = _share if self.wanted.campaign_id else _summary
        rows = self.narrow(select(part.currency, part.amount, part.kept).select_from(GiftSummary.__table__))
        if not all_of_them:
            rows = rows.order_by(self._by.given_at.desc(), self._by.gift_id.desc()).limit(ADDED_UP + 1)
        table = rows.subquery()
        grouped = select(
            table.c.currency, func.count(), func.sum(table.c.amount), func.sum(table.c.kept)
        ).group_by(table.c.currency)
        found = [
            Sum(count, Money(int(given), currency), Money(int(kept), currency))
            for currency, count, given, kept in self._session.execute(grouped.order_by(table.c.currency))
        ]
        return Sums(found, complete=all_of_them or sum(row.gifts for row in found) <= ADDED_UP)


def _conditions(wanted: Wanted, currencies: Sequence[str]) -> list[ColumnElement[bool]]:
    # The same day stands with the share and with the summary: said of both, either index can begin.
    days = (_summary.given_at, _share.given_at) if wanted.campaign_id else (_summary.given_at,)
    makers: dict[str, Callable[[Any], ColumnElement[bool]]] = {
        "first": lambda first: and_(*(day >= charity_midnight(first) for day in days)),
        "last": lambda last: and_(*(day < charity_midnight(last + timedelta(days=1)) for day in days)),
        "currency": lambda currency: _summary.currency == currency,
        "status": lambda status: _summary.status == status,
        "interval": lambda interval: _summary.interval == interval,
        "method": lambda method: _summary.method == method,
        "payout_id": lambda payout_id: _summary.payout_id == payout_id,
        "supporter_id": lambda supporter_id: _summary.supporter_id == supporter_id,
        "least": lambda text: _amount(text, wanted, currencies, lambda amount: _summary.amount >= amount),
        "most": lambda text: _amount(text, wanted, currencies, lambda amount: _summary.amount <= amount),
    }
    return [make(getattr(wanted, name)) for name, make in makers.items() if getattr(wanted, name)]


def _amount(
    text: str, wanted: Wanted, currencies: Sequence[str], compare: Callable[[int], ColumnElement[bool]]
) -> ColumnElement[bool]:
    """An amount as it was typed, in the minor units of every currency that it may be in."""
    several = [wanted.currency] if wanted.currency else currencies
    by_places: dict[int, list[str]] = {}
    for currency in several:
        by_places.setdefault(exponent(currency), []).append(currency)
    parts = {places: Money.parse(text, names[0]).amount for places, names in by_places.items()}
    if len(parts) == 1:
        return compare(*parts.values())
    return or_(*(_summary.currency.in_(by_places[p]) & compare(amount) for p, amount in parts.items()))


def _figures(session: Session, wanted: Wanted) -> Sums:
    """Without a filter, or by days alone, nothing needs adding up: the figures of the day say it."""
    first, last = wanted.first or date(1900, 1, 1), wanted.last or now().date() + timedelta(days=2)
    rows = [
        Sum(raised.gifts, raised.total, raised.total)
        for raised in figures.raised(session, first, last).values()
    ]
    return Sums(rows, counted=True)
