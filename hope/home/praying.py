"""The page of one prayer point, which shows the campaign it is about."""

from flask import Blueprint, Response, abort, make_response, render_template, request

from hope.campaigns import reading
from hope.kernel.db import db
from hope.kernel.web.headers import keep_private
from hope.prayer import points

bp = Blueprint("pray", __name__, url_prefix="/pray")


@bp.get("/points/<slug>")
def point(slug: str) -> Response:
    """One point and its button. A veil is shown to whoever has the address, and no cache or search engine keeps it."""
    session = db.session()
    found = points.find(session, slug) or abort(404)
    campaign = reading.of_id(session, found.campaign_id) if found.campaign_id else None
    response = make_response(
        render_template(
            "prayer/point.html",
            point=found,
            campaign=campaign,
            is_open=found.is_open(points.today()),
            prayed="prayed" in request.args,
        )
    )
    return keep_private(response) if found.is_quiet else response
