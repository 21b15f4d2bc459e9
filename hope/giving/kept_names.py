"""The name on a receipt outlives its giver's wish to be forgotten, for as long as receipts have to be kept.

It moves from the gift, which staff see in lists, into a row of its own, which only the drawing of a receipt reads.
"""

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from hope.giving.models import Gift, KeptName, Receipt
from hope.kernel.bulk import insert_all
from hope.kernel.clock import months_later, now

_years = 7


def keep_for(years: int) -> None:
    """Say once, at start, for how many years a receipt is kept; 0 keeps no name."""
    global _years
    _years = years


def keep(session: Session, supporter_id: int) -> None:
    """Put aside the names on the receipts of a person that are not old enough yet."""
    issued = select(Receipt.gift_id, func.max(Receipt.issued_at).label("at")).group_by(Receipt.gift_id)
    newest = issued.join(Gift).where(Gift.supporter_id == supporter_id).subquery()
    rows = session.execute(
        select(Gift.id, Gift.giver_name, newest.c.at).join(newest, newest.c.gift_id == Gift.id)
    )
    kept = [
        {"gift_id": row.id, "name": row.giver_name, "until": months_later(row.at, 12 * _years)}
        for row in rows
        if row.giver_name and months_later(row.at, 12 * _years) > now()
    ]
    insert_all(session, KeptName, kept, or_ignore=True)


def name_of(session: Session, gift: Gift) -> str:
    """The name for the receipt of a gift: the giver's, or the one that was put aside."""
    if gift.giver_name:
        return gift.giver_name
    return session.scalar(select(KeptName.name).where(KeptName.gift_id == gift.id)) or ""


def forget_old(session: Session) -> None:
    """Drop the names whose years are over."""
    session.execute(delete(KeptName).where(KeptName.until <= now()))
