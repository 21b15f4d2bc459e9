"""What everyone may see: today's points, the month, what was answered, a quiet page to pray, and "I prayed"."""

from datetime import date

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from hope.kernel.db import db, unit_of_work
from hope.kernel.web.headers import keep_private
from hope.kernel.web.limits import counts, limiter
from hope.prayer import counting, points, requested
from hope.prayer.forms import TEAM, JoinForm, RequestForm
from hope.prayer.rhythms import DAY, month_end

bp = Blueprint("prayer", __name__, url_prefix="/pray")


@bp.get("/")
def index() -> str:
    """What is prayed for today, and how to join; whoever comes from a partner’s page finds that partner ticked."""
    return page(
        JoinForm(formdata=None, data={"topics": points.topic_ids(db.session(), request.args.get("topic"))})
    )


@bp.get("/now")
def now() -> str:
    """Today's points, one at a time, with nothing beside them."""
    session = db.session()
    return render_template(
        "prayer/now.html", points=points.open_today(session), lately=counting.lately(session)
    )


@bp.get("/month", defaults={"month": None})
@bp.get("/month/<month>")
def month(month: str | None) -> str:
    """This month day by day, or the next one, to be read or printed."""
    first, this = month_of(month), month_of(None)
    following = month_end(this) + DAY
    days = points.of_month(db.session(), first)
    return render_template("prayer/month.html", first=first, days=days, this=this, following=following)


@bp.get("/answers")
def answers() -> str:
    """What was prayed for and answered."""
    return render_template("prayer/answers.html", points=points.answered(db.session()))


@bp.post("/points/<slug>/prayed")
@limiter.limit("60/minute")
def prayed(slug: str) -> AnyResponse:
    """Somebody prayed: one more, unless this browser said so today already. Either way they are thanked."""
    if points.find(db.session(), slug) is None:
        abort(404)
    if counts(f"prayed:{slug}"):
        with unit_of_work() as session:
            counting.add_prayer(session, slug)
    return keep_private(make_response(redirect(url_for("pray.point", slug=slug, prayed=1), code=303)))


@bp.get("/requests")
def requests() -> str:
    """The form for whoever would like to be prayed for."""
    return render_template("prayer/request.html", form=RequestForm(formdata=None), notice=None)


@bp.post("/requests")
@limiter.limit("5/minute;20/day")
def ask() -> AnyResponse:
    """Write a request down; staff read it before anybody else does."""
    form = RequestForm()
    if not form.validate():
        return _request_page(form, 422)
    with unit_of_work() as session:
        is_for_team = form.naming.data == TEAM
        taken = requested.ask(session, form.words.data, form.shown_name, is_for_team_only=is_for_team)
    if not taken:
        return _request_page(form, 503, notice="full")
    return redirect(url_for("prayer.asked"), code=303)


@bp.get("/requests/thanks")
def asked() -> str:
    """What becomes of a request."""
    return render_template("prayer/asked.html")


def page(form: JoinForm) -> str:
    """The page with this form on it."""
    session = db.session()
    return render_template(
        "prayer/index.html",
        form=form,
        points=points.open_today(session),
        answered=points.answered(session, 3),
        partners=counting.partners(session),
        lately=counting.lately(session),
    )


def month_of(written: str | None) -> date:
    """The first day of this month, or of the next one where its number was asked for; no other month is told."""
    this = points.today().replace(day=1)
    following = month_end(this) + DAY
    known = {None: this, f"{this:%Y-%m}": this, f"{following:%Y-%m}": following}
    return known.get(written) or abort(404)


def _request_page(form: RequestForm, status: int, notice: str | None = None) -> Response:
    return keep_private(
        make_response(render_template("prayer/request.html", form=form, notice=notice), status)
    )
