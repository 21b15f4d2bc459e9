"""What a partner can change without signing in: how often, about what, a pause, and leaving for good."""

from contextlib import suppress
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from hope.accounts.models import Supporter, SupporterAddress
from hope.kernel.clock import now
from hope.kernel.mail.models import OutgoingMail
from hope.prayer import counting
from hope.prayer.models import PrayerPartner
from hope.prayer.rhythms import HOUR, next_after

DIGEST = "prayer_digest"
REMEMBERED = 45  # days: longer than any mail of a list is kept


def find(session: Session, reference: str) -> PrayerPartner | None:
    """The partner of this reference."""
    return session.scalar(select(PrayerPartner).where(PrayerPartner.reference == reference))


def pause(partner: PrayerPartner, days: int) -> None:
    """Rest for so many days, then go on as before; 0 means until its owner says so."""
    zone = ZoneInfo(partner.time_zone)
    ends = now().astimezone(zone).date() + timedelta(days=days)
    partner.paused_until = ends if days else None
    partner.next_at = _first_from(partner, ends) if days else None


def resume(partner: PrayerPartner) -> None:
    """End a pause now."""
    partner.paused_until = None
    partner.next_at = next_after(now(), partner.rhythm, partner.weekday, partner.time_zone)


def leave(session: Session, partner: PrayerPartner) -> None:
    """Delete the partner and everything that went out or waits to go; only the day's count remembers."""
    supporter = partner.supporter
    remove(session, partner)
    _forget_who_did_nothing_else(session, supporter)


def remove(session: Session, partner: PrayerPartner) -> None:
    """Delete the partner, not the person."""
    session.execute(delete(OutgoingMail).where(OutgoingMail.cause.in_(_causes(partner.reference))))
    session.delete(partner)
    session.flush()
    counting.add_to_day(session, departed=1)


def _forget_who_did_nothing_else(session: Session, supporter: Supporter) -> None:
    """Who never gave and asked for no news leaves nothing behind; the database says whether something is left."""
    if supporter.staff_role or supporter.news_wanted_at:
        return
    with suppress(IntegrityError), session.begin_nested():
        session.execute(delete(SupporterAddress).where(SupporterAddress.supporter_id == supporter.id))
        session.execute(delete(Supporter).where(Supporter.id == supporter.id))


def cause_of(reference: str, day: date) -> str:
    """What names the one mail of this partner for this day; by the reference, because SQLite gives numbers twice."""
    return f"{DIGEST}:{reference}:{day}"


def _causes(reference: str) -> list[str]:
    tomorrow = now().date() + timedelta(days=1)
    return [cause_of(reference, tomorrow - timedelta(days=back)) for back in range(REMEMBERED)]


def _first_from(partner: PrayerPartner, day: date) -> datetime:
    """The first mail on this day of theirs, or after it."""
    before = datetime.combine(day, HOUR, ZoneInfo(partner.time_zone)) - timedelta(minutes=1)
    return next_after(before, partner.rhythm, partner.weekday, partner.time_zone)
