"""What may be passed on of each gift: kept in step with the books, from the day on which the money is really there.

Money is there when Stripe has told what the payment cost, or when staff have it in hand. A gift of which the cost is
not known yet has no parcel.
"""

from collections.abc import Collection, Iterator

from sqlalchemy import case, func, literal, select
from sqlalchemy.orm import Session

from hope.giving.models import EntryKind, Gift, LedgerEntry, OfflineGift, Parcel, Settlement
from hope.kernel.bulk import straight
from hope.kernel.db import insert
from hope.kernel.money import Money

_entry, _gift, _parcel = LedgerEntry.__table__.c, Gift.__table__.c, Parcel.__table__.c
AT_ONCE = 500
COLUMNS = ["campaign_id", "gift_id", "currency", "ready", "passed", "settled_at"]


def refresh(session: Session, gift_ids: Collection[int]) -> None:
    """Make the parcels of these gifts, or put what is ready in them in step with the books."""
    if not gift_ids:
        return
    connection = straight(session)
    in_hand = case((OfflineGift.gift_id.is_not(None), _gift.given_at), (_gift.is_example, _gift.given_at))
    there_since = func.coalesce(Settlement.settled_at, in_hand)
    sums = (
        select(_entry.campaign_id, _gift.id, _gift.currency, func.sum(_entry.amount), literal(0), there_since)
        .join_from(LedgerEntry, Gift, _gift.id == _entry.gift_id)
        .outerjoin(Settlement, Settlement.gift_id == _gift.id)
        .outerjoin(OfflineGift, OfflineGift.gift_id == _gift.id)
        .where(_gift.id.in_(gift_ids), there_since.is_not(None), _entry.kind != EntryKind.GRANT)
        .group_by(
            _entry.campaign_id, _gift.id, _gift.currency, Settlement.settled_at, OfflineGift.gift_id,
            _gift.given_at, _gift.is_example,
        )
    )  # fmt: skip
    made = insert(connection.dialect.name, Parcel.__table__).from_select(COLUMNS, sums)
    connection.execute(
        made.on_conflict_do_update(
            index_elements=[_parcel.gift_id, _parcel.campaign_id], set_={"ready": made.excluded.ready}
        )
    )


def left(session: Session, campaign_ids: Collection[int]) -> dict[int, Money]:
    """What may be passed on of each campaign now; what went back after it was passed on is taken off."""
    sums = (
        select(_parcel.campaign_id, _parcel.currency, func.sum(_parcel.ready - _parcel.passed))
        .where(_parcel.campaign_id.in_(campaign_ids), _parcel.ready != _parcel.passed)
        .group_by(_parcel.campaign_id, _parcel.currency)
    )
    return {campaign_id: Money(int(sum_), currency) for campaign_id, currency, sum_ in session.execute(sums)}


def oldest(session: Session, campaign_id: int) -> Iterator[Parcel]:
    """The parcels of a campaign that still have something to pass on, held, in the order in which they settled."""
    waiting = (
        select(Parcel)
        .where(Parcel.campaign_id == campaign_id, Parcel.ready > Parcel.passed, Parcel.ready != Parcel.passed)
        .order_by(Parcel.settled_at, Parcel.id)
        .limit(AT_ONCE)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    # What was taken is written before more is asked for, so each question begins where the last one ended.
    while found := session.scalars(waiting).all():
        yield from found
        session.flush()
