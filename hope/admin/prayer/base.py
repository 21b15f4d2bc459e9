"""What every page about prayer shares."""

from flask import abort, url_for

from hope.admin.section import section
from hope.kernel.clock import now
from hope.kernel.db import db
from hope.prayer.models import PrayerPoint, Reach
from hope.prayer.points import today

bp = section("prayer")
NAMES = ("title", "body", "reading", "reading_source", "starts_on", "ends_on", "published_at", "reach", "veil",
    "answer", "organization_id", "campaign_id", "picture_id", "scene")  # fmt: skip


def point_or_404(point_id: int) -> PrayerPoint:
    """The point of this number."""
    return db.session.get(PrayerPoint, point_id) or abort(404)


def page_of_point(point: PrayerPoint) -> str:
    """Where a point is shown to staff."""
    return url_for("admin_prayer.edit", point_id=point.id)


def standing_of(point: PrayerPoint) -> tuple[str, str]:
    """How a point stands, in a word, and the colour of the word."""
    if point.published_at is None:
        return "Draft", ""
    if point.published_at > now():
        return "Scheduled", ""
    if point.reach is Reach.HELD:
        return "Held back", "warn"
    if point.answer:
        return "Answered", "good"
    if point.ends_on and point.ends_on < today():
        return "Over", ""
    if point.reach is Reach.ASKED:
        return "Told to those who were asked", "good"
    return ("Upcoming", "") if point.starts_on > today() else ("Asked now", "good")


bp.add_app_template_filter(standing_of, "prayer_standing")
