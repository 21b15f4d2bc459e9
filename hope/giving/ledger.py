"""The books: entries are only ever added, and every total is kept in the transaction of its entry."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from hope.giving import parcels, summaries, years
from hope.giving.arrivals import Recorded
from hope.giving.facts import Movement
from hope.giving.lines import per_campaign
from hope.giving.models import CampaignGiver, CampaignTotal, EntryKind, Gift, LedgerEntry
from hope.kernel.bulk import add_up, insert_all
from hope.kernel.clock import now
from hope.kernel.db import insert_or_ignore
from hope.kernel.money import Money


@dataclass
class Step:
    """How far a campaign's total moves."""

    amount: Money
    gifts: int = 0
    givers: int = 0


def book_gifts(session: Session, gifts: Sequence[Recorded]) -> None:
    """Book gifts: one entry for each campaign that a gift is for."""
    moment = now()
    entries = [
        {
            "kind": gift.kind,
            "gift_id": gift.id,
            "campaign_id": campaign_id,
            "amount": share.amount,
            "currency": share.currency,
            "source": gift.source,
            "occurred_at": gift.given_at,
            "recorded_at": moment,
        }
        for gift in gifts
        for campaign_id, share in gift.shares.items()
    ]
    insert_all(session, LedgerEntry, entries)


def count_gifts(session: Session, gifts: Sequence[Recorded]) -> None:
    """Count booked gifts, and whoever gives to a campaign for the first time, into the campaigns' totals."""
    pairs = sorted({(campaign_id, gift.supporter_id) for gift in gifts for campaign_id in gift.shares})
    givers = [{"campaign_id": campaign_id, "supporter_id": supporter} for campaign_id, supporter in pairs]
    newcomers = insert_all(session, CampaignGiver, givers, CampaignGiver.campaign_id, or_ignore=True)
    steps: dict[int, Step] = {}
    for gift in gifts:
        for campaign_id, share in gift.shares.items():
            step = steps.setdefault(campaign_id, Step(Money.zero(share.currency)))
            step.amount, step.gifts = step.amount + share, step.gifts + 1
    for row in newcomers:
        steps[row.campaign_id].givers += 1
    shares = ((gift, *share) for gift in gifts for share in gift.shares.items())
    years.count(session, (years.Booked(to, gift.kind, share, gift.given_at) for gift, to, share in shares))
    move_totals(session, steps)


def book_fee(session: Session, gift: Gift, fee: Money, source: str, moment: datetime) -> bool:
    """Book what Stripe kept of a gift, shared among its campaigns as the gift was."""
    return _book(session, EntryKind.FEE, gift, -fee, source, moment)


def book_refund(
    session: Session, gift: Gift, refund: Money, source: str, moment: datetime, of: int = 0
) -> bool:
    """Book money that went back, from all campaigns or out of one; totals follow, givers stay givers."""
    one = {of: -refund} if _standing(session, gift)[1].get(of, 0) >= refund.amount else None
    return _book(session, EntryKind.REFUND, gift, -refund, source, moment, one)


def book_reversal(
    session: Session,
    gift: Gift,
    amount: Money,
    source: str,
    moment: datetime,
    to: dict[int, Money] | None = None,
) -> bool:
    """Book money that came again: a refund that failed, `to` where it had left from, or a dispute that was won."""
    return _book(session, EntryKind.REVERSAL, gift, amount, source, moment, to)


def book_movement(session: Session, gift: Gift, movement: Movement) -> bool:
    """Book one step of a dispute, and the fee that Stripe took with it."""
    source, moment = f"{gift.origin}:{movement.transaction_id}", movement.moved_at
    kind = EntryKind.DISPUTE if movement.amount.amount < 0 else EntryKind.REVERSAL
    booked = _book(session, kind, gift, movement.amount, source, moment)
    if movement.fee:
        _book(session, EntryKind.FEE, gift, -movement.fee, f"{source}/fee", moment)
    return booked


def book_move(session: Session, gift: Gift, steps: dict[int, Step], source: str, moment: datetime) -> None:
    """Book what one campaign gives up of a gift and another one gets."""
    for campaign_id, step in steps.items():
        _add(session, EntryKind.MOVE, gift, campaign_id, step.amount, source, moment)
    _follow(session, EntryKind.MOVE, gift, steps, moment)


def book_taking_back(
    session: Session, gift: Gift, source: str, moment: datetime, givers_less: Collection[int]
) -> None:
    """Book that an entry was wrong: nothing of the gift is left, and no campaign counts it any more."""
    _, left = _standing(session, gift)
    steps = {
        campaign: Step(Money(-amount, gift.total.currency), gifts=-1, givers=-int(campaign in givers_less))
        for campaign, amount in left.items()
        if amount
    }
    for campaign_id, step in steps.items():
        _add(session, EntryKind.REVERSAL, gift, campaign_id, step.amount, source, moment)
    _follow(session, EntryKind.REVERSAL, gift, steps, moment)


def shares_of(session: Session, gift: Gift) -> list[int]:
    """The campaigns that still have something of a gift."""
    return [campaign for campaign, amount in _standing(session, gift)[1].items() if amount]


def shares_going_back(session: Session, gift: Gift, amount: Money) -> dict[int, Money]:
    """How much each campaign would lose if this much went back now."""
    return _shared(session, EntryKind.REFUND, gift, -amount)


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


def _shared(session: Session, kind: EntryKind, gift: Gift, amount: Money) -> dict[int, Money]:
    """Share an amount among the gift's campaigns to the last cent; a share of nothing is left out.

    What goes back is taken from what is left of each share, and what comes again fills up what was taken: many
    small refunds must not take from one campaign what was given to another.
    """
    shares, left = _standing(session, gift)
    weights = shares
    if kind is not EntryKind.FEE:
        weights = left if amount.amount < 0 else {name: shares[name] - left[name] for name in shares}
    if min(weights.values()) < 0 or sum(weights.values()) < abs(amount.amount):
        weights = shares
    parts = amount.split(list(weights.values()))
    return {campaign: part for campaign, part in zip(weights, parts, strict=True) if part}


def _standing(session: Session, gift: Gift) -> tuple[dict[int, int], dict[int, int]]:
    """What each campaign was given of a gift, or had moved to it, and what it still has of that, in minor units."""
    entry = LedgerEntry.__table__.c
    moved = func.sum(case((entry.kind == EntryKind.MOVE, entry.amount), else_=0))
    sums = select(entry.campaign_id, moved, func.sum(entry.amount)).group_by(entry.campaign_id)
    shares = {campaign: share.amount for campaign, share in per_campaign(gift).items()}
    left = dict.fromkeys(shares, 0)
    for campaign, more, kept in session.execute(
        sums.where(entry.gift_id == gift.id, entry.kind != EntryKind.FEE).order_by(entry.campaign_id)
    ):
        shares[campaign] = shares.get(campaign, 0) + int(more)
        left[campaign] = int(kept)
    return shares, left


def _book(
    session: Session,
    kind: EntryKind,
    gift: Gift,
    amount: Money,
    source: str,
    moment: datetime,
    shares: dict[int, Money] | None = None,
) -> bool:
    """Add what this source proves, unless it is there; campaigns' totals move with everything but fees."""
    if session.scalar(select(LedgerEntry.id).where(LedgerEntry.source == source).limit(1)):
        return False  # the shares of a second telling would be others
    shares = shares or _shared(session, kind, gift, amount)
    added = {
        campaign_id: Step(share)
        for campaign_id, share in shares.items()
        if _add(session, kind, gift, campaign_id, share, source, moment)
    }
    if added:
        _follow(session, kind, gift, added, moment)
    return bool(added)


def _follow(session: Session, kind: EntryKind, gift: Gift, steps: dict[int, Step], moment: datetime) -> None:
    """Let everything that is kept beside the books follow what was just booked; fees move no total."""
    parcels.refresh(session, [gift.id])
    if kind is not EntryKind.FEE:
        summaries.refresh(session, [gift.id])
    years.count(session, (years.Booked(to, kind, step.amount, moment) for to, step in steps.items()))
    if kind is not EntryKind.FEE:
        move_totals(session, steps)


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


def move_totals(session: Session, steps: dict[int, Step]) -> None:
    """Move the one row that all gifts to a campaign share; it comes last, so that writers wait for it briefly."""
    values = [
        {
            "campaign_id": campaign_id,
            "amount": step.amount.amount,
            "currency": step.amount.currency,
            "gifts": step.gifts,
            "givers": step.givers,
        }
        # In one order, so that two who move the same two rows never wait for each other.
        for campaign_id, step in sorted(steps.items())
    ]
    add_up(session, CampaignTotal, ("campaign_id",), values, ("amount", "gifts", "givers"))
