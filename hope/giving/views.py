"""The page a giver comes back to."""

from flask import Blueprint, Response, abort, current_app, make_response, render_template

from hope.giving import thanks as thanks_pages
from hope.giving.papers.law import month_of, paid_with
from hope.kernel.db import db
from hope.kernel.web.headers import keep_private
from hope.kernel.web.limits import limiter

bp = Blueprint("giving", __name__)
bp.add_app_template_filter(paid_with)
bp.add_app_template_filter(month_of)
REFRESH_SECONDS = 4


@bp.get("/give/thanks/<reference>")
@limiter.limit("60/minute")
def thanks(reference: str) -> Response:
    """Thank the giver, say what happens next, and be honest while the payment is still on its way."""
    secret = current_app.config["SECRET_KEY"]
    page = thanks_pages.look(db.session(), reference, secret)
    if page and page.state in ("confirming", "processing"):
        thanks_pages.catch_up(reference, current_app.extensions["gateway"])
        page = thanks_pages.look(db.session(), reference, secret)
    if page is None:
        abort(404)
    refresh = REFRESH_SECONDS if page.state == "confirming" else None
    body = render_template("giving/thanks.html", page=page, refresh_seconds=refresh)
    return keep_private(make_response(body))
