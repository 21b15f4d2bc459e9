"""How far a match is: counted from what each gift of its days still has for the campaign."""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hope.campaigns.matching.models import Match
from hope.giving.models import GiftShare
from hope.kernel.clock import now
from hope.kernel.db import db, unit_of_work

# Gifts of its days may still go back for so long after the last one.
AFTERWARDS = timedelta(days=120)


def count(session: Session, match: Match) -> None:
    """Count one match from the gifts of its days; what went back counts no more."""
    share = GiftShare.__table__.c
    kept = select(func.coalesce(func.sum(share.kept), 0)).where(
        share.campaign_id == match.campaign_id,
        share.given_at >= match.starts_at,
        share.given_at < match.ends_at,
        share.currency == match.currency,
    )
    match.base_amount = max(int(session.execute(kept).scalar_one()), 0)


def count_all(moment: datetime | None = None) -> None:
    """Count every match whose gifts may still change."""
    moment = moment or now()
    alive = select(Match.id).where(Match.starts_at <= moment, Match.ends_at > moment - AFTERWARDS)
    for match_id in db.session.scalars(alive.order_by(Match.id)).all():
        with unit_of_work() as session:
            count(session, session.get_one(Match, match_id, with_for_update=True, populate_existing=True))


def every(session: Session, campaign_id: int) -> list[Match]:
    """Every match of a campaign, the newest first."""
    rows = select(Match).where(Match.campaign_id == campaign_id).order_by(Match.id.desc())
    return list(session.scalars(rows))


def shown(session: Session, campaign_id: int, moment: datetime) -> list[Match]:
    """The matches that a campaign's page tells of: what has begun, the newest first."""
    begun = select(Match).where(Match.campaign_id == campaign_id, Match.starts_at <= moment)
    return [
        match
        for match in session.scalars(begun.order_by(Match.id.desc()).limit(5))
        if match.is_open(moment) or match.matched
    ]
