"""Every point, by how it stands."""

from flask import render_template, request
from sqlalchemy import func, or_, select
from sqlalchemy.orm import selectinload

from hope.accounts.rights import Right
from hope.accounts.web.guard import needs
from hope.admin.prayer.base import bp
from hope.kernel.clock import now
from hope.kernel.db import db
from hope.kernel.paging import page_of
from hope.prayer import points
from hope.prayer.models import PrayerPoint, PrayerRequest, Reach

VIEWS = {
    "open": "Asked now",
    "held": "Held back",
    "coming": "Drafts and scheduled",
    "past": "Answered and over",
}


@bp.get("/")
@needs(Right.SEE_CONTENT)
def index() -> str:
    """The points of one kind, the newest first."""
    chosen = request.args.get("view")
    view = chosen if chosen in VIEWS else "open"
    session = db.session()
    rows = select(PrayerPoint).where(_standing(view)).options(selectinload(PrayerPoint.topics))
    page = page_of(session, rows, PrayerPoint.id, PrayerPoint.id, request.args.get("at"))
    return render_template(
        "admin/prayer/index.html",
        page=page,
        view=view,
        views=VIEWS,
        counts=points.prayed_for(session, page.rows),
        waiting=session.scalar(select(func.count()).select_from(PrayerRequest)),
    )


def _standing(view: str):  # type: ignore[no-untyped-def]
    today, published = points.today(), PrayerPoint.published_at <= now()
    over = (PrayerPoint.answer != "") | (PrayerPoint.ends_on < today)
    if view == "coming":
        return PrayerPoint.published_at.is_(None) | (PrayerPoint.published_at > now())
    if view == "held":
        return published & (PrayerPoint.reach == Reach.HELD)
    if view == "past":
        return published & (PrayerPoint.reach != Reach.HELD) & over
    not_over = or_(PrayerPoint.ends_on.is_(None), PrayerPoint.ends_on >= today)
    return published & (PrayerPoint.reach != Reach.HELD) & (PrayerPoint.answer == "") & not_over
