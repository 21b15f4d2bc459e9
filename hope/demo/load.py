"""Organisations and campaigns of the example content as rows; what is there already stays as it is."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from hope.campaigns import tiers
from hope.campaigns.models import Campaign, CampaignState, CampaignUpdate, GivingTier, Theme
from hope.demo import content
from hope.kernel.money import Money
from hope.kernel.slugs import slug_of
from hope.spotlight.models import Organization, OrganizationFact, Scope

CURRENCY = "USD"
TIME_ZONE = "America/New_York"


def add_organizations(session: Session) -> list[Organization]:
    """Add the organisations that are not there yet, known by their slugs; says which were added."""
    known = set(session.scalars(select(Organization.slug)))
    added = [_organization(entry) for entry in content.organizations() if entry["slug"] not in known]
    session.add_all(added)
    session.flush()
    return added


def add_campaigns(session: Session, moment: datetime) -> list[Campaign]:
    """Add the campaigns that are not there yet, their dates counted from `moment`; says which were added."""
    known = set(session.scalars(select(Campaign.slug)))
    partners = {partner.slug: partner for partner in session.scalars(select(Organization))}
    added = [
        _campaign(entry, partners[entry["organization"]], moment)
        for entry in content.campaigns()
        if entry["slug"] not in known
    ]
    session.add_all(added)
    session.flush()
    return added


def limit_gifts(session: Session, campaigns: list[Campaign]) -> None:
    """Of some gifts there is only so many: as many as were given, and a few that are still needed."""
    few = {
        tier["name"]: tier["left"]
        for entry in content.campaigns()
        for tier in entry["tiers"]
        if "left" in tier
    }
    session.flush()
    for tier in (tier for campaign in campaigns for tier in campaign.tiers if tier.name in few):
        tiers.limit(session, tier, tiers.given_of(session, tier) + few[tier.name])


def _organization(entry: dict[str, Any]) -> Organization:
    return Organization(
        slug=entry["slug"],
        name=entry["name"],
        scope=Scope(entry["scope"]),
        founded=entry["founded"],
        base=entry["base"],
        summary=entry["summary"],
        website=entry.get("website", ""),
        scene=entry["scene"],
        scene_alt=content.scene_alt(entry["scene"]),
        is_example=True,
        facts=[OrganizationFact(**fact) for fact in entry["facts"]],
    )


def _campaign(entry: dict[str, Any], partner: Organization, moment: datetime) -> Campaign:
    return Campaign(
        slug=entry["slug"],
        title=entry["title"],
        summary=entry["summary"],
        story=content.story(entry["slug"]),
        organization=partner,
        state=CampaignState(entry["state"]),
        goal_amount=entry["goal"],
        currency=CURRENCY,
        starts_at=_midnight(moment, entry["starts"]),
        # The last day belongs to the campaign, up to its midnight.
        ends_at=_midnight(moment, entry["ends"] + 1),
        time_zone=TIME_ZONE,
        scene=entry["scene"],
        scene_alt=content.scene_alt(entry["scene"]),
        example_note=content.example_note(partner.name),
        is_example=True,
        tiers=[_tier(tier, position) for position, tier in enumerate(entry["tiers"])],
        updates=[_news(news, moment) for news in entry.get("news", ())],
    )


def _news(entry: dict[str, Any], moment: datetime) -> CampaignUpdate:
    published_at = moment - timedelta(days=entry["days_ago"])
    words = {"title": entry["title"], "body": entry["body"].strip(), "author": "The Hope team"}
    return CampaignUpdate(**words, published_at=published_at, told_at=published_at, created_at=published_at)


def _tier(entry: dict[str, Any], position: int) -> GivingTier:
    return GivingTier(
        slug=slug_of(entry["name"]),
        name=entry["name"],
        theme=Theme(entry["theme"]),
        price=Money(entry["price"], CURRENCY),
        meaning=entry["meaning"],
        promise=entry["promise"],
        scene=entry["scene"],
        scene_alt=content.scene_alt(entry["scene"]),
        position=position,
        suggested=entry.get("suggested", False),
    )


def _midnight(moment: datetime, days: int) -> datetime:
    """The midnight that begins the day so many days from `moment`, where the campaign is at home."""
    there = ZoneInfo(TIME_ZONE)
    day = moment.astimezone(there).date() + timedelta(days=days)
    return datetime.combine(day, time.min, there)
