"""The page of one standing gift, opened by the signed link that its giver finds in every mail about it."""

import logging

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from sqlalchemy import select

from hope.giving.gateway import GatewayError
from hope.giving.links import read_token
from hope.giving.models import RecurringGift
from hope.giving.stands import first_campaign_of, stand_of, titles_of
from hope.kernel.clock import now
from hope.kernel.db import db
from hope.kernel.web.headers import keep_private
from hope.kernel.web.limits import limiter

bp = Blueprint("standing", __name__, url_prefix="/give/recurring")
log = logging.getLogger(__name__)


@bp.get("/<token>")
@limiter.limit("60/minute")
def show(token: str) -> Response:
    """How this one standing gift stands, and nothing about the person who gives it."""
    notice = "back" if "back" in request.args else None
    return _page(token, _gift_or_404(token), notice)


@bp.get("/<token>/card")
def card_again(token: str) -> Response:
    """Whoever reloads the form's own address is led back to the page."""
    _gift_or_404(token)
    return keep_private(make_response(redirect(url_for("standing.show", token=token), code=303)))


@bp.post("/<token>/card")
@limiter.limit("12/minute")
def replace_card(token: str) -> Response:
    """Lead the giver to Stripe's page for a new card; we hear from Stripe, not from the browser, what came of it."""
    recurring = _gift_or_404(token)
    if not recurring.customer_id or stand_of(recurring).over:
        return card_again(token)
    back = current_app.config["SITE_URL"] + url_for("standing.show", token=token, back=1)
    gateway = current_app.extensions["gateway"]
    try:
        portal = gateway.open_portal(recurring.customer_id, recurring.subscription_id, back)
    except GatewayError as error:
        log.warning("no portal for recurring gift %s: %s", recurring.id, error.detail)
        return _page(token, recurring, "unreachable", 503)
    return keep_private(make_response(redirect(portal, code=303)))


def _gift_or_404(token: str) -> RecurringGift:
    reference = read_token(token, current_app.config["SECRET_KEY"])
    found = select(RecurringGift).where(RecurringGift.reference == reference)
    return (db.session.scalar(found) if reference else None) or abort(404)


def _page(token: str, recurring: RecurringGift, notice: str | None, status: int = 200) -> Response:
    body = render_template(
        "giving/recurring.html",
        recurring=recurring,
        stand=stand_of(recurring),
        titles=titles_of(recurring),
        campaign_slug=first_campaign_of(recurring),
        now=now(),
        token=token,
        notice=notice,
    )
    return keep_private(make_response(body, status))
