"""How a campaign comes before the public and leaves it again: what each step needs, and what is still missing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from hope.campaigns.models import Campaign, CampaignState
from hope.giving.models import GiftLine

DRAFT, LIVE, ENDED, ARCHIVED = (
    CampaignState.DRAFT,
    CampaignState.LIVE,
    CampaignState.ENDED,
    CampaignState.ARCHIVED,
)
# Each step by its name: from which states it leads, and to which.
STEPS = {
    "publication": ({DRAFT}, LIVE),
    "ending": ({LIVE}, ENDED),
    "reopening": ({ENDED}, LIVE),
    "archive": ({ENDED}, ARCHIVED),
    "restoration": ({ARCHIVED}, ENDED),
}


@dataclass(frozen=True)
class Gap:
    """Something that a campaign lacks; without `needed` it may be published all the same."""

    words: str
    needed: bool
    field: str = ""


def gaps(campaign: Campaign, moment: datetime) -> list[Gap]:
    """What a campaign lacks before the public sees it, the most important first."""
    return sorted([*_needed(campaign, moment), *_wished(campaign)], key=lambda gap: not gap.needed)


def steps(campaign: Campaign) -> list[str]:
    """The steps that can be taken from where a campaign stands."""
    return [name for name, (before, _) in STEPS.items() if campaign.state in before]


def take(campaign: Campaign, step: str, moment: datetime) -> bool:
    """Take a step; False, and nothing changed, when it cannot be taken from here (any more)."""
    if step not in steps(campaign) or (step == "publication" and is_held_back(campaign, moment)):
        return False
    campaign.state = STEPS[step][1]
    over = campaign.ends_at is not None and campaign.ends_at <= moment
    if step == "ending" and not over:
        campaign.ends_at = moment  # what the page says of its end is what happened
    if step == "reopening" and over:
        campaign.ends_at = None  # with it the campaign would be over as soon as it is open
    return True


def is_held_back(campaign: Campaign, moment: datetime) -> bool:
    """True when something is missing without which a campaign cannot be published."""
    return any(gap.needed for gap in gaps(campaign, moment))


def has_gifts(session: Session, campaign_id: int) -> bool:
    """True when anything was ever given to a campaign."""
    return bool(session.scalar(select(exists().where(GiftLine.campaign_id == campaign_id))))


def can_be_deleted(session: Session, campaign: Campaign) -> bool:
    """True for a draft to which nothing was given; what the public has seen can only be ended."""
    return campaign.state is DRAFT and not has_gifts(session, campaign.id)


def currency_is_fixed(session: Session, campaign: Campaign) -> bool:
    """True once somebody gave, or can be on the way to pay: money does not change its currency."""
    return campaign.state is not DRAFT or has_gifts(session, campaign.id)


def _needed(campaign: Campaign, moment: datetime) -> Iterator[Gap]:
    if not campaign.summary:
        yield Gap("A summary: the sentence that stands under the title and on cards.", True, "summary")
    if not campaign.story:
        yield Gap("The story: what the gifts are for, and whom they help.", True, "story")
    if not campaign.free_amount and not any(tier.active for tier in campaign.tiers):
        yield Gap("Something to give: a named gift, or leave to give another amount.", True, "free_amount")
    if campaign.ends_at and campaign.ends_at <= moment:
        yield Gap("An end that is still to come: its last day has passed.", True, "ends_on")


def _wished(campaign: Campaign) -> Iterator[Gap]:
    offered = [tier for tier in campaign.tiers if tier.active]
    if not offered:
        yield Gap("Named gifts. Without them people choose every amount by themselves.", False)
    elif not any(tier.suggested for tier in offered):
        yield Gap("A suggested gift: the first one is chosen when the page opens.", False)
    for tier in offered:
        if not tier.promise:
            words = f"A promise for “{tier.name}”: what happens when more is given than needed, or less."
            yield Gap(words, False)
    if not campaign.picture_id and not campaign.scene_alt:
        yield Gap(
            "Words for the picture, for people who hear the page instead of seeing it.", False, "scene_alt"
        )
    if campaign.ends_at is None:
        yield Gap("A last day. Without one the campaign is open until you end it.", False, "ends_on")
