"""Gifts as CSV, of any number, a piece at a time: each piece begins where the last one ended.

Nothing is kept but one piece, and no transaction stays open between two, so that a million gifts take no more memory
than a thousand, and whoever gives meanwhile waits for nobody.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Row, Select, func, select, tuple_
from sqlalchemy.orm import Session

from hope.accounts.models import Supporter
from hope.giving.models import (
    EntryKind,
    Gift,
    GiftLine,
    GiftShare,
    GiftSummary,
    LedgerEntry,
    LineKind,
    OfflineGift,
    Payout,
    Receipt,
    Settlement,
)
from hope.giving.searching import Search
from hope.kernel.clock import charity_day
from hope.kernel.money import exponent

COLUMNS = {
    "gift": "The gift’s number",
    "reference": "The name under which its giver knows it",
    "given_on": "The day, as the charity’s calendar has it",
    "given_at": "The moment, in UTC",
    "giver": "The name that was given with it",
    "email": "The giver’s address; empty for somebody without one",
    "supporter": "The giver’s number",
    "campaigns": "Where its money is now; how much is where, if in several",
    "purposes": "What it was given for",
    "how_often": "once, month or year",
    "came_by": "card, bank debit, cheque, cash, bank transfer, stock, other, unknown",
    "method": "The card or account, as Stripe tells it",
    "currency": "ISO 4217",
    "given": "What was given, the part towards the card fee included",
    "towards_fee": "That part",
    "fee": "What Stripe kept; empty while it is not known, and for gifts on paper",
    "kept": "What is left of it today",
    "status": "kept, part refunded, refunded, disputed, lost, taken back",
    "receipt": "The receipt’s number",
    "receipt_version": "The version that counts",
    "payment": "Stripe’s payment",
    "payout": "The payout that carried it to the bank",
    "payout_arrives_on": "The day on which that arrives",
    "number": "Of the cheque or transfer",
    "things": "What was given where it was no money",
}
FIRST, PIECE = 500, 2_000
BOM = "\ufeff"
# As typed on any keyboard: programs of East Asia take the wide signs for the narrow ones.
BEGINS_FORMULA = tuple("=+-@|%＝＋－＠")
_summaries: Any = GiftSummary.__table__
_summary, _gift = GiftSummary.__table__.c, Gift.__table__.c
_entry, _line, _share = LedgerEntry.__table__.c, GiftLine.__table__.c, GiftShare.__table__.c


class Piece(NamedTuple):
    """Some lines of the file, and how many gifts they hold."""

    text: str
    gifts: int


def pieces(session: Session, search: Search, titles: Mapping[int, str]) -> Iterator[Piece]:
    """The file from its header on, the oldest gift first; gifts that come after it began are not in it."""
    last = session.scalar(select(func.max(_gift.id))) or 0
    yield Piece(_text([list(COLUMNS)]), 0)
    after: tuple[datetime, int] | None = None
    size = FIRST
    try:
        while rows := _rows(session, search, last, after, size):
            yield Piece(_text(_cells(session, rows, titles)), len(rows))
            after, size = (rows[-1].given_at, rows[-1].gift_id), PIECE
            session.rollback()  # what was read is let go, and the next piece sees the gifts as they are then
    finally:
        session.rollback()


def _rows(
    session: Session, search: Search, last: int, after: tuple[datetime, int] | None, size: int
) -> list[Row[Any]]:
    """The next gifts in the order of their days, with everything of which each has one."""
    wanted = (
        select(_summaries)
        .add_columns(_gift.reference, _gift.giver_name, _gift.payment_intent_id)
        .join_from(_summaries, Gift.__table__, _gift.id == _summary.gift_id)
    )
    page = search.narrow(wanted)
    day, number = search.order
    page = page.where(_summary.gift_id <= last).order_by(day, number).limit(size)
    if after:
        page = page.where(tuple_(day, number) > after)
    found: Any = page.subquery()
    rows = (
        select(found)
        .add_columns(Supporter.email, Settlement.method.label("paid_with"))
        .add_columns(Settlement.payment_intent_id.label("paid"), Payout.payout_id.label("payout"))
        .add_columns(Payout.arrives_at, OfflineGift.reference.label("number"), OfflineGift.description)
        .join_from(found, Supporter.__table__, Supporter.id == found.c.supporter_id)
        .outerjoin(Settlement, Settlement.gift_id == found.c.gift_id)
        .outerjoin(Payout, Payout.id == found.c.payout_id)
        .outerjoin(OfflineGift, OfflineGift.gift_id == found.c.gift_id)
        .order_by(found.c.given_at, found.c.gift_id)
    )
    return list(session.execute(rows).all())


def _cells(session: Session, rows: list[Row[Any]], titles: Mapping[int, str]) -> Iterator[list[str]]:
    ids = [row.gift_id for row in rows]
    lines = _grouped(session, select(_line.gift_id, _line.kind, _line.label, _line.quantity, _line.amount)
        .where(_line.gift_id.in_(ids)).order_by(_line.id))  # fmt: skip
    shares = _grouped(session, select(_share.gift_id, _share.campaign_id, _share.amount, _share.currency)
        .where(_share.gift_id.in_(ids)))  # fmt: skip
    fees = _fees(session, ids)
    receipts = _receipts(session, ids)
    for row in rows:
        mine, currency = lines.get(row.gift_id, []), row.currency
        cover = sum(line.amount for line in mine if line.kind is LineKind.COVER)
        number, version = receipts.get(row.gift_id, ("", ""))
        yield [
            str(row.gift_id), row.reference, charity_day(row.given_at).isoformat(),
            row.given_at.strftime("%Y-%m-%dT%H:%M:%SZ"), tame(row.giver_name), tame(row.email),
            str(row.supporter_id), tame(_campaigns(shares.get(row.gift_id, []), titles)), tame(_purposes(mine)),
            row.interval.value, row.method.value, tame(row.paid_with or ""), currency,
            _plain(row.amount, currency), _plain(cover, currency),
            _plain(fees[row.gift_id], currency) if row.gift_id in fees else "",
            _plain(row.kept, currency), row.status.value, number, str(version),
            row.payment_intent_id or row.paid or "", row.payout or "",
            charity_day(row.arrives_at).isoformat() if row.arrives_at else "",
            tame(row.number or ""), tame(row.description or ""),
        ]  # fmt: skip


def tame(text: str) -> str:
    """Text that no spreadsheet takes for a formula, on one line."""
    line = " ".join(text.split())
    return f"'{line}" if line.startswith(BEGINS_FORMULA) else line


def _grouped(session: Session, rows: Select[Any]) -> dict[int, list[Row[Any]]]:
    found: dict[int, list[Row[Any]]] = {}
    for row in session.execute(rows).all():
        found.setdefault(row.gift_id, []).append(row)
    return found


def _fees(session: Session, ids: list[int]) -> dict[int, int]:
    sums = select(_entry.gift_id, func.sum(_entry.amount).label("amount"))
    fees = sums.where(_entry.gift_id.in_(ids), _entry.kind == EntryKind.FEE).group_by(_entry.gift_id)
    return {row.gift_id: -int(row.amount) for row in session.execute(fees).all()}


def _receipts(session: Session, ids: list[int]) -> dict[int, tuple[str, int]]:
    rows = select(Receipt.gift_id, Receipt.number, Receipt.version).where(Receipt.gift_id.in_(ids))
    return {
        row.gift_id: (row.number, row.version)
        for row in session.execute(rows.order_by(Receipt.version)).all()
    }


def _campaigns(shares: list[Row[Any]], titles: Mapping[int, str]) -> str:
    """Where the money is; how much is where, when it is in several places."""
    there = [share for share in shares if share.amount]
    if len(there) < 2:
        return "".join(titles.get(share.campaign_id, "") for share in there)
    parts = [f"{titles.get(s.campaign_id, '')} {_plain(s.amount, s.currency)}" for s in there]
    return "; ".join(parts)


def _purposes(lines: list[Row[Any]]) -> str:
    labels = (f"{line.quantity} × {line.label}" if line.quantity > 1 else line.label for line in lines
        if line.kind is LineKind.GIFT)  # fmt: skip
    return "; ".join(dict.fromkeys(labels))


def _plain(amount: int, currency: str) -> str:
    """An amount as a spreadsheet reads it: 1234.50, 3000, 12.500; without a Decimal, which costs ten times as much."""
    places = exponent(currency)
    if not places:
        return str(amount)
    digits = f"{abs(amount):0{places + 1}d}"
    return f"{'-' if amount < 0 else ''}{digits[:-places]}.{digits[-places:]}"


def _text(rows: Iterable[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()
