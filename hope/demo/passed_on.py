"""Payments to partners that never were, recorded through the same code as real ones; nobody is written to."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hope.campaigns.models import Campaign
from hope.demo import content
from hope.giving import parcels
from hope.giving.grants.making import Share, Wish, make
from hope.giving.models import FieldNote, Grant, Stage
from hope.kernel.clock import charity_day
from hope.kernel.money import Money

ACTOR = "example"


def add_grants(session: Session, moment: datetime) -> list[Grant]:
    """Add the example grants with their notes; where there are grants already, nothing is added."""
    if session.scalar(select(Grant.id).limit(1)) is not None:
        return []
    made = [_grant(session, entry, moment, number) for number, entry in enumerate(content.grants())]
    session.flush()
    return [grant for grant in made if grant]


def _grant(session: Session, entry: dict[str, Any], moment: datetime, number: int) -> Grant | None:
    campaign = session.scalars(select(Campaign).where(Campaign.slug == entry["campaign"])).one()
    ready = parcels.left(session, [campaign.id]).get(campaign.id)
    if ready is None or ready.amount <= 0:
        return None
    paid_at = moment - timedelta(days=entry["days_ago"])
    # Nobody pays cents to a partner while more is to come.
    part = ready.amount * entry["percent"] // 100
    total = Money(part if entry["percent"] == 100 else part // 10_000 * 10_000 or part, ready.currency)
    wish = Wish(
        campaign.organization_id, campaign.organization.name, charity_day(paid_at),
        (Share(campaign.id, campaign.title, total),), f"{ACTOR}-{number}", is_example=True,
    )  # fmt: skip
    grant = make(session, wish, ACTOR)
    grant.created_at = grant.told_at = paid_at
    session.add_all(
        FieldNote(
            grant_id=grant.id, stage=Stage(note["stage"]), body=note["body"], happened_on=_ago(moment, note),
            written_by=ACTOR,
        )
        for note in entry.get("note", ())
    )  # fmt: skip
    return grant


def _ago(moment: datetime, note: dict[str, Any]) -> date:
    return charity_day(moment - timedelta(days=note["days_ago"]))
