"""Where Stripe calls. Quick and short: verify, keep, record, commit, answer."""

import logging

from flask import Blueprint, current_app, request
from werkzeug.wrappers import Request, Response

from hope.giving.gateway import BadNotice, WrongMode
from hope.kernel.web.guards import from_elsewhere

PATH = "/webhooks/stripe"
bp = Blueprint("stripe", __name__)
log = logging.getLogger(__name__)


@bp.post(PATH)
@from_elsewhere
def webhook() -> Response:
    """Where the address stands among the others; `take` answers before the site does (`hope.kernel.web.express`)."""
    return take(request)


def take(call: Request) -> Response:
    """Take one event: 200 once it is durable, 400 when it is not Stripe's, 500 so that Stripe sends it again."""
    try:
        notice = current_app.extensions["gateway"].read_event(
            call.get_data(cache=False), call.headers.get("Stripe-Signature")
        )
    except BadNotice as problem:
        log.log(logging.ERROR if isinstance(problem, WrongMode) else logging.WARNING, "refused: %s", problem)
        return Response(f"{problem}\n", status=400, mimetype="text/plain")
    current_app.extensions["inbox"].do(notice)
    return Response("ok\n", mimetype="text/plain")
