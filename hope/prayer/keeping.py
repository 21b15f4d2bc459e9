"""What staff do with a point: publish it, hold it back, lift the veil, tell what came of it."""

import re
import unicodedata
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from hope.kernel.clock import now
from hope.kernel.references import new_reference
from hope.prayer.models import PrayerPartner, PrayerPoint, PrayerTopic, Reach

SLUG_LIMIT = 80


def slug_for(session: Session, title: str) -> str:
    """A free address made of a title."""
    plain = unicodedata.normalize("NFKD", title.replace("’", "")).encode("ascii", "ignore").decode().lower()
    wish = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:SLUG_LIMIT].rstrip("-") or "prayer"
    taken = set(
        session.scalars(select(PrayerPoint.slug).where(PrayerPoint.slug.startswith(wish, autoescape=True)))
    )
    number = 2
    slug = wish
    while slug in taken:
        slug, number = f"{wish}-{number}", number + 1
    return slug


def quiet_slug() -> str:
    """An address that says nothing and cannot be guessed."""
    return f"quiet-{new_reference(10).lower()}"


def hold(point: PrayerPoint, veil: str) -> None:
    """Take a point off every page at once; partners are asked in the words of the veil. Its address changes as well."""
    point.reach, point.veil, point.lifted_at = Reach.HELD, veil, None
    point.slug = quiet_slug()


def lift(point: PrayerPoint, *, to_everyone: bool) -> None:
    """Tell the whole account: in their next mail to those who were asked, and on the pages too where staff say so."""
    point.reach = Reach.EVERYONE if to_everyone else Reach.ASKED
    point.lifted_at = point.lifted_at or now()


def answer(point: PrayerPoint, words: str) -> None:
    """Tell what came of it; the first time it goes out with the next mails, later changes only mend the words."""
    point.answer = words
    point.answered_at = (point.answered_at or now()) if words else None


def publish(point: PrayerPoint, moment: datetime | None) -> None:
    """Let it be known from this moment on; None makes it a draft again."""
    point.published_at = moment


def topic_of(session: Session, organization_id: int, slug: str, name: str) -> PrayerTopic:
    """The topic that stands for a partner organisation, made when it is needed first."""
    found = session.scalar(select(PrayerTopic).where(PrayerTopic.organization_id == organization_id))
    if found is None:
        taken = session.scalar(select(PrayerTopic.id).where(PrayerTopic.slug == slug)) is not None
        found = PrayerTopic(
            slug=f"{slug}-{new_reference(6).lower()}" if taken else slug,
            name=name[:120],
            organization_id=organization_id,
        )
        session.add(found)
        session.flush()
    return found


def would_ask(session: Session, point: PrayerPoint) -> int:
    """How many partners would be asked for this point, those who rest included."""
    everybody = select(PrayerPartner.id).where(PrayerPartner.is_example.is_(False))
    if point.topics:
        wanted = [topic.id for topic in point.topics]
        theirs = PrayerPartner.topics.any(PrayerTopic.id.in_(wanted))
        everybody = everybody.where(theirs | ~PrayerPartner.topics.any())
    return len(session.scalars(everybody).all())
