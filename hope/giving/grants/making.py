"""Passing money on to a partner: only what is settled and not passed on yet, the oldest gifts first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from hope.giving import parcels, years
from hope.giving.models import EntryKind, Grant, GrantPart, GrantShare, LedgerEntry, Parcel
from hope.kernel import audit
from hope.kernel.bulk import insert_all
from hope.kernel.clock import charity_midnight, now
from hope.kernel.money import Money
from hope.kernel.references import new_reference


class CannotGrant(Exception):
    """Why nothing was passed on, in words for staff."""


@dataclass(frozen=True)
class Share:
    """What is taken from the gifts to one campaign."""

    campaign_id: int
    title: str
    total: Money


@dataclass(frozen=True)
class Wish:
    """What was paid to whom; `key` makes it one grant, however often the form is sent."""

    organization_id: int
    organization_name: str
    granted_on: date
    shares: tuple[Share, ...]
    key: str
    proof: str = ""
    is_example: bool = False


def make(session: Session, wish: Wish, actor: str) -> Grant:
    """Record a grant, or find the one that this form made. Raises CannotGrant."""
    hold(session, [share.campaign_id for share in wish.shares])
    if (known := made_by(session, wish.key)) is not None:
        return known
    _check(session, wish)
    grant = Grant(
        reference=new_reference(), key=wish.key, organization_id=wish.organization_id,
        organization_name=wish.organization_name, granted_on=wish.granted_on, proof=wish.proof, recorded_by=actor,
        is_example=wish.is_example,
        shares=[
            GrantShare(campaign_id=share.campaign_id, campaign_title=share.title, total=share.total)
            for share in wish.shares
        ],
    )  # fmt: skip
    session.add(grant)
    session.flush()
    for share in grant.shares:
        _take(session, grant, share)
    moment = charity_midnight(wish.granted_on)
    _book(session, grant, [(share.campaign_id, -share.total) for share in grant.shares], grant.source, moment)
    details = {"amount": f"{grant.total.decimal} {grant.total.currency}", "to": wish.organization_name}
    audit.note(session, actor, "record grant", f"grant:{grant.id}", wish.proof, details)
    return grant


def made_by(session: Session, key: str) -> Grant | None:
    """The grant that this form made already."""
    return session.scalar(select(Grant).where(Grant.key == key))


def undo(session: Session, grant_id: int, reason: str, actor: str) -> bool:
    """Take a grant back by entries against it; its gifts wait again. False when that was done before."""
    grant = session.get_one(Grant, grant_id, with_for_update=True, populate_existing=True)
    if grant.undone_at is not None:
        return False
    hold(session, [share.campaign_id for share in grant.shares])
    for part in session.scalars(select(GrantPart).where(GrantPart.grant_id == grant_id)).all():
        parcel = session.get_one(Parcel, part.parcel_id, with_for_update=True, populate_existing=True)
        parcel.passed -= part.amount
    session.flush()
    session.execute(delete(GrantPart).where(GrantPart.grant_id == grant_id))
    grant.undone_at, grant.undone_by, grant.undone_reason = now(), actor, reason[:300]
    back = [(share.campaign_id, share.total) for share in grant.shares]
    _book(session, grant, back, f"{grant.source}/undone", now())
    audit.note(session, actor, "undo grant", f"grant:{grant_id}", reason[:300])
    return True


def hold(session: Session, campaign_ids: Iterable[int]) -> None:
    """Let one grant at a time take from a campaign; gifts go on coming in."""
    campaign = Grant.metadata.tables["campaign"]
    rows = select(campaign.c.id).where(campaign.c.id.in_(sorted(campaign_ids))).order_by(campaign.c.id)
    session.execute(rows.with_for_update(key_share=True)).all()


def _check(session: Session, wish: Wish) -> None:
    if not wish.shares or len({share.total.currency for share in wish.shares}) > 1:
        raise CannotGrant("Say how much of which campaign is passed on, in one currency.")
    ready = parcels.left(session, [share.campaign_id for share in wish.shares])
    for share in wish.shares:
        most = ready.get(share.campaign_id, Money.zero(share.total.currency))
        if most.currency != share.total.currency or not 0 < share.total.amount <= most.amount:
            words = f"No more than {most.decimal} {most.currency} of “{share.title}” is settled and waits."
            raise CannotGrant(words)


def _take(session: Session, grant: Grant, share: GrantShare) -> None:
    """Empty the oldest parcels of a campaign, until the share is full."""
    wanted, parts = share.total.amount, []
    for parcel in parcels.oldest(session, share.campaign_id):
        taken = min(wanted, parcel.ready - parcel.passed)
        parcel.passed += taken
        parts.append({"grant_id": grant.id, "parcel_id": parcel.id, "amount": taken})
        wanted -= taken
        if not wanted:
            break
    if wanted:
        raise CannotGrant(f"The gifts to “{share.campaign_title}” have changed meanwhile. Please look again.")
    insert_all(session, GrantPart, parts)


def _book(
    session: Session, grant: Grant, amounts: list[tuple[int, Money]], source: str, moment: datetime
) -> None:
    entries = [
        {
            "kind": EntryKind.GRANT,
            "gift_id": None,
            "campaign_id": campaign_id,
            "amount": amount.amount,
            "currency": amount.currency,
            "source": source,
            "occurred_at": moment,
            "recorded_at": now(),
        }
        for campaign_id, amount in amounts
    ]
    insert_all(session, LedgerEntry, entries)
    years.count(session, (years.Booked(to, EntryKind.GRANT, amount, moment) for to, amount in amounts))
