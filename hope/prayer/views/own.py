"""One partner's own page, opened by the signed links in every mail: change, pause, come back, leave."""

from collections.abc import Callable

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
from werkzeug.wrappers import Response as AnyResponse

from hope.kernel.db import db, unit_of_work
from hope.kernel.web.guards import from_elsewhere
from hope.kernel.web.headers import keep_private
from hope.kernel.web.limits import limiter
from hope.prayer import counting, joining, points, wishes
from hope.prayer.forms import PauseForm, WishForm
from hope.prayer.links import LEAVE, MANAGE, make_token, read_token
from hope.prayer.models import PrayerPartner
from hope.prayer.words import how_often, where

bp = Blueprint("prayer_own", __name__, url_prefix="/pray")
bp.after_request(keep_private)


@bp.get("/manage/<token>")
@limiter.limit("60/minute")
def show(token: str) -> AnyResponse:
    """How and when we write to this partner, and everything that can be changed about it."""
    partner = _partner_or_404(token)
    chosen = {
        "first_name": partner.first_name,
        "rhythm": partner.rhythm.value,
        "weekday": str(partner.weekday),
        "time_zone": partner.time_zone,
        "topics": [str(topic.id) for topic in partner.topics],
    }
    return _page(token, partner, WishForm(formdata=None, data=chosen))


@bp.post("/manage/<token>")
@limiter.limit("30/minute")
def change(token: str) -> AnyResponse:
    """Write from here on as the form says."""
    partner = _partner_or_404(token)
    form = WishForm()
    if not form.validate():
        return _page(token, partner, form, 422)

    def apply(partner: PrayerPartner) -> None:
        partner.first_name = form.first_name.data
        joining.apply(db.session(), partner, form.wish)

    return _act(token, apply, "changed")


@bp.post("/manage/<token>/pause")
@limiter.limit("30/minute")
def pause(token: str) -> AnyResponse:
    """Rest for a while."""
    form = PauseForm()
    if not form.validate():
        abort(400)
    return _act(token, lambda partner: wishes.pause(partner, int(form.days.data)), "paused")


@bp.post("/manage/<token>/return")
@limiter.limit("30/minute")
def come_back(token: str) -> AnyResponse:
    """End a pause."""
    return _act(token, wishes.resume, "returned")


@bp.get("/unsubscribe/<token>")
@limiter.limit("60/minute")
def ask_to_leave(token: str) -> AnyResponse:
    """Ask whether to leave. Opening this changes nothing: programs open links as well."""
    partner = wishes.find(db.session(), _reference_or_404(LEAVE, token))
    own = make_token(MANAGE, partner.reference, current_app.config["SECRET_KEY"]) if partner else None
    return make_response(render_template("prayer/leave.html", token=token, own=own, left=partner is None))


@bp.post("/unsubscribe/<token>")
@from_elsewhere
def leave(token: str) -> AnyResponse:
    """Leave at once: by our button, or by the mail program itself (RFC 8058), which brings only the token."""
    reference = _reference_or_404(LEAVE, token)
    with unit_of_work() as session:
        if partner := wishes.find(session, reference):
            wishes.leave(session, partner)
    return make_response(render_template("prayer/leave.html", token=token, own=None, left=True))


def _reference_or_404(purpose: str, token: str) -> str:
    return read_token(purpose, token, current_app.config["SECRET_KEY"]) or abort(404)


def _partner_or_404(token: str) -> PrayerPartner:
    return wishes.find(db.session(), _reference_or_404(MANAGE, token)) or abort(404)


def _act(token: str, deed: Callable[[PrayerPartner], None], said: str) -> AnyResponse:
    with unit_of_work():
        deed(_partner_or_404(token))
    return redirect(f"{url_for('prayer_own.show', token=token)}?{said}=1", code=303)


def _page(token: str, partner: PrayerPartner, form: WishForm, status: int = 200) -> Response:
    session = db.session()
    said = next((name for name in ("welcome", "changed", "paused", "returned") if name in request.args), None)
    body = render_template(
        "prayer/own.html",
        partner=partner,
        form=form,
        pause=PauseForm(formdata=None),
        token=token,
        leave_token=make_token(LEAVE, partner.reference, current_app.config["SECRET_KEY"]),
        how_often=how_often(partner.rhythm, partner.weekday),
        where=where(partner.time_zone),
        notice=said,
        first=next(iter(points.open_today(session)), None),
        partners=counting.partners(session),
    )
    return make_response(body, status)
