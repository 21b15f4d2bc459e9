"""The month for calendars, and the newest points for feed readers."""

from urllib.parse import urlsplit

from flask import Blueprint, Response, current_app, make_response, render_template, url_for

from hope.kernel.db import db
from hope.prayer import points
from hope.prayer.calendar import calendar
from hope.prayer.points import Shown
from hope.prayer.views.pages import month_of

bp = Blueprint("prayer_files", __name__, url_prefix="/pray")


@bp.get("/month.ics", defaults={"month": None})
@bp.get("/month/<month>.ics")
def ics(month: str | None) -> Response:
    """This month, or the next one, as a file to subscribe to."""
    first = month_of(month)
    host = urlsplit(current_app.config["SITE_URL"]).hostname or "localhost"
    days = points.of_month(db.session(), first)
    response = make_response(calendar(days, current_app.config["SITE_NAME"], host, _address))
    response.mimetype = "text/calendar"
    response.headers["Content-Disposition"] = f'inline; filename="prayer-{first:%Y-%m}.ics"'
    return response


@bp.get("/feed.atom")
def feed() -> Response:
    """The newest points (RFC 4287)."""
    newest = points.newest(db.session())
    updated = max((point.updated_at for point in newest), default=None)
    site = current_app.config["SITE_URL"]
    response = make_response(
        render_template("prayer/feed.xml", points=newest, updated=updated, site_url=site)
    )
    response.mimetype = "application/atom+xml"
    return response


def _address(point: Shown) -> str:
    return str(current_app.config["SITE_URL"]) + url_for("pray.point", slug=point.slug)
