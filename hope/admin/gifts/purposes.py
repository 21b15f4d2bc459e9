"""What a gift can be for, as one list to choose from: each campaign as a whole, and each of its named gifts."""

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from hope.campaigns.models import Campaign, CampaignState, GivingTier
from hope.giving.pledge import PledgeLine
from hope.kernel.money import Money
from hope.kernel.web.filters import money_short

ANY_AMOUNT = "A gift of your choice"


def choices(session: Session) -> list[tuple[str, str]]:
    """Every campaign that is no draft, the newest first, with its named gifts beneath it."""
    rows = select(Campaign).where(Campaign.state != CampaignState.DRAFT).order_by(Campaign.id.desc())
    found = []
    for campaign in session.scalars(rows.options(selectinload(Campaign.tiers))):
        found.append((f"campaign-{campaign.id}", f"{campaign.title} ({campaign.currency})"))
        found += [
            (f"tier-{tier.id}", f"{campaign.title}: {tier.name}, {money_short(tier.price)}")
            for tier in campaign.tiers
            if tier.active
        ]
    return found


def campaigns(session: Session, currency: str) -> list[tuple[str, str]]:
    """Every campaign that is no draft and raises in this currency."""
    rows = select(Campaign).where(Campaign.state != CampaignState.DRAFT, Campaign.currency == currency)
    return [
        (str(campaign.id), campaign.title) for campaign in session.scalars(rows.order_by(Campaign.id.desc()))
    ]


def chosen(session: Session, value: str) -> tuple[Campaign, GivingTier | None]:
    """What a value of `choices` stands for."""
    kind, _, number = value.partition("-")
    if kind == "tier":
        tier = session.get_one(GivingTier, int(number))
        return tier.campaign, tier
    return session.get_one(Campaign, int(number)), None


def line_of(campaign: Campaign, tier: GivingTier | None, total: Money, label: str = "") -> PledgeLine:
    """The part of a gift that is for this; a named gift given with another amount stays named."""
    words = label or (tier.name if tier else ANY_AMOUNT)
    return PledgeLine(
        campaign.id, campaign.slug, campaign.title, words[:200], total, tier.id if tier else None
    )
