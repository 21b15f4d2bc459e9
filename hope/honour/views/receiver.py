"""What the receiver of a card meets: an envelope, the card, a way to say thank you, and ways out."""

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    make_response,
    redirect,
    render_template,
    url_for,
)
from werkzeug.wrappers import Response as AnyResponse

from hope.honour import receiving, sending
from hope.honour.cards import card_of
from hope.honour.forms import ReportForm, ThanksForm
from hope.honour.links import CARD, STOP, make_token, read_token
from hope.honour.models import Tribute
from hope.kernel.db import db, unit_of_work
from hope.kernel.web.guards import from_elsewhere
from hope.kernel.web.headers import keep_private
from hope.kernel.web.limits import limiter

bp = Blueprint("cards", __name__, url_prefix="/cards")
stop_bp = Blueprint("card_stop", __name__, url_prefix="/cards/stop")
bp.after_request(keep_private)
stop_bp.after_request(keep_private)


@bp.get("/<token>")
@limiter.limit("60/minute")
def show(token: str) -> AnyResponse:
    """An envelope first: programs open links as well, and only the button opens the card."""
    tribute = receiving.find(db.session(), _key_or_404(CARD, token))
    if tribute is None:
        return make_response(render_template("honour/not_here.html"), 410)
    if tribute.opened_at is None:
        return make_response(render_template("honour/envelope.html", card=card_of(tribute), token=token))
    return _page(token, tribute, ThanksForm(formdata=None))


@bp.post("/<token>/opening")
@limiter.limit("60/minute")
def open_card(token: str) -> AnyResponse:
    """The button was pressed: it is a person."""
    with unit_of_work() as session:
        receiving.open_card(session, _key_or_404(CARD, token))
    return redirect(url_for("cards.show", token=token), code=303)


@bp.post("/<token>/thanks")
@limiter.limit("10/minute")
def thank(token: str) -> AnyResponse:
    """Tell the giver."""
    tribute, form = _opened_or_404(token), ThanksForm()
    if not form.validate():
        return _page(token, tribute, form, 422)
    with unit_of_work() as session:
        receiving.thank(session, _opened_or_404(token), form.words.data)
    return redirect(url_for("cards.show", token=token, _anchor="thanks"), code=303)


@bp.route("/<token>/report", methods=["GET", "POST"])
@limiter.limit("20/minute")
def report(token: str) -> AnyResponse:
    """Let staff know of a card that should not have come."""
    tribute, form = receiving.find(db.session(), _key_or_404(CARD, token)) or abort(404), ReportForm()
    if not form.validate_on_submit():
        page = render_template("honour/report.html", form=form, token=token, stop=_stop_token(tribute))
        return make_response(page, 422 if form.is_submitted() else 200)
    with unit_of_work() as session:
        receiving.report(session.merge(tribute), form.words.data)
    return make_response(render_template("honour/reported.html", stop=_stop_token(tribute)))


@stop_bp.get("/<token>")
@limiter.limit("60/minute")
def ask_to_stop(token: str) -> AnyResponse:
    """Ask whether cards shall stop. Opening this changes nothing: programs open links as well."""
    tribute = _of_address_or_404(token)
    return _stop_page(token, stopped=sending.wants_no_cards(db.session(), tribute.email))


@stop_bp.post("/<token>")
@from_elsewhere
def stop(token: str) -> AnyResponse:
    """No more cards: by our button, or by the mail program itself (RFC 8058), which brings only the token."""
    with unit_of_work() as session:
        receiving.want_no_more(session, _of_address_or_404(token))
    return _stop_page(token, stopped=True)


@stop_bp.post("/<token>/return")
@limiter.limit("20/minute")
def take_again(token: str) -> AnyResponse:
    """It was pressed by mistake: cards may come again."""
    with unit_of_work() as session:
        receiving.want_again(session, _of_address_or_404(token))
    return redirect(url_for("card_stop.ask_to_stop", token=token), code=303)


def _page(token: str, tribute: Tribute, form: ThanksForm, status: int = 200) -> Response:
    body = render_template(
        "honour/card.html",
        tribute=tribute,
        card=card_of(tribute),
        form=form,
        token=token,
        stop=_stop_token(tribute),
    )
    return make_response(body, status)


def _stop_page(token: str, *, stopped: bool) -> Response:
    return make_response(render_template("honour/stop.html", token=token, stopped=stopped))


def _opened_or_404(token: str) -> Tribute:
    tribute = receiving.find(db.session(), _key_or_404(CARD, token)) or abort(404)
    return tribute if tribute.opened_at else abort(404)


def _of_address_or_404(token: str) -> Tribute:
    return receiving.of_address(db.session(), _key_or_404(STOP, token)) or abort(404)


def _key_or_404(purpose: str, token: str) -> str:
    return read_token(purpose, token, current_app.config["SECRET_KEY"]) or abort(404)


def _stop_token(tribute: Tribute) -> str:
    return make_token(STOP, tribute.card_key, current_app.config["SECRET_KEY"])
