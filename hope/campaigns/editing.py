"""Making and changing campaigns, by the rules that hold whoever asks."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from hope.campaigns.models import Campaign, CampaignSlug, CampaignState
from hope.campaigns.publishing import currency_is_fixed
from hope.kernel import addresses
from hope.kernel.money import AmountError, Money
from hope.kernel.unfit import Unfit
from hope.kernel.versions import hold
from hope.spotlight.models import Organization

PLAIN = ("summary", "story", "free_amount", "time_zone", "scene", "scene_alt")


@dataclass(frozen=True)
class Wish:
    """How somebody would like a campaign to be; `plain` goes into the row as it is."""

    title: str
    slug: str
    organization_id: int
    goal: Money
    minimum: Money
    starts_at: datetime | None
    ends_at: datetime | None
    plain: dict[str, Any]


def create(session: Session, wish: Wish) -> Campaign:
    """A new draft; raises Unfit."""
    _need_partner(session, wish.organization_id)
    slug = addresses.choose(session, CampaignSlug, wish.slug, wish.title, "campaign", None)
    campaign = Campaign(slug=slug, state=CampaignState.DRAFT, currency=wish.goal.currency)
    _write(campaign, wish)
    addresses.add(session, campaign)
    return campaign


def change(session: Session, campaign: Campaign, wish: Wish) -> None:
    """Make a campaign as somebody wishes it; gifts keep the words that they were given under. Raises Unfit."""
    if wish.organization_id != campaign.organization_id:
        _need_partner(session, wish.organization_id)
    slug = addresses.choose(session, CampaignSlug, wish.slug, wish.title, "campaign", campaign.id)
    addresses.move(session, campaign, slug, keep_old=campaign.state is not CampaignState.DRAFT)
    if wish.goal.currency != campaign.currency:
        _change_currency(session, campaign, wish.goal.currency)
    _write(campaign, wish)


def _write(campaign: Campaign, wish: Wish) -> None:
    campaign.title, campaign.organization_id = wish.title, wish.organization_id
    campaign.goal, campaign.minimum = wish.goal, wish.minimum
    campaign.starts_at, campaign.ends_at = wish.starts_at, wish.ends_at
    for name, value in wish.plain.items():
        setattr(campaign, name, value)


def _need_partner(session: Session, organization_id: int) -> None:
    if hold(session, Organization, organization_id) is None:
        raise Unfit("organization", "This partner is no longer there. Choose another one.")


def _change_currency(session: Session, campaign: Campaign, currency: str) -> None:
    """The named gifts keep their figures: 25 dollars become 25 euros."""
    if currency_is_fixed(session, campaign):
        raise Unfit("currency", "The currency stays as it is once a campaign is published.")
    for tier in campaign.tiers:
        try:
            tier.price = Money.parse(f"{tier.price.decimal:f}", currency)
            tier.goods_amount = Money.parse(
                f"{Money(tier.goods_amount, campaign.currency).decimal:f}", currency
            ).amount
        except AmountError:
            words = f"“{tier.name}” has a price that {currency} cannot write. Change that first."
            raise Unfit("currency", words) from None
    campaign.currency = currency
