"""What visitors ask prayer for: read by staff first, shown as a point for some days, then gone for good."""

from datetime import timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from hope.kernel.clock import now
from hope.kernel.references import new_reference
from hope.prayer.models import PointKind, PrayerPoint, PrayerRequest
from hope.prayer.points import today

MOST_WAITING = 500
UNREAD_IS_KEPT = timedelta(days=60)
SHOWN_DAYS = 30


def ask(session: Session, words: str, first_name: str, *, is_for_team_only: bool) -> bool:
    """Write a request down for staff to read, once however often it is sent; False when more wait than can be read."""
    if _waits_already(session, words, first_name, is_for_team_only):
        return True
    waiting = session.scalar(select(func.count()).select_from(PrayerRequest)) or 0
    if waiting >= MOST_WAITING:
        return False
    session.add(PrayerRequest(words=words, first_name=first_name, is_for_team_only=is_for_team_only))
    session.flush()
    return True


def _waits_already(session: Session, words: str, first_name: str, is_for_team_only: bool) -> bool:
    """The page is the same for everyone and carries no key: a second press is known by saying the same."""
    same = select(PrayerRequest.id).where(
        PrayerRequest.words == words,
        PrayerRequest.first_name == first_name,
        PrayerRequest.is_for_team_only == is_for_team_only,
    )
    return session.scalar(same.limit(1)) is not None


def show(session: Session, request: PrayerRequest, words: str, days: int = SHOWN_DAYS) -> PrayerPoint:
    """Make a point of a request, in the words that staff let stand; the request itself is deleted."""
    name = request.first_name
    point = PrayerPoint(
        slug=f"request-{new_reference(10).lower()}",
        kind=PointKind.REQUEST,
        title=f"{name} asks" if name else "Somebody asks",
        body=words,
        scene="lamp",
        starts_on=today(),
        ends_on=today() + timedelta(days=days),
        published_at=now(),
    )
    session.add(point)
    session.delete(request)
    session.flush()
    return point


def decline(session: Session, request: PrayerRequest) -> None:
    """Delete a request that cannot be shown, or that was prayed for by the team."""
    session.delete(request)


def forget_old(session: Session) -> int:
    """Delete requests whose days are over, and those that nobody read for two months; how many."""
    over = delete(PrayerPoint).where(PrayerPoint.kind == PointKind.REQUEST, PrayerPoint.ends_on < today())
    unread = delete(PrayerRequest).where(PrayerRequest.created_at < now() - UNREAD_IS_KEPT)
    return sum(session.execute(statement).rowcount for statement in (over, unread))  # type: ignore[attr-defined]
