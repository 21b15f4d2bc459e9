"""Who is counted as a giver of a campaign when a gift leaves it, or comes to it, after it was given."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from hope.giving.models import CampaignGiver, Gift, GiftShare, GiftSummary
from hope.kernel.bulk import insert_all


def leave(session: Session, gift: Gift, campaign_id: int) -> bool:
    """The giver is none of this campaign's any more, unless they gave it something else; True when they leave."""
    others = (
        select(GiftShare.gift_id)
        .join(GiftSummary, GiftSummary.gift_id == GiftShare.gift_id)
        .where(
            GiftSummary.supporter_id == gift.supporter_id,
            GiftShare.campaign_id == campaign_id,
            GiftShare.gift_id != gift.id,
            GiftShare.__table__.c.amount > 0,
        )
    )
    if session.scalar(others.limit(1)) is not None:
        return False
    found = delete(CampaignGiver).where(
        CampaignGiver.campaign_id == campaign_id, CampaignGiver.supporter_id == gift.supporter_id
    )
    return session.scalar(found.returning(CampaignGiver.supporter_id)) is not None


def join(session: Session, gift: Gift, campaign_id: int) -> bool:
    """The giver is one of this campaign's from now on; True when they were not before."""
    row = {"campaign_id": campaign_id, "supporter_id": gift.supporter_id}
    return bool(insert_all(session, CampaignGiver, [row], CampaignGiver.campaign_id, or_ignore=True))
