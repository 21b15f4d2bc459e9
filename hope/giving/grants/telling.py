"""Telling givers, once for each gift, that it was passed on.

A grant is told of an hour after it was recorded, so that a slip can be undone before anybody hears of it. The worker
goes through its givers a thousand at a time; the cause of each letter names the grant and the giver, so no crash and
no second worker makes two. Whoever gave each month gets one letter for all that moved with one grant.
"""

from datetime import timedelta
from typing import Any

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session, aliased

from hope.accounts.models import Supporter
from hope.giving.models import Gift, Grant, GrantPart, Parcel, QuietGiver
from hope.kernel.clock import now
from hope.kernel.db import db, unit_of_work
from hope.kernel.mail import outbox

MAIL = "gift_moved"
SECOND_THOUGHTS = timedelta(hours=1)
AT_ONCE = 1000


def tell_due() -> int:
    """Write down the letters of every grant that is due to be told; how many there were."""
    due = select(Grant.id).where(
        Grant.told_at.is_(None), Grant.undone_at.is_(None), Grant.created_at <= now() - SECOND_THOUGHTS
    )
    return sum(_tell(grant_id) for grant_id in db.session.scalars(due.order_by(Grant.id)).all())


def moved_first(session: Session, grant_id: int, supporter_id: int) -> list[Gift]:
    """The gifts of somebody of which a part was passed on with this grant, and none with an earlier one."""
    rows = _moved(grant_id).where(Gift.supporter_id == supporter_id).order_by(Gift.given_at, Gift.id)
    return list(session.scalars(rows.with_only_columns(Gift).distinct()))


def _tell(grant_id: int) -> int:
    mark, told = 0, 0
    while True:
        with unit_of_work() as session:
            givers = session.execute(_givers(grant_id, mark)).all()
            rows = [
                outbox.row(
                    MAIL, email, f"{MAIL}:{grant_id}:{number}", {"grant_id": grant_id, "giver": number}
                )
                for number, email in givers
            ]
            outbox.post_many(session, rows)
            if len(givers) < AT_ONCE:
                session.get_one(Grant, grant_id).told_at = now()
                return told + len(rows)
        mark, told = givers[-1][0], told + len(rows)


def _givers(grant_id: int, mark: int) -> Select[Any]:
    """The next givers of a grant, with their addresses; examples and those who asked for quiet are left out."""
    quiet = select(QuietGiver.supporter_id).where(QuietGiver.supporter_id == Supporter.id)
    rows: Any = (
        _moved(grant_id)
        .join(Supporter, Supporter.id == Gift.supporter_id)
        .where(Gift.is_example.is_(False), Supporter.erased_at.is_(None), Supporter.id > mark, ~exists(quiet))
        .with_only_columns(Supporter.id, Supporter.email)
        .distinct()
        .order_by(Supporter.id)
        .limit(AT_ONCE)
    )
    found: Select[Any] = rows
    return found


def _moved(grant_id: int) -> Select[Any]:
    other, before = aliased(GrantPart), aliased(Parcel)
    earlier = (
        select(other.parcel_id)
        .join(before, before.id == other.parcel_id)
        .where(before.gift_id == Gift.id, other.grant_id < grant_id)
    )
    return (
        select(Gift.id)
        .join(Parcel, Parcel.gift_id == Gift.id)
        .join(GrantPart, GrantPart.parcel_id == Parcel.id)
        .where(GrantPart.grant_id == grant_id, ~exists(earlier))
    )
