"""What the pages of campaigns show, read in a few queries that do not grow with the number of gifts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from hope.campaigns.models import Campaign, CampaignSlug, CampaignState, CampaignUpdate, GivingTier, Phase
from hope.giving.gifts import public_name
from hope.giving.ledger import raised_by
from hope.giving.models import CampaignTotal, Gift, GiftLine, LineKind
from hope.kernel.clock import now
from hope.kernel.media.models import Picture
from hope.kernel.money import Money
from hope.spotlight.models import Organization

RECENT = 8
NEWS = 20
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Progress:
    """How far a campaign is: `share` fills the picture and stops at 1, `percent` tells the truth beyond it."""

    raised: Money
    goal: Money
    share: float
    percent: int
    givers: int
    days_left: int | None


@dataclass(frozen=True)
class CampaignCard:
    """A campaign in a list."""

    title: str
    slug: str
    summary: str
    organization_name: str
    scene: str
    scene_alt: str
    picture: Picture | None
    state: str
    progress: Progress


@dataclass(frozen=True)
class RecentGift:
    """A gift as its giver chose to have it shown."""

    name: str
    amount: Money | None
    when: datetime
    label: str  # the named gift; nothing where they chose an amount of their own
    interval: str


@dataclass(frozen=True)
class CampaignPage(CampaignCard):
    """Everything that a campaign's own page shows."""

    story: str
    organization: Organization
    tiers: list[GivingTier]
    recent: list[RecentGift]
    updates: list[CampaignUpdate]
    starts_at: datetime | None
    ends_at: datetime | None
    time_zone: str
    minimum: Money
    example_note: str


def cards(session: Session, organization_id: int | None = None) -> list[CampaignCard]:
    """Every campaign that the public may see: what can be given to first, then what is to come, then the past."""
    shown = (
        select(Campaign)
        .where(Campaign.state.in_([CampaignState.LIVE, CampaignState.ENDED]))
        .options(joinedload(Campaign.organization), joinedload(Campaign.picture))
        .order_by(Campaign.id)
    )
    if organization_id is not None:
        shown = shown.where(Campaign.organization_id == organization_id)
    made = cards_of(session, session.scalars(shown).all()).values()
    order = [Phase.LIVE, Phase.NOT_STARTED, Phase.ENDED]
    return sorted(made, key=lambda card: order.index(Phase(card.state)))


def cards_of(session: Session, campaigns: Iterable[Campaign]) -> dict[int, CampaignCard]:
    """These campaigns as cards, by their numbers."""
    rows, moment = list(campaigns), now()
    totals = raised_by(session, [campaign.id for campaign in rows])
    return {campaign.id: _card(campaign, totals.get(campaign.id), moment) for campaign in rows}


def live_cards(session: Session) -> list[CampaignCard]:
    """The campaigns that can be given to now."""
    return [card for card in cards(session) if card.state == Phase.LIVE]


def live(session: Session) -> list[Campaign]:
    """The same as rows, with their partners and pictures unread: to choose one from."""
    open_ones = select(Campaign).where(Campaign.state == CampaignState.LIVE).order_by(Campaign.id)
    moment = now()
    return [campaign for campaign in session.scalars(open_ones) if campaign.phase(moment) is Phase.LIVE]


def find(session: Session, slug: str) -> Campaign | None:
    """The campaign of this address, unless it is a draft; an archived one still answers those who gave to it."""
    found = (
        select(Campaign)
        .where(Campaign.slug == slug, Campaign.state != CampaignState.DRAFT)
        .options(
            joinedload(Campaign.organization),
            joinedload(Campaign.picture),
            selectinload(Campaign.tiers).joinedload(GivingTier.picture),
        )
    )
    return session.scalar(found)


def of_id(session: Session, campaign_id: int) -> CampaignCard | None:
    """The campaign of this number as a card, unless the public may not see it."""
    campaign = session.get(Campaign, campaign_id)
    if campaign is None or campaign.state not in (CampaignState.LIVE, CampaignState.ENDED):
        return None
    return cards_of(session, [campaign])[campaign_id]


def moved_to(session: Session, slug: str) -> str | None:
    """Where the campaign that once had this address is today, unless it is a draft."""
    current = select(Campaign.slug).join(CampaignSlug).where(CampaignSlug.slug == slug)
    return session.scalar(current.where(Campaign.state != CampaignState.DRAFT, Campaign.slug != slug))


def page(session: Session, campaign: Campaign, *, preview: bool = False) -> CampaignPage:
    """A campaign's own page; as a preview, the way it will be once it is open."""
    card = cards_of(session, [campaign])[campaign.id]
    given = vars(card) | ({"state": Phase.LIVE.value} if preview else {})
    return CampaignPage(
        **given,
        story=campaign.story,
        organization=campaign.organization,
        tiers=[tier for tier in campaign.tiers if tier.active],
        recent=recent_gifts(session, campaign.id),
        updates=news(session, campaign.id),
        starts_at=campaign.starts_at,
        ends_at=campaign.ends_at,
        time_zone=campaign.time_zone,
        minimum=campaign.minimum,
        example_note=campaign.example_note,
    )


def recent_gifts(session: Session, campaign_id: int) -> list[RecentGift]:
    """The newest gifts to a campaign, each named as its giver chose."""
    newest = (
        select(GiftLine, Gift)
        .join(Gift, Gift.id == GiftLine.gift_id)
        .where(GiftLine.campaign_id == campaign_id, GiftLine.kind == LineKind.GIFT)
        .order_by(GiftLine.id.desc())
        .limit(RECENT)
    )
    return [
        RecentGift(
            name=public_name(gift.giver_name, gift.naming),
            amount=line.total if gift.show_amount else None,
            when=gift.given_at,
            label=line.label if line.tier_id else "",
            interval=gift.interval.value,
        )
        for line, gift in session.execute(newest)
    ]


def news(session: Session, campaign_id: int) -> list[CampaignUpdate]:
    """What was told of a campaign since it began, the newest first."""
    shown = (
        select(CampaignUpdate)
        .where(
            CampaignUpdate.campaign_id == campaign_id,
            CampaignUpdate.published_at.is_not(None),
            CampaignUpdate.withdrawn_at.is_(None),
        )
        .order_by(CampaignUpdate.published_at.desc(), CampaignUpdate.id.desc())
        .limit(NEWS)
    )
    return list(session.scalars(shown))


def _card(campaign: Campaign, total: CampaignTotal | None, moment: datetime) -> CampaignCard:
    return CampaignCard(
        title=campaign.title,
        slug=campaign.slug,
        summary=campaign.summary,
        organization_name=campaign.organization.name,
        scene=campaign.scene,
        scene_alt=campaign.scene_alt,
        picture=campaign.picture,
        state=campaign.phase(moment).value,
        progress=_progress(campaign, total, moment),
    )


def _progress(campaign: Campaign, total: CampaignTotal | None, moment: datetime) -> Progress:
    raised = total.raised if total else Money.zero(campaign.currency)
    percent = raised.amount * 100 // campaign.goal_amount
    return Progress(
        raised=raised,
        goal=campaign.goal,
        share=max(0.0, min(percent, 100) / 100),
        percent=percent,
        givers=total.givers if total else 0,
        days_left=_days_left(campaign, moment),
    )


def _days_left(campaign: Campaign, moment: datetime) -> int | None:
    """Days until the end, a begun day counting as one; None without an end or after it."""
    if campaign.ends_at is None or moment >= campaign.ends_at:
        return None
    return -((moment - campaign.ends_at) // DAY)
