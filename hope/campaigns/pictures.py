"""Which campaigns and named gifts show a picture."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from hope.campaigns.models import Campaign, GivingTier
from hope.kernel.media.uses import Use, shows_pictures


@shows_pictures
def uses(session: Session, picture_ids: Sequence[int]) -> Iterator[Use]:
    """Each campaign and each named gift that shows one of these pictures."""
    campaigns = select(Campaign).where(Campaign.picture_id.in_(picture_ids)).order_by(Campaign.title)
    for campaign in session.scalars(campaigns):
        yield _use(campaign.picture_id, "Campaign", campaign.title, campaign)
    tiers = select(GivingTier).where(GivingTier.picture_id.in_(picture_ids)).order_by(GivingTier.id)
    for tier in session.scalars(tiers.options(joinedload(GivingTier.campaign))):
        yield _use(tier.picture_id, "Gift", f"{tier.name}, of {tier.campaign.title}", tier.campaign)


def _use(picture_id: int | None, kind: str, name: str, campaign: Campaign) -> Use:
    return Use(picture_id or 0, kind, name, "admin_campaigns.show", {"campaign_id": campaign.id})
