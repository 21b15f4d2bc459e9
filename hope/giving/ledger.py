"""The books: entries are only ever added, and every total is kept in the transaction of its entry."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from hope.giving.models import CampaignGiver, CampaignTotal, EntryKind, Gift, LedgerEntry
from hope.kernel.db import insert_or_ignore
from hope.kernel.money import Money


def book_gift(session: Session, gift: Gift) -> None:
    """Book a gift: one entry for each campaign it is for, then the totals."""
    shares = per_campaign(gift)
    for campaign_id, amount in shares.items():
        source = f"{gift.source}/campaign:{campaign_id}"
        _add(session, EntryKind.GIFT, gift, campaign_id, amount, source, gift.given_at)
    session.flush()
    for campaign_id, amount in shares.items():
        _count(session, campaign_id, amount, gift)


def book_fee(session: Session, gift: Gift, fee: Money, source: str, moment: datetime) -> None:
    """Book what Stripe kept of a gift, shared among its campaigns as the gift was."""
    for campaign_id, amount in _shared(gift, fee).items():
        _add(session, EntryKind.FEE, gift, campaign_id, -amount, f"{source}/campaign:{campaign_id}", moment)


def book_refund(session: Session, gift: Gift, refund: Money, source: str, moment: datetime) -> None:
    """Book money that went back; the campaigns' totals follow, their givers stay givers."""
    shares = _shared(gift, refund)
    for campaign_id, amount in shares.items():
        _add(
            session, EntryKind.REFUND, gift, campaign_id, -amount, f"{source}/campaign:{campaign_id}", moment
        )
    session.flush()
    for campaign_id, amount in shares.items():
        _add_to_total(session, campaign_id, -amount, gifts=0, givers=0)


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


def _shared(gift: Gift, amount: Money) -> dict[int, Money]:
    """Share an amount among the gift's campaigns to the last cent; a share of nothing is left out."""
    shares = per_campaign(gift)
    parts = amount.split([share.amount for share in shares.values()])
    return {campaign: part for campaign, part in zip(shares, parts, strict=True) if part}


def _add(
    session: Session,
    kind: EntryKind,
    gift: Gift,
    campaign_id: int,
    amount: Money,
    source: str,
    moment: datetime,
) -> None:
    session.add(
        LedgerEntry(
            kind=kind,
            gift_id=gift.id,
            campaign_id=campaign_id,
            total=amount,
            source=source,
            occurred_at=moment,
        )
    )


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
