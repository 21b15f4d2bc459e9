"""Which named gifts people can choose from, and what of them they asked to see."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from hope.campaigns.models import THEMES, Campaign, CampaignState, GivingTier, Phase, Theme, TierSlug
from hope.kernel.money import Money, exponent
from hope.spotlight.models import Organization

# What is promised where staff wrote nothing else; it stands beside the price.
PROMISE = (
    "If more is given than this needs, or less, the money stays with the same partner and the same campaign, "
    "and goes to what is most like it."
)
PRICES = {"up-to-50": (0, 50), "50-to-150": (50, 150), "150-and-more": (150, None)}


@dataclass(frozen=True)
class Wish:
    """What somebody asked to see; what the site does not know says nothing."""

    theme: Theme | None = None
    partner: str = ""
    price: str = ""

    @property
    def is_narrow(self) -> bool:
        """True when not everything was asked for."""
        return bool(self.theme or self.partner or self.price)


def read_wish(asked: Mapping[str, str]) -> Wish:
    """The wish in the words of an address."""
    theme, price = asked.get("theme", ""), asked.get("price", "")
    return Wish(
        Theme(theme) if theme in set(Theme) else None,
        asked.get("partner", "")[:120],
        price if price in PRICES else "",
    )


def offered(session: Session, moment: datetime) -> list[GivingTier]:
    """Every named gift of a campaign that is open, those that are still needed first, the smaller ones before."""
    rows = _tiers().where(GivingTier.active, Campaign.state == CampaignState.LIVE)
    found = [tier for tier in session.scalars(rows) if tier.campaign.phase(moment) is Phase.LIVE]
    return sorted(found, key=lambda tier: (tier.left == 0, tier.price.decimal, tier.id))


def chosen(tiers: Iterable[GivingTier], wish: Wish) -> list[GivingTier]:
    """Those of them that fit the wish."""
    return [tier for tier in tiers if _fits(tier, wish)]


def find(session: Session, slug: str) -> GivingTier | None:
    """The gift of this address, unless its campaign is a draft."""
    rows = _tiers().where(GivingTier.slug == slug, Campaign.state != CampaignState.DRAFT)
    found: GivingTier | None = session.scalar(rows)
    return found


def moved_to(session: Session, slug: str) -> str | None:
    """Where the gift that once had this address is today."""
    current = select(GivingTier.slug).join(TierSlug).where(TierSlug.slug == slug, GivingTier.slug != slug)
    return session.scalar(current)


def of_ids(session: Session, ids: Iterable[int]) -> dict[int, GivingTier]:
    """The gifts of these numbers, whatever became of them."""
    wanted = list(ids)
    return (
        {tier.id: tier for tier in session.scalars(_tiers().where(GivingTier.id.in_(wanted)))}
        if wanted
        else {}
    )


def can_be_given(tier: GivingTier, moment: datetime) -> bool:
    """True while its campaign is open, it is on the page, and one is left."""
    return tier.active and tier.left != 0 and tier.campaign.phase(moment) is Phase.LIVE


def themes_of(tiers: Iterable[GivingTier]) -> dict[str, str]:
    """The themes that there are gifts of, and their words."""
    there = {tier.theme for tier in tiers}
    return {theme.value: words for theme, words in THEMES.items() if theme in there}


def partners_of(tiers: Iterable[GivingTier]) -> dict[str, str]:
    """The partners that there are gifts for, by name."""
    partners = {tier.campaign.organization.slug: tier.campaign.organization.name for tier in tiers}
    return dict(sorted(partners.items(), key=lambda pair: pair[1]))


def _tiers() -> Select[Any]:
    return (
        select(GivingTier)
        .join(GivingTier.campaign)
        .options(
            contains_eager(GivingTier.campaign)
            .joinedload(Campaign.organization)
            .load_only(Organization.slug, Organization.name),
            joinedload(GivingTier.picture),
        )
    )


def _fits(tier: GivingTier, wish: Wish) -> bool:
    if wish.theme and tier.theme is not wish.theme:
        return False
    if wish.partner and tier.campaign.organization.slug != wish.partner:
        return False
    return not wish.price or _costs(tier.price, *PRICES[wish.price])


def _costs(price: Money, least: int, most: int | None) -> bool:
    """True for a price of so many whole dollars, euros … or more, and less than `most`."""
    unit = 10 ** exponent(price.currency)
    return least * unit <= price.amount and (most is None or price.amount < most * unit)
