"""What is known of somebody who gives, for those who look after givers."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hope.giving.models import Gift, GiftSummary, RecurringGift
from hope.kernel.money import Money


@dataclass(frozen=True)
class Known:
    """The newest gifts of a person, what is kept of all of them by currency, and what they give again and again."""

    gifts: list[Gift]
    kept: list[Money]
    count: int
    recurring: list[RecurringGift]


def known(session: Session, supporter_id: int, most: int) -> Known:
    """Read it; at most so many gifts and recurring gifts, the newest first."""
    gifts = (
        select(Gift).where(Gift.supporter_id == supporter_id).order_by(Gift.given_at.desc(), Gift.id.desc())
    )
    again = (
        select(RecurringGift)
        .where(RecurringGift.supporter_id == supporter_id)
        .order_by(RecurringGift.id.desc())
    )
    table = GiftSummary.__table__.c
    sums = session.execute(
        select(table.currency, func.sum(table.kept), func.count())
        .where(table.supporter_id == supporter_id)
        .group_by(table.currency)
        .order_by(table.currency)
    ).all()
    return Known(
        list(session.scalars(gifts.limit(most))),
        [Money(int(kept), currency) for currency, kept, _ in sums],
        sum(count for _, _, count in sums),
        list(session.scalars(again.limit(most))),
    )
