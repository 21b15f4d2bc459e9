"""Receipts: each gift gets the next number of its year, and no number is left out."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from hope.giving.arrivals import Recorded
from hope.giving.models import Gift, Receipt, ReceiptCounter
from hope.kernel.bulk import count_up, insert_all
from hope.kernel.clock import charity_time, now
from hope.kernel.money import Money

# The IRS asks for one of three statements in the acknowledgment of a gift of $250 or more (26 U.S.C. 170(f)(8),
# Publication 1771); it is on every receipt here, because it is true of each and harms none.
NOTHING_IN_RETURN = "No goods or services were provided in exchange for this gift."


def issue(session: Session, gifts: Sequence[Recorded]) -> list[int]:
    """Acknowledge gifts under the next numbers of the years in which they were given; their row numbers, in order."""
    years = [charity_time(gift.given_at).year for gift in gifts]
    numbers = {year: _next_numbers(session, year, years.count(year)) for year in sorted(set(years))}
    moment = now()
    rows = [
        {
            "number": next(numbers[year]),
            "version": 1,
            "gift_id": gift.id,
            "kept_amount": gift.total.amount,
            "currency": gift.total.currency,
            "issued_at": moment,
        }
        for gift, year in zip(gifts, years, strict=True)
    ]
    issued = {row.gift_id: row.id for row in insert_all(session, Receipt, rows, Receipt.gift_id, Receipt.id)}
    return [issued[gift.id] for gift in gifts]


def replace(session: Session, gift: Gift, kept: Money) -> Receipt | None:
    """Issue the version that says what is left of a gift; None when the newest one says so already."""
    newest = receipt_of(session, gift.id)
    if newest is None or newest.kept == kept:
        return None
    receipt = Receipt(number=newest.number, version=newest.version + 1, gift_id=gift.id, kept=kept)
    session.add(receipt)
    session.flush()
    return receipt


def receipt_of(session: Session, gift_id: int) -> Receipt | None:
    """The newest receipt of a gift."""
    newest = select(Receipt).where(Receipt.gift_id == gift_id).order_by(Receipt.version.desc()).limit(1)
    return session.scalar(newest)


def _next_numbers(session: Session, year: int, count: int) -> Iterator[str]:
    # Counted in the transaction of its gifts and rolled back together with them, so that no number is left out.
    last = count_up(session, ReceiptCounter, {"year": year, "last": count}, "year", "last")
    return (f"{year}-{number:06d}" for number in range(last - count + 1, last + 1))
