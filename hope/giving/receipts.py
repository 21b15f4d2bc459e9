"""Receipts: each gift gets the next number of its year, and no number is left out."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from hope.giving.models import Gift, Receipt, ReceiptCounter
from hope.kernel.clock import charity_time
from hope.kernel.db import insert_or_ignore
from hope.kernel.money import Money

# The IRS asks for one of three statements in the acknowledgment of a gift of $250 or more (26 U.S.C. 170(f)(8),
# Publication 1771); it is on every receipt here, because it is true of each and harms none.
NOTHING_IN_RETURN = "No goods or services were provided in exchange for this gift."


def issue(session: Session, gift: Gift) -> Receipt:
    """Acknowledge a gift under the next number of the year in which it was given."""
    number = _next_number(session, charity_time(gift.given_at).year)
    return _add(session, gift, number, 1, gift.total)


def replace(session: Session, gift: Gift, kept: Money) -> Receipt | None:
    """Issue the version that says what is left of a gift; None when the newest one says so already."""
    newest = receipt_of(session, gift.id)
    if newest is None or newest.kept == kept:
        return None
    return _add(session, gift, newest.number, newest.version + 1, kept)


def receipt_of(session: Session, gift_id: int) -> Receipt | None:
    """The newest receipt of a gift."""
    newest = select(Receipt).where(Receipt.gift_id == gift_id).order_by(Receipt.version.desc()).limit(1)
    return session.scalar(newest)


def _add(session: Session, gift: Gift, number: str, version: int, kept: Money) -> Receipt:
    receipt = Receipt(number=number, version=version, gift_id=gift.id, kept=kept)
    session.add(receipt)
    session.flush()
    return receipt


def _next_number(session: Session, year: int) -> str:
    session.execute(insert_or_ignore(ReceiptCounter, year=year, last=0))
    step = update(ReceiptCounter).where(ReceiptCounter.year == year).values(last=ReceiptCounter.last + 1)
    # Rolled back together with its gift, so that a failed recording leaves no gap.
    number = session.execute(step.returning(ReceiptCounter.last)).scalar_one()
    return f"{year}-{number:06d}"
