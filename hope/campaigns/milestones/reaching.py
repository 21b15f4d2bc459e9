"""Finding the day on which a campaign came so far: the totals say that it did, the gifts say when."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hope.campaigns.milestones.models import Milestone
from hope.campaigns.models import Campaign, CampaignState
from hope.giving.models import CampaignTotal, GiftShare
from hope.kernel.clock import now
from hope.kernel.db import db, insert_or_ignore, unit_of_work

PERCENTS = (25, 50, 75, 100)
OPEN = (CampaignState.LIVE, CampaignState.ENDED)


def note_all() -> int:
    """Note what was reached since the last time; one row is read for each campaign, gifts only where there is news."""
    total = CampaignTotal.__table__.c
    rows = select(Campaign.id, Campaign.goal_amount, total.amount).join(
        CampaignTotal, total.campaign_id == Campaign.id
    )
    known = {tuple(row) for row in db.session.execute(select(Milestone.campaign_id, Milestone.percent))}
    noted = 0
    for campaign_id, goal, raised in db.session.execute(rows.where(Campaign.state.in_(OPEN))).all():
        for percent in PERCENTS:
            if raised * 100 >= goal * percent and (campaign_id, percent) not in known:
                with unit_of_work() as session:
                    _note(session, campaign_id, percent, goal * percent // 100)
                noted += 1
    return noted


def of_campaign(session: Session, campaign_id: int) -> list[Milestone]:
    """How far a campaign came, in order."""
    rows = select(Milestone).where(Milestone.campaign_id == campaign_id).order_by(Milestone.percent)
    return list(session.scalars(rows))


def _note(session: Session, campaign_id: int, percent: int, wanted: int) -> None:
    share = GiftShare.__table__.c
    so_far = func.sum(share.kept).over(order_by=(share.given_at, share.gift_id))
    growing = select(share.given_at, so_far.label("sum")).where(share.campaign_id == campaign_id).subquery()
    first = select(func.min(growing.c.given_at)).where(growing.c.sum >= wanted)
    # What sponsors added is in the total and in no gift's share: then it was reached just now.
    reached_at = session.scalar(first) or now()
    row = {"campaign_id": campaign_id, "percent": percent, "reached_at": reached_at}
    session.execute(insert_or_ignore(Milestone, **row))
