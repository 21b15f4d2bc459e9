"""Our own books against each other: totals, gifts and what lists show of them, each against the ledger."""

from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hope.giving.books.difference import Difference
from hope.giving.models import CampaignTotal, EntryKind, Gift, GiftSummary, LedgerEntry

_entry = LedgerEntry.__table__.c


def totals_against_ledger(session: Session) -> Iterator[Difference]:
    """Campaigns whose running total is not the sum of their entries."""
    booked = (
        select(_entry.campaign_id, func.sum(_entry.amount).label("amount"))
        .where(_entry.kind != EntryKind.FEE, _entry.kind != EntryKind.GRANT)
        .group_by(_entry.campaign_id)
        .subquery()
    )
    total = CampaignTotal.__table__.c
    rows = select(total.campaign_id, total.amount, total.currency, booked.c.amount).outerjoin(
        booked, booked.c.campaign_id == total.campaign_id
    )
    for campaign_id, kept, currency, sum_ in session.execute(rows):
        if kept != int(sum_ or 0):
            what = f"total of campaign {campaign_id}"
            yield Difference(what, kept, int(sum_ or 0), currency, "the total was changed outside the ledger")
    forgotten = (
        select(_entry.campaign_id, func.sum(_entry.amount), func.min(_entry.currency))
        .where(_entry.campaign_id.not_in(select(total.campaign_id)), _entry.kind != EntryKind.FEE)
        .where(_entry.kind != EntryKind.GRANT)
        .group_by(_entry.campaign_id)
    )
    for campaign_id, sum_, currency in session.execute(forgotten):
        yield Difference(f"total of campaign {campaign_id}", None, int(sum_), currency, "the total is gone")


def lists_against_ledger(session: Session) -> Iterator[Difference]:
    """Gifts of which lists show something else than what the ledger says is left of them."""
    shown = GiftSummary.__table__.c
    left = (
        select(_entry.gift_id, func.sum(_entry.amount).label("amount"))
        .where(_entry.kind != EntryKind.FEE)
        .group_by(_entry.gift_id)
        .subquery()
    )
    rows = (
        select(shown.gift_id, shown.kept, shown.currency, left.c.amount)
        .outerjoin(left, left.c.gift_id == shown.gift_id)
        .where(func.coalesce(left.c.amount, 0) != shown.kept)
    )
    for gift_id, kept, currency, sum_ in session.execute(rows):
        what, cause = f"gift {gift_id} in lists", "the list was changed outside the ledger"
        yield Difference(what, kept, int(sum_ or 0), currency, cause)


def gifts_against_ledger(session: Session) -> Iterator[Difference]:
    """Gifts whose entries do not add up to them."""
    gift = Gift.__table__.c
    booked = (
        select(_entry.gift_id, func.sum(_entry.amount).label("amount"))
        .where(_entry.kind.in_([EntryKind.GIFT, EntryKind.OFFLINE]))
        .group_by(_entry.gift_id)
        .subquery()
    )
    rows = (
        select(gift.id, gift.amount, gift.currency, booked.c.amount)
        .outerjoin(booked, booked.c.gift_id == gift.id)
        .where(func.coalesce(booked.c.amount, 0) != gift.amount)
    )
    for gift_id, amount, currency, sum_ in session.execute(rows):
        yield Difference(f"gift {gift_id}", int(sum_ or 0), amount, currency, "its entries do not add up")
