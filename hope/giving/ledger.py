"""The books: entries are only ever added, and every total is kept in the transaction of its entry."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hope.giving.facts import Movement
from hope.giving.models import CampaignGiver, CampaignTotal, EntryKind, Gift, LedgerEntry
from hope.kernel.clock import now
from hope.kernel.db import insert_or_ignore
from hope.kernel.money import Money


def book_gift(session: Session, gift: Gift) -> None:
    """Book a gift: one entry for each campaign it is for, then the totals."""
    shares = per_campaign(gift)
    for campaign_id, amount in shares.items():
        _add(session, EntryKind.GIFT, gift, campaign_id, amount, gift.source, gift.given_at)
    for campaign_id, amount in shares.items():
        _count(session, campaign_id, amount, gift)


def book_fee(session: Session, gift: Gift, fee: Money, source: str, moment: datetime) -> bool:
    """Book what Stripe kept of a gift, shared among its campaigns as the gift was."""
    return _book(session, EntryKind.FEE, gift, -fee, source, moment)


def book_refund(session: Session, gift: Gift, refund: Money, source: str, moment: datetime) -> bool:
    """Book money that went back; the campaigns' totals follow, their givers stay givers."""
    return _book(session, EntryKind.REFUND, gift, -refund, source, moment)


def book_reversal(session: Session, gift: Gift, amount: Money, source: str, moment: datetime) -> bool:
    """Book money that came again: a refund that failed, a dispute that was won."""
    return _book(session, EntryKind.REVERSAL, gift, amount, source, moment)


def book_movement(session: Session, gift: Gift, movement: Movement) -> bool:
    """Book one step of a dispute, and the fee that Stripe took with it."""
    source, moment = f"stripe:{movement.transaction_id}", movement.moved_at
    kind = EntryKind.DISPUTE if movement.amount.amount < 0 else EntryKind.REVERSAL
    booked = _book(session, kind, gift, movement.amount, source, moment)
    if movement.fee:
        _book(session, EntryKind.FEE, gift, -movement.fee, f"{source}/fee", moment)
    return booked


def kept_of(session: Session, gift: Gift) -> Money:
    """What is left of a gift after everything that went back and came again."""
    session.flush()
    entries = select(func.coalesce(func.sum(LedgerEntry.__table__.c.amount), 0)).where(
        LedgerEntry.gift_id == gift.id, LedgerEntry.kind != EntryKind.FEE
    )
    return Money(int(session.execute(entries).scalar_one()), gift.total.currency)


def raised_by(session: Session, campaign_ids: Iterable[int]) -> dict[int, CampaignTotal]:
    """The totals of these campaigns; one that nobody gave to yet has none."""
    rows = session.scalars(select(CampaignTotal).where(CampaignTotal.campaign_id.in_(list(campaign_ids))))
    return {row.campaign_id: row for row in rows}


def per_campaign(gift: Gift) -> dict[int, Money]:
    """How much of a gift is for which campaign, the cover included."""
    shares: dict[int, Money] = {}
    for line in gift.lines:
        before = shares.get(line.campaign_id, Money.zero(line.total.currency))
        shares[line.campaign_id] = before + line.total
    return shares


def _shared(session: Session, kind: EntryKind, gift: Gift, amount: Money) -> dict[int, Money]:
    """Share an amount among the gift's campaigns to the last cent; a share of nothing is left out.

    What goes back is taken from what is left of each share, and what comes again fills up what was taken: many
    small refunds must not take from one campaign what was given to another.
    """
    weights = shares = {campaign: share.amount for campaign, share in per_campaign(gift).items()}
    if kind is not EntryKind.FEE:
        left = _left(session, gift)
        weights = left if amount.amount < 0 else {name: shares[name] - left[name] for name in shares}
    if min(weights.values()) < 0 or sum(weights.values()) < abs(amount.amount):
        weights = shares
    parts = amount.split(list(weights.values()))
    return {campaign: part for campaign, part in zip(weights, parts, strict=True) if part}


def _left(session: Session, gift: Gift) -> dict[int, int]:
    """What each campaign still has of a gift, in minor units."""
    table = LedgerEntry.__table__
    sums = select(table.c.campaign_id, func.sum(table.c.amount)).group_by(table.c.campaign_id)
    of_gift = sums.where(LedgerEntry.gift_id == gift.id, LedgerEntry.kind != EntryKind.FEE)
    found = {campaign: int(amount) for campaign, amount in session.execute(of_gift)}
    return {campaign: found.get(campaign, 0) for campaign in per_campaign(gift)}


def _book(
    session: Session, kind: EntryKind, gift: Gift, amount: Money, source: str, moment: datetime
) -> bool:
    """Add what this source proves, unless it is there; campaigns' totals move with everything but fees."""
    if session.scalar(select(LedgerEntry.id).where(LedgerEntry.source == source).limit(1)):
        return False  # the shares of a second telling would be others
    added = False
    for campaign_id, share in _shared(session, kind, gift, amount).items():
        if not _add(session, kind, gift, campaign_id, share, source, moment):
            continue
        added = True
        if kind is not EntryKind.FEE:
            _add_to_total(session, campaign_id, share, gifts=0, givers=0)
    return added


def _add(
    session: Session,
    kind: EntryKind,
    gift: Gift,
    campaign_id: int,
    amount: Money,
    source: str,
    moment: datetime,
) -> bool:
    row = insert_or_ignore(
        LedgerEntry,
        kind=kind,
        gift_id=gift.id,
        campaign_id=campaign_id,
        amount=amount.amount,
        currency=amount.currency,
        source=source,
        occurred_at=moment,
        recorded_at=now(),
    )
    return session.execute(row.returning(LedgerEntry.id)).first() is not None


def _count(session: Session, campaign_id: int, amount: Money, gift: Gift) -> None:
    first = insert_or_ignore(CampaignGiver, campaign_id=campaign_id, supporter_id=gift.supporter_id)
    newcomer = session.execute(first.returning(CampaignGiver.campaign_id)).first() is not None
    _add_to_total(session, campaign_id, amount, gifts=1, givers=int(newcomer))


def _add_to_total(session: Session, campaign_id: int, amount: Money, *, gifts: int, givers: int) -> None:
    """Move the one row that all gifts to a campaign share; it comes last, so that writers wait for it briefly."""
    table = CampaignTotal.__table__
    fresh = insert_or_ignore(
        CampaignTotal, campaign_id=campaign_id, amount=0, currency=amount.currency, gifts=0, givers=0
    )
    session.execute(fresh)
    session.execute(
        table.update()  # type: ignore[attr-defined]
        .where(table.c.campaign_id == campaign_id)
        .values(
            amount=table.c.amount + amount.amount,
            gifts=table.c.gifts + gifts,
            givers=table.c.givers + givers,
        )
    )
