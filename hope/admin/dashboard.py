"""Today: what came in, who gives, how each campaign stands, and what needs a person."""

from datetime import date, timedelta

from flask import current_app, render_template
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hope.accounts.rights import Right
from hope.accounts.web.guard import has_right, needs
from hope.admin import attention
from hope.admin.section import section
from hope.campaigns import reading
from hope.giving import figures, standing_figures
from hope.giving.models import DailyFigure
from hope.kernel.clock import charity_day, now
from hope.kernel.db import db

bp = section("dashboard", "")
DAYS = 30


@bp.get("/")
@needs(Right.SEE_DASHBOARD)
def index() -> str:
    """The first page that staff see."""
    session, today = db.session(), charity_day(now())
    periods = spans(today)
    return render_template(
        "admin/dashboard.html",
        today=today,
        periods=[(label, figures.raised(session, first, today)) for label, first in periods],
        counted_at=session.scalar(select(func.max(DailyFigure.counted_at))),
        standing=standing_figures.of_month(session, today.replace(day=1)),
        charts=charts(session, today),
        campaigns=reading.live_cards(session),
        matters=attention.matters(session, has_right),
        time_zone=current_app.config["CHARITY_TIME_ZONE"],
    )


def spans(today: date) -> list[tuple[str, date]]:
    """The spans of time that staff ask about, each by its first day."""
    return [("Today", today), ("This month", today.replace(day=1)), ("This year", date(today.year, 1, 1))]


def charts(session: Session, today: date) -> dict[str, list[tuple[date, figures.Raised]]]:
    """The last thirty days, day by day, for each currency in which something came in."""
    first = today - timedelta(days=DAYS - 1)
    seen = figures.raised(session, first, today)
    return {currency: figures.by_day(session, currency, first, today) for currency in seen}
