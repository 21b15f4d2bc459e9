"""Where Stripe calls. Quick and short: verify, keep, record, commit, answer."""

import logging

from flask import Blueprint, Response, current_app, request

from hope.giving import inbox
from hope.giving.gateway import BadNotice, WrongMode
from hope.kernel.web.guards import from_elsewhere

bp = Blueprint("stripe", __name__)
log = logging.getLogger(__name__)


@bp.post("/webhooks/stripe")
@from_elsewhere
def webhook() -> Response:
    """Take one event: 200 once it is durable, 400 when it is not Stripe's, 500 so that Stripe sends it again."""
    gateway = current_app.extensions["gateway"]
    try:
        notice = gateway.read_event(request.get_data(), request.headers.get("Stripe-Signature"))
    except BadNotice as problem:
        log.log(logging.ERROR if isinstance(problem, WrongMode) else logging.WARNING, "refused: %s", problem)
        return Response(f"{problem}\n", status=400, mimetype="text/plain")
    inbox.receive(notice)
    return Response("ok\n", mimetype="text/plain")
