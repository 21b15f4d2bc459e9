"""A sponsor of the example content, who adds to what others give and has paid a part of it."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hope.campaigns.matching import counting, keeping
from hope.campaigns.matching.models import Match
from hope.campaigns.models import Campaign
from hope.demo import content
from hope.demo.passed_on import ACTOR
from hope.kernel.clock import charity_day, charity_midnight
from hope.kernel.money import Money


def add_matches(session: Session, moment: datetime) -> list[Match]:
    """Add the promises of sponsors to the example campaigns, unless there are any; says which were added."""
    if session.scalar(select(Match.id).limit(1)) is not None:
        return []
    examples = {one.slug: one for one in session.scalars(select(Campaign).where(Campaign.is_example))}
    entries = [entry for entry in content.beside("match") if entry["campaign"] in examples]
    return [_match(session, entry, examples[entry["campaign"]], moment) for entry in entries]


def _match(session: Session, entry: dict[str, Any], campaign: Campaign, moment: datetime) -> Match:
    match = Match(
        campaign_id=campaign.id,
        sponsor=entry["sponsor"],
        percent=entry["percent"],
        cap=Money(entry["cap"], campaign.currency),
        starts_at=charity_midnight(charity_day(moment + timedelta(days=entry["starts"]))),
        ends_at=charity_midnight(charity_day(moment + timedelta(days=entry["ends"]))),
    )
    session.add(match)
    session.flush()
    counting.count(session, match)
    # A sponsor pays in round sums.
    paid = Money(match.matched.amount * entry["paid_percent"] // 100 // 10_000 * 10_000, campaign.currency)
    if paid:
        received_on = charity_day(moment - timedelta(days=entry["paid_days_ago"]))
        keeping.confirm(session, match.id, keeping.Seen(paid, received_on, f"{ACTOR}-{match.id}"), ACTOR)
    return match
