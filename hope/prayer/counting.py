"""“I prayed” adds one to a total. Who it was is not asked, and there is no column that could hold it."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from hope.kernel.db import insert_or_ignore
from hope.prayer.models import Prayer, PrayerDay, PrayerPartner, PrayerPoint
from hope.prayer.points import today


def add_prayer(session: Session, slug: str) -> None:
    """One more prayer for the point of this slug; the busy rows come last, so that they are held briefly."""
    point_id = session.scalar(select(PrayerPoint.id).where(PrayerPoint.slug == slug))
    session.execute(insert_or_ignore(Prayer, point_id=point_id, prayed=0))
    session.execute(update(Prayer).where(Prayer.point_id == point_id).values(prayed=Prayer.prayed + 1))
    add_to_day(session, prayed=1)


def add_to_day(session: Session, **amounts: int) -> None:
    """Add to today's counts: joined, departed, prayed."""
    day = today()
    session.execute(insert_or_ignore(PrayerDay, day=day, partners=partners(session)))
    growth = amounts.get("joined", 0) - amounts.get("departed", 0)
    values: dict[Any, Any] = {
        getattr(PrayerDay, name): getattr(PrayerDay, name) + n for name, n in amounts.items()
    }
    values[PrayerDay.partners] = PrayerDay.partners + growth
    session.execute(update(PrayerDay).where(PrayerDay.day == day).values(values))


def partners(session: Session) -> int:
    """How many pray with us, as last counted: no page counts people one by one."""
    last = select(PrayerDay.partners).order_by(PrayerDay.day.desc()).limit(1)
    return session.scalar(last) or 0


def recount(session: Session) -> None:
    """Count the partners one by one, once a night, in case a sum went astray."""
    add_to_day(session)
    counted = session.scalar(select(func.count()).select_from(PrayerPartner))
    session.execute(update(PrayerDay).where(PrayerDay.day == today()).values(partners=counted))


def lately(session: Session, days: int = 30) -> int:
    """How many prayers there were in the last days, today included."""
    since = today() - timedelta(days=days - 1)
    counted = select(func.coalesce(func.sum(PrayerDay.prayed), 0)).where(PrayerDay.day >= since)
    return session.scalar(counted) or 0


def history(session: Session, days: int = 90) -> Sequence[PrayerDay]:
    """The counts of the last days, the oldest first."""
    since = today() - timedelta(days=days - 1)
    return session.scalars(select(PrayerDay).where(PrayerDay.day >= since).order_by(PrayerDay.day)).all()
