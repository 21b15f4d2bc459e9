"""What is kept of campaigns' years and of grants, each against the ledger."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from hope.giving.books.difference import Difference
from hope.giving.models import CampaignYear, EntryKind, Grant, GrantPart, GrantShare, LedgerEntry, Parcel
from hope.giving.years import COLUMNS, SUMS
from hope.kernel.clock import charity_day, charity_midnight

_entry, _year, _parcel = LedgerEntry.__table__.c, CampaignYear.__table__.c, Parcel.__table__.c
CHANGED = "changed outside the ledger"


def years_against_ledger(session: Session) -> Iterator[Difference]:
    """Years of campaigns that are not the sums of their entries."""
    first, last = session.execute(select(func.min(_entry.occurred_at), func.max(_entry.occurred_at))).one()
    if first is None:
        return
    begin, end = charity_day(first), charity_day(last)
    kept = {(row.campaign_id, row.year): row for row in session.scalars(select(CampaignYear))}
    for year in range(begin.year, end.year + 1):
        for campaign_id, currency, *sums in session.execute(_sums_of(year, begin)):
            row = kept.pop((campaign_id, year), None)
            for name, theirs in zip(SUMS, sums, strict=True):
                ours = getattr(row, name) if row else 0
                if ours != int(theirs):
                    yield Difference(
                        f"{name} of campaign {campaign_id} in {year}", ours, int(theirs), currency, CHANGED
                    )
    for (campaign_id, year), row in kept.items():
        yield Difference(f"campaign {campaign_id} in {year}", row.given, None, row.currency, CHANGED)


def grants_against_ledger(session: Session) -> Iterator[Difference]:
    """Grants whose shares, entries and parts are not the same, to the cent."""
    shares = select(Grant.reference, GrantShare.campaign_id, GrantShare.__table__.c.amount, Grant.undone_at)
    shares = shares.add_columns(GrantShare.__table__.c.currency, Grant.id)
    for reference, campaign_id, amount, undone_at, currency, grant_id in session.execute(
        shares.join(GrantShare, GrantShare.grant_id == Grant.id)
    ):
        what = f"grant {reference} for campaign {campaign_id}"
        booked = _booked(session, f"grant:{reference}", campaign_id)
        if booked != (0 if undone_at else -amount):
            yield Difference(what, booked, 0 if undone_at else -amount, currency, "its entries do not add up")
        parts = (
            select(func.coalesce(func.sum(GrantPart.amount), 0))
            .join(Parcel, Parcel.id == GrantPart.parcel_id)
            .where(GrantPart.grant_id == grant_id, Parcel.campaign_id == campaign_id)
        )
        taken = int(session.scalar(parts) or 0)
        if taken != (0 if undone_at else amount):
            yield Difference(f"gifts in {what}", taken, amount, currency, "its parts do not add up")


def parcels_against_ledger(session: Session) -> Iterator[Difference]:
    """Gifts of which something else is ready than the ledger says, or more is passed on than grants took."""
    booked = (
        select(_entry.gift_id, _entry.campaign_id, func.sum(_entry.amount).label("amount"))
        .where(_entry.gift_id.is_not(None))
        .group_by(_entry.gift_id, _entry.campaign_id)
        .subquery()
    )
    taken = select(GrantPart.parcel_id, func.sum(GrantPart.amount).label("amount")).group_by(
        GrantPart.parcel_id
    )
    parts = taken.subquery()
    rows = (
        select(_parcel.id, _parcel.currency, _parcel.ready, booked.c.amount, _parcel.passed, parts.c.amount)
        .outerjoin(
            booked, (booked.c.gift_id == _parcel.gift_id) & (booked.c.campaign_id == _parcel.campaign_id)
        )
        .outerjoin(parts, parts.c.parcel_id == _parcel.id)
        .where(
            (_parcel.gift_id.is_not(None) & (func.coalesce(booked.c.amount, 0) != _parcel.ready))
            | (func.coalesce(parts.c.amount, 0) != _parcel.passed)
        )
    )
    for number, currency, ready, theirs, passed, parts_sum in session.execute(rows):
        ours, other = (ready, theirs) if ready != int(theirs or 0) else (passed, parts_sum)
        yield Difference(f"parcel {number}", ours, int(other or 0), currency, CHANGED)


def _sums_of(year: int, begin: Any) -> Any:
    since = charity_midnight(begin.replace(year=year, month=1, day=1))
    until = charity_midnight(begin.replace(year=year + 1, month=1, day=1))
    sums = [
        func.sum(
            case((_entry.kind.in_([k for k, c in COLUMNS.items() if c == name]), _entry.amount), else_=0)
        )
        for name in SUMS
    ]
    return (
        select(_entry.campaign_id, func.min(_entry.currency), *sums)
        .where(_entry.occurred_at >= since, _entry.occurred_at < until, _entry.campaign_id.is_not(None))
        .group_by(_entry.campaign_id)
    )


def _booked(session: Session, source: str, campaign_id: int) -> int:
    sums = select(func.coalesce(func.sum(_entry.amount), 0)).where(
        _entry.source.in_([source, f"{source}/undone"]),
        _entry.campaign_id == campaign_id,
        _entry.kind == EntryKind.GRANT,
    )
    return int(session.execute(sums).scalar_one())
