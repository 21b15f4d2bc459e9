"""Prayer points and partners of the example content; nobody among the partners is ever written to."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hope.accounts import supporters
from hope.campaigns.models import Campaign
from hope.demo import content
from hope.kernel.references import new_reference
from hope.prayer import requested
from hope.prayer.joining import CONSENT
from hope.prayer.models import (
    Prayer,
    PrayerDay,
    PrayerPartner,
    PrayerPoint,
    PrayerRequest,
    PrayerTopic,
    Reach,
)
from hope.prayer.points import today
from hope.prayer.rhythms import Rhythm
from hope.prayer.zones import OFFERED
from hope.spotlight.models import Organization

SEED = 11
DAYS = 60
ZONES = [zone for zone in OFFERED if zone.startswith(("America/", "Europe/"))]


def add_points(session: Session, moment: datetime) -> list[PrayerPoint]:
    """Add topics, points and how often each was prayed for, unless example points are there; says which were added."""
    if session.scalar(select(PrayerPoint.id).where(PrayerPoint.is_example).limit(1)):
        return []
    partners = {partner.slug: partner for partner in session.scalars(select(Organization))}
    campaigns = {campaign.slug: campaign for campaign in session.scalars(select(Campaign))}
    topics = {
        entry["slug"]: _topic(entry, position, partners)
        for position, entry in enumerate(content.prayer()["topic"])
    }
    session.add_all(topics.values())
    dice = Random(SEED)
    points = [_point(entry, moment, topics, partners, campaigns) for entry in content.prayer()["point"]]
    session.add_all(points)
    session.flush()
    session.add_all(Prayer(point_id=point.id, prayed=dice.randrange(20, 190)) for point in points)
    for entry in content.prayer()["request"]:
        _request(session, entry)
    return points


def add_partners(session: Session, moment: datetime) -> list[PrayerPartner]:
    """Add invented people who pray, and the counts of the days since they joined; says who was added."""
    if session.scalar(select(PrayerPartner.id).where(PrayerPartner.is_example).limit(1)):
        return []
    dice = Random(SEED)
    topics = list(session.scalars(select(PrayerTopic).where(PrayerTopic.is_example)))
    added = [_partner(session, name, moment, dice, topics) for name in content.prayer()["people"]]
    session.add_all(added)
    session.flush()
    _tell_the_days(session, added, dice)
    return added


def _topic(entry: dict[str, Any], position: int, partners: dict[str, Organization]) -> PrayerTopic:
    partner = partners.get(entry.get("organization", ""))
    return PrayerTopic(
        slug=entry["slug"],
        name=partner.name if partner else entry["name"],
        organization_id=partner.id if partner else None,
        position=position,
        is_example=True,
    )


def _point(
    entry: dict[str, Any],
    moment: datetime,
    topics: dict[str, PrayerTopic],
    partners: dict[str, Organization],
    campaigns: dict[str, Campaign],
) -> PrayerPoint:
    partner, campaign = partners.get(entry.get("organization", "")), campaigns.get(entry.get("campaign", ""))
    is_held = "veil" in entry
    return PrayerPoint(
        # The address of what is held back says nothing either.
        slug=f"quiet-{new_reference(10).lower()}" if is_held else entry["slug"],
        title=entry["title"],
        body=entry["body"].strip(),
        reading=entry.get("reading", ""),
        reading_source=entry.get("reading_source", ""),
        scene=entry["scene"],
        scene_alt=content.scene_alt(entry["scene"]),
        organization_id=partner.id if partner else None,
        campaign_id=campaign.id if campaign else None,
        topics=[topics[slug] for slug in entry["topics"]],
        starts_on=today() + timedelta(days=entry["starts"]),
        ends_on=today() + timedelta(days=entry["ends"]),
        published_at=moment + timedelta(days=min(entry["starts"], 0)),
        reach=Reach.HELD if is_held else Reach.EVERYONE,
        veil=entry.get("veil", ""),
        answer=entry.get("answer", "").strip(),
        answered_at=moment + timedelta(days=entry["answered"]) if "answered" in entry else None,
        is_example=True,
    )


def _request(session: Session, entry: dict[str, Any]) -> None:
    """What somebody asked prayer for: shown for a month, or still to be read by staff."""
    requested.ask(session, entry["words"], entry.get("first_name", ""), is_for_team_only=False)
    if entry["shown"]:
        asked = select(PrayerRequest).order_by(PrayerRequest.id.desc()).limit(1)
        requested.show(session, session.scalars(asked).one(), entry["words"]).is_example = True


def _partner(
    session: Session, name: str, moment: datetime, dice: Random, topics: list[PrayerTopic]
) -> PrayerPartner:
    joined = moment - timedelta(days=dice.randrange(DAYS))
    return PrayerPartner(
        supporter=supporters.find_or_add(session, f"{name.lower()}.prays@example.org", name),
        first_name=name,
        rhythm=dice.choice([*Rhythm, Rhythm.WEEKLY]),
        weekday=dice.randrange(7),
        time_zone=dice.choice(ZONES),
        topics=dice.sample(topics, dice.randrange(3)),
        joined_at=joined,
        chosen_at=joined,
        consent=CONSENT,
        consented_at=joined,
        is_example=True,
    )


def _tell_the_days(session: Session, partners: list[PrayerPartner], dice: Random) -> None:
    """Let the counts of the last weeks say that these people joined one by one, and that some prayed each day."""
    known = set(session.scalars(select(PrayerDay.day)))
    elsewhere = (session.scalar(select(func.count()).select_from(PrayerPartner)) or 0) - len(partners)
    there = elsewhere
    for back in range(DAYS, -1, -1):
        day = today() - timedelta(days=back)
        joined = sum(1 for partner in partners if (today() - partner.joined_at.date()).days == back)
        there += joined
        if day not in known:
            session.add(
                PrayerDay(day=day, partners=there, joined=joined, prayed=dice.randrange(8, 30) + back % 5)
            )
