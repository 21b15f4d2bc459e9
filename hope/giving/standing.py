"""The page that a link in a mail opens: one standing gift, how it stands, and a way to replace its card."""

from flask import Blueprint, Response, abort, current_app, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from hope.giving import links
from hope.giving.gateway import GatewayError
from hope.giving.models import RecurringGift
from hope.giving.pledge import lines_from_json
from hope.kernel.db import db
from hope.kernel.web.headers import keep_private
from hope.kernel.web.limits import limiter

bp = Blueprint("standing", __name__, url_prefix="/give/recurring")


@bp.get("/<token>")
@limiter.limit("60/minute")
def show(token: str) -> Response:
    """One standing gift in plain words, and nothing about its giver."""
    return _page(_opened_or_404(token), token)


@bp.post("/<token>/card")
@limiter.limit("10/minute")
def card(token: str) -> AnyResponse:
    """Lead to Stripe's page for a new card; it counts when Stripe says so, not when the giver comes back."""
    recurring = _opened_or_404(token)
    if recurring.customer_id is None or recurring.ended_at:
        return _page(recurring, token)
    back = f"{current_app.config['SITE_URL']}{url_for('standing.show', token=token)}"
    try:
        url = current_app.extensions["gateway"].open_portal(
            recurring.customer_id, recurring.subscription_id, back
        )
    except GatewayError:
        return _page(recurring, token, status=503, notice="stripe_unreachable")
    return redirect(url, code=303)


def _opened_or_404(token: str) -> RecurringGift:
    return links.opened(db.session(), token, current_app.config["SECRET_KEY"]) or abort(404)


def _page(recurring: RecurringGift, token: str, status: int = 200, notice: str | None = None) -> Response:
    lines = lines_from_json(recurring.lines)
    body = render_template(
        "giving/recurring.html", recurring=recurring, lines=lines, token=token, notice=notice
    )
    return keep_private(make_response(body, status))
