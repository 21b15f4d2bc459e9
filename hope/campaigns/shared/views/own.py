"""Starting a shared gift, and looking after it by the link that its starter got."""

from datetime import timedelta

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

from hope.campaigns.models import GivingTier
from hope.campaigns.shared import closing, sharing
from hope.campaigns.shared.forms import SharedForm, StartForm
from hope.campaigns.shared.links import make_token, read_token
from hope.campaigns.shared.models import SharedGift, SharedState
from hope.kernel.clock import charity_day, now
from hope.kernel.db import db, unit_of_work
from hope.kernel.forms import PublicForm
from hope.kernel.web.headers import keep_private
from hope.kernel.web.limits import limiter

bp = Blueprint("shared_own", __name__, url_prefix="/gifts/shared")
USUAL = timedelta(days=28)
SAID = ("started", "changed", "ended")


@bp.get("/start/<int:tier_id>")
def ask(tier_id: int) -> AnyResponse:
    """The form to start one; the same page for everybody."""
    form = StartForm(formdata=None, data={"last_day": charity_day(now()) + USUAL})
    return make_response(_start_page(_tier_or_404(tier_id), form))


@bp.post("/start/<int:tier_id>")
@limiter.limit("5/minute;20/day")
def start(tier_id: int) -> AnyResponse:
    """Begin it, and lead its starter to the page from where it is looked after."""
    tier, form = _tier_or_404(tier_id), StartForm()
    if not form.validate():
        return keep_private(make_response(_start_page(tier, form), 422))
    with unit_of_work() as session:
        said = {"title": form.title.data, "words": form.words.data, "last_day": form.last_day.day}
        shared = sharing.start(session, tier, name=form.name.data, email=form.email.data, **said)
    return redirect(f"{_own_href(shared)}?started=1", code=303)


@bp.get("/manage/<token>")
@limiter.limit("60/minute")
def show(token: str) -> AnyResponse:
    """How it stands, the link for friends, and what can be changed."""
    shared = _shared_or_404(token)
    data = {"title": shared.title, "words": shared.words, "last_day": sharing.last_day(shared)}
    return _page(token, shared, SharedForm(formdata=None, data=data))


@bp.post("/manage/<token>")
@limiter.limit("20/minute")
def change(token: str) -> AnyResponse:
    """Take over another name, line or day, as long as it is open."""
    shared, form = _shared_or_404(token), SharedForm()
    if shared.state is SharedState.OPEN and not form.validate():
        return _page(token, shared, form, 422)
    with unit_of_work():
        shared = _shared_or_404(token)
        if shared.state is SharedState.OPEN and form.last_day.day:
            shared.title, shared.words = form.title.data, form.words.data
            shared.ends_at = sharing.end_of(form.last_day.day)
    return redirect(f"{_own_href(shared)}?changed=1", code=303)


@bp.route("/manage/<token>/end", methods=["GET", "POST"])
@limiter.limit("20/minute")
def end(token: str) -> AnyResponse:
    """Ask whether to close it today, and close it."""
    shared = _shared_or_404(token)
    if request.method == "GET":
        words = render_template("shared/end.html", shared=shared, token=token, fallback=sharing.FALLBACK)
        return keep_private(make_response(words))
    with unit_of_work() as session:
        shared = _shared_or_404(token)
        if shared.state is SharedState.OPEN:
            closing.close(session, shared, SharedState.ENDED)
    return redirect(f"{_own_href(shared)}?ended=1", code=303)


def _start_page(tier: GivingTier, form: StartForm) -> str:
    return render_template("shared/start.html", tier=tier, form=form, fallback=sharing.FALLBACK)


def _page(token: str, shared: SharedGift, form: SharedForm, status: int = 200) -> Response:
    stand, moment = sharing.stand(db.session(), shared), now()
    body = render_template(
        "shared/own.html",
        shared=shared,
        stand=stand,
        progress=sharing.progress(shared, stand, moment),
        form=form,
        plain=PublicForm(formdata=None),
        token=token,
        notice=next((said for said in SAID if said in request.args), None),
    )
    return keep_private(make_response(body, status))


def _tier_or_404(tier_id: int) -> GivingTier:
    tier = db.session.get(GivingTier, tier_id)
    return tier if tier and sharing.can_be_shared(tier, now()) else abort(404)


def _shared_or_404(token: str) -> SharedGift:
    link = read_token(token, current_app.config["SECRET_KEY"]) or abort(404)
    return sharing.find(db.session(), link) or abort(404)


def _own_href(shared: SharedGift) -> str:
    return url_for("shared_own.show", token=make_token(shared.link, current_app.config["SECRET_KEY"]))
