"""What givers say to everybody: read by staff before it is on the page."""

from flask import abort, url_for
from werkzeug.wrappers import Response as AnyResponse

from hope.accounts.rights import Right
from hope.accounts.web.guard import actor, needs
from hope.admin.answers import done
from hope.admin.section import section
from hope.campaigns.wall.leaving import decide
from hope.campaigns.wall.models import WallState
from hope.kernel.db import unit_of_work
from hope.kernel.forms import SessionForm

bp = section("wall")
STEPS = {
    "showing": (WallState.SHOWN, "It is on the page."),
    "declining": (WallState.DECLINED, "It is not shown."),
}


@bp.post("/<int:checkout_id>/<step>")
@needs(Right.EDIT_CONTENT)
def take(checkout_id: int, step: str) -> AnyResponse:
    """Put somebody's words on the campaign's page, or keep them off it."""
    state, words = STEPS.get(step) or abort(404)
    if not SessionForm().validate():
        return done(SessionForm.STALE, url_for("admin_campaigns.index"), "bad")
    with unit_of_work() as session:
        message = decide(session, checkout_id, state, actor()) or abort(404)
    return done(words, url_for("admin_campaigns.show", campaign_id=message.campaign_id, _anchor="wall"))
