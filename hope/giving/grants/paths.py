"""What became of a gift, step by step: received, passed on, put to work, told."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from hope.giving.models import (
    CampaignYear,
    FieldNote,
    Gift,
    Grant,
    GrantPart,
    GrantShare,
    Parcel,
    Stage,
)
from hope.kernel.money import Money

STEPS = ("received", "passed on", "put to work", "told")
NEWEST = 6


@dataclass(frozen=True)
class Passed:
    """A part of a gift that went to a partner with one grant."""

    amount: Money
    organization: str
    granted_on: date
    notes: tuple[FieldNote, ...]


@dataclass(frozen=True)
class Path:
    """How far one gift has come. `settled_at` is None while its cost is not known; `waiting` is still with us."""

    given_at: datetime
    settled_at: datetime | None
    waiting: Money
    passed: tuple[Passed, ...]

    @property
    def step(self) -> str:
        """The furthest step that any part of it has reached."""
        return STEPS[furthest(self.passed)]

    @property
    def reached(self) -> int:
        """How many of the four steps are done."""
        return furthest(self.passed) + 1


@dataclass(frozen=True)
class CampaignPath:
    """How far the gifts to a campaign have come: what is passed on and what waits, and the newest grants."""

    passed_on: Money
    waiting: Money
    grants: tuple[Passed, ...]


def furthest(passed: Iterable[Passed]) -> int:
    """The number of the furthest step: 0 received, 1 passed on, 2 put to work, 3 told."""
    stages = {note.stage for part in passed for note in part.notes}
    if Stage.TOLD in stages:
        return 3
    return 2 if stages else int(any(True for _ in passed))


def of_gifts(session: Session, gifts: Collection[Gift]) -> dict[int, Path]:
    """The paths of these gifts, by their numbers."""
    ids = [gift.id for gift in gifts]
    settled: dict[int, datetime] = {}
    waiting: dict[int, int] = defaultdict(int)
    for parcel in session.scalars(select(Parcel).where(Parcel.gift_id.in_(ids))):
        assert parcel.gift_id is not None
        settled[parcel.gift_id] = parcel.settled_at
        waiting[parcel.gift_id] += max(parcel.ready - parcel.passed, 0)
    passed: dict[int, list[Passed]] = defaultdict(list)
    for gift_id, amount, currency, grant in _parts(session, ids):
        passed[gift_id].append(_passed(grant, Money(amount, currency)))
    return {
        gift.id: Path(
            gift.given_at,
            settled.get(gift.id),
            Money(waiting[gift.id], gift.total.currency),
            tuple(passed[gift.id]),
        )
        for gift in gifts
    }


def of_campaign(session: Session, campaign_id: int) -> CampaignPath | None:
    """How far the gifts to a campaign have come; None where nothing was ever passed on."""
    # A row for each year: a handful, however many gifts there are.
    years = session.scalars(select(CampaignYear).where(CampaignYear.campaign_id == campaign_id)).all()
    granted = sum(row.granted for row in years)
    if not granted:
        return None
    left = sum(row.given + row.matched + row.fees + row.went_back + row.moved + row.granted for row in years)
    currency = years[0].currency
    newest = (
        select(GrantShare)
        .join(Grant, Grant.id == GrantShare.grant_id)
        .where(GrantShare.campaign_id == campaign_id, Grant.undone_at.is_(None))
        .order_by(Grant.granted_on.desc(), Grant.id.desc())
        .limit(NEWEST)
    )
    shares = session.scalars(newest).all()
    grants = _grants(session, {share.grant_id for share in shares})
    parts = tuple(_passed(grants[share.grant_id], share.total) for share in shares)
    return CampaignPath(Money(-granted, currency), Money(left, currency), parts)


def _parts(session: Session, gift_ids: list[int]) -> list[tuple[int, int, str, Grant]]:
    rows = session.execute(
        select(Parcel.gift_id, GrantPart.amount, Parcel.currency, GrantPart.grant_id)
        .join(GrantPart, GrantPart.parcel_id == Parcel.id)
        .where(Parcel.gift_id.in_(gift_ids))
        .order_by(GrantPart.grant_id, Parcel.id)
    ).all()
    grants = _grants(session, {row.grant_id for row in rows})
    return [(row.gift_id, row.amount, row.currency, grants[row.grant_id]) for row in rows]


def _grants(session: Session, grant_ids: Collection[int]) -> dict[int, Grant]:
    found = select(Grant).where(Grant.id.in_(grant_ids)).options(selectinload(Grant.notes))
    return {grant.id: grant for grant in session.scalars(found)}


def _passed(grant: Grant, amount: Money) -> Passed:
    shown = tuple(note for note in grant.notes if note.withdrawn_at is None)
    return Passed(amount, grant.organization_name, grant.granted_on, shown)
