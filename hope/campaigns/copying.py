"""A new draft made of a campaign that there is already."""

from sqlalchemy.orm import Session

from hope.campaigns.models import Campaign, CampaignSlug
from hope.campaigns.tiers import copy_of
from hope.kernel import addresses

LONGEST_TITLE = 200
COPIED = ("summary", "story", "organization_id", "goal_amount", "minimum_amount", "currency", "time_zone",
    "free_amount", "scene", "scene_alt", "picture_id")  # fmt: skip


def copy_campaign(session: Session, campaign: Campaign) -> Campaign:
    """A draft with the words and gifts of a campaign; dates, news and gifts received stay with the old one."""
    title = f"Copy of {campaign.title}"[:LONGEST_TITLE]
    slug = addresses.choose(session, CampaignSlug, "", title, "campaign", None)
    copy = Campaign(slug=slug, title=title, **{name: getattr(campaign, name) for name in COPIED})
    addresses.add(session, copy)
    for position, tier in enumerate(campaign.tiers):
        copy.tiers.append(copy_of(session, tier, position, active=tier.active, suggested=tier.suggested))
        session.flush()  # so that the next one of the same name gets another address
    return copy
