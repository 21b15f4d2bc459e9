"""Where the doors of a story lead: to the campaign, the gift and the prayer point that it names."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from hope.campaigns import reading as campaigns
from hope.campaigns.models import GivingTier
from hope.campaigns.reading import CampaignCard
from hope.prayer import points
from hope.prayer.points import Shown
from hope.spotlight.models import Story


@dataclass(frozen=True)
class Ways:
    """What stands behind the doors; a door without anything of its own still leads somewhere."""

    campaign: CampaignCard | None
    tier: GivingTier | None
    point: Shown | None


def of(session: Session, story: Story) -> Ways:
    """What stands behind the doors of a story."""
    tier = session.get(GivingTier, story.tier_id) if story.tier_id else None
    campaign_id = tier.campaign_id if tier else story.campaign_id
    campaign = campaigns.of_id(session, campaign_id) if campaign_id else None
    point = points.of_id(session, story.prayer_point_id) if story.prayer_point_id else None
    return Ways(campaign, tier if campaign and tier and tier.active else None, point)
