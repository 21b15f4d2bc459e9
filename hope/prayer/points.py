"""What may be read of a point, and by whom. Pages, feeds and mails are given a `Shown`, never the row.

The row of a point that is held back knows more than may be said. `shown` leaves that out, so no template can print it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from hope.kernel.clock import charity_time, now
from hope.kernel.media.models import Picture
from hope.prayer import choosing
from hope.prayer.models import PointKind, Prayer, PrayerPoint, PrayerTopic, Reach
from hope.prayer.rhythms import month_end

QUIET = "A prayer kept quiet"
PRIVATE = ("/pray/confirm", "/pray/manage", "/pray/unsubscribe")
FEED = 30
ANSWERS = 50


@dataclass(frozen=True)
class Shown:
    """A point as its reader may see it."""

    slug: str
    title: str
    body: str
    reading: str
    reading_source: str
    scene: str
    scene_alt: str
    picture: Picture | None
    topics: tuple[PrayerTopic, ...]
    starts_on: date
    ends_on: date | None
    published_at: datetime
    updated_at: datetime
    answer: str
    answered_at: datetime | None
    is_request: bool
    is_quiet: bool
    campaign_id: int | None
    prayed: int

    def is_open(self, day: date) -> bool:
        """True while it is prayed for."""
        return not self.answer and (self.ends_on is None or self.ends_on >= day)


def shown(point: PrayerPoint, prayed: int = 0, *, was_asked: bool = False, to_partner: bool = False) -> Shown:
    """A point for everybody; for those who were asked under its veil, the whole of it once it is lifted.

    Partners hear the answer to a point that stays veiled, in the words that staff chose for them.
    """
    is_quiet = not (point.reach is Reach.EVERYONE or (was_asked and point.reach is Reach.ASKED))
    moment = point.published_at or point.created_at
    if is_quiet:
        answer, answered_at = (point.answer, point.answered_at) if to_partner else ("", None)
        return Shown(
            point.slug, QUIET, point.veil, "", "", "lamp", "", None, (), point.starts_on, point.ends_on,
            moment, moment, answer, answered_at, False, True, None, prayed,
        )  # fmt: skip
    return Shown(
        point.slug, point.title, point.body, point.reading, point.reading_source, point.scene, point.scene_alt,
        point.picture, tuple(point.topics), point.starts_on, point.ends_on, moment, point.updated_at, point.answer,
        point.answered_at, point.kind is PointKind.REQUEST, False, point.campaign_id, prayed,
    )  # fmt: skip


def today() -> date:
    """The day it is for the charity."""
    return charity_time(now()).date()


def find(session: Session, slug: str) -> Shown | None:
    """The point of this address once it is published; one that is held back shows its veil and no more."""
    point = session.scalar(_published().where(PrayerPoint.slug == slug))
    return shown(point, prayed_for(session, [point]).get(point.id, 0)) if point else None


def of_id(session: Session, point_id: int) -> Shown | None:
    """The point of this number, where everybody may read it."""
    point = session.scalar(_public().where(PrayerPoint.id == point_id))
    return with_counts(session, [point])[0] if point else None


def open_today(session: Session) -> list[Shown]:
    """What everybody is asked to pray for today."""
    day = today()
    rows = session.scalars(_public().where(*_spanning(day, day), PrayerPoint.answered_at.is_(None))).all()
    return with_counts(session, choosing.for_day(rows, day))


def of_month(session: Session, first: date) -> list[tuple[date, list[Shown]]]:
    """Every day of a month with its points, days without any left out."""
    last = month_end(first)
    rows = session.scalars(_public().where(*_spanning(first, last), PrayerPoint.answered_at.is_(None))).all()
    days = [first.replace(day=number) for number in range(1, last.day + 1)]
    planned = [(day, [shown(point) for point in choosing.for_day(rows, day)]) for day in days]
    return [(day, points) for day, points in planned if points]


def about(
    session: Session, *, organization_id: int | None = None, campaign_id: int | None = None
) -> list[Shown]:
    """The newest open points about one organisation or one campaign, for the end of its page."""
    column, value = (
        (PrayerPoint.organization_id, organization_id)
        if organization_id
        else (PrayerPoint.campaign_id, campaign_id)
    )
    day = today()
    rows = _public().where(column == value, *_spanning(day, day), PrayerPoint.answered_at.is_(None))
    return with_counts(session, session.scalars(rows.order_by(PrayerPoint.id.desc()).limit(3)).all())


def answered(session: Session, most: int = ANSWERS) -> list[Shown]:
    """What was prayed for and answered, the newest first."""
    rows = _public().where(PrayerPoint.answered_at.is_not(None), PrayerPoint.answered_at <= now())
    return with_counts(
        session, session.scalars(rows.order_by(PrayerPoint.answered_at.desc()).limit(most)).all()
    )


def newest(session: Session) -> list[Shown]:
    """The newest points, for the feed."""
    rows = _public().order_by(PrayerPoint.published_at.desc(), PrayerPoint.id.desc()).limit(FEED)
    return [shown(point) for point in session.scalars(rows)]


def listed(session: Session) -> list[str]:
    """The slugs that a search engine may list: staff's own words, not what visitors asked for."""
    slugs = select(PrayerPoint.slug).where(
        PrayerPoint.published_at <= now(),
        PrayerPoint.reach == Reach.EVERYONE,
        PrayerPoint.kind == PointKind.POINT,
    )
    return list(session.scalars(slugs.order_by(PrayerPoint.id)))


def open_topics(session: Session) -> list[PrayerTopic]:
    """What can be chosen when joining."""
    topics = select(PrayerTopic).where(PrayerTopic.is_open)
    return list(
        session.scalars(topics.order_by(PrayerTopic.organization_id.is_not(None), PrayerTopic.position))
    )


def topic_ids(session: Session, slug: str | None) -> list[str]:
    """The topic of this name as a form knows it; none for a name that is none."""
    found = select(PrayerTopic.id).where(PrayerTopic.slug == slug, PrayerTopic.is_open) if slug else None
    return [str(number) for number in session.scalars(found)] if found is not None else []


def with_counts(session: Session, points: Sequence[PrayerPoint]) -> list[Shown]:
    """These points for everybody, each with how often it was prayed for."""
    counts = prayed_for(session, points)
    return [shown(point, counts.get(point.id, 0)) for point in points]


def prayed_for(session: Session, points: Sequence[PrayerPoint]) -> dict[int, int]:
    """How often each of these was prayed for."""
    rows = select(Prayer.point_id, Prayer.prayed).where(Prayer.point_id.in_([point.id for point in points]))
    return {row.point_id: row.prayed for row in session.execute(rows)}


def _published() -> Select[PrayerPoint]:
    published = select(PrayerPoint).where(PrayerPoint.published_at <= now())
    return published.options(selectinload(PrayerPoint.topics), joinedload(PrayerPoint.picture))


def _public() -> Select[PrayerPoint]:
    return _published().where(PrayerPoint.reach == Reach.EVERYONE)


def _spanning(first: date, last: date) -> tuple[ColumnElement[bool], ...]:
    return PrayerPoint.starts_on <= last, or_(PrayerPoint.ends_on.is_(None), PrayerPoint.ends_on >= first)
