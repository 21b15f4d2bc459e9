"""The giver's own page of a card: how far it is, and everything that can still be changed about it."""

from collections.abc import Callable
from typing import Any

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

from hope.honour import mending
from hope.honour.cards import card_of
from hope.honour.forms import OwnCardForm
from hope.honour.links import GIVER, read_token
from hope.honour.mending import CannotSend
from hope.honour.models import Stop, Tribute
from hope.honour.papers.folded import PAPERS, card_pdf
from hope.honour.wishing import answers_of
from hope.kernel.db import db, unit_of_work
from hope.kernel.forms import PublicForm
from hope.kernel.web.headers import keep_private
from hope.kernel.web.limits import limiter

bp = Blueprint("own_cards", __name__, url_prefix="/cards/mine")
bp.after_request(keep_private)
SAID = ("changed", "sending", "stopped")


@bp.get("/<token>")
@limiter.limit("60/minute")
def show(token: str) -> AnyResponse:
    """The card as it is, and the form to correct it."""
    tribute = _tribute_or_404(token)
    return _page(token, tribute, OwnCardForm(formdata=None, data=answers_of(tribute)))


@bp.post("/<token>")
@limiter.limit("20/minute")
def change(token: str) -> AnyResponse:
    """Take the corrections over, unless the card was opened in between."""
    tribute, form = _tribute_or_404(token), OwnCardForm()
    wish = form.card_wish(tribute.checkout.giver_name) if form.validate() else None
    if wish is None:
        return _page(token, tribute, form, 422)
    return _act(token, lambda held: mending.correct(held, wish), "changed")


@bp.post("/<token>/sending")
@limiter.limit("10/minute")
def send(token: str) -> AnyResponse:
    """Send the same card once more."""
    return _act(token, mending.send_again, "sending")


@bp.route("/<token>/stop", methods=["GET", "POST"])
@limiter.limit("20/minute")
def stop(token: str) -> AnyResponse:
    """Ask whether the card shall go to nobody, and stop it."""
    tribute = _tribute_or_404(token)
    if request.method == "GET":
        return make_response(render_template("honour/own_stop.html", tribute=tribute, token=token))
    return _act(token, lambda held: mending.stop(held, Stop.GIVER), "stopped")


@bp.get("/<token>/card.pdf")
@limiter.limit("20/minute")
def paper(token: str) -> Response:
    """The card to print, on the paper that one has."""
    chosen = request.args.get("paper", current_app.config["PAPER_SIZE"])
    if chosen not in PAPERS:
        abort(404)
    config = current_app.config
    pdf = card_pdf(card_of(_tribute_or_404(token)), chosen, config["CHARITY_NAME"], config["SITE_URL"])
    response = make_response(pdf)
    response.mimetype = "application/pdf"
    response.headers.set("Content-Disposition", "inline", filename="card.pdf")
    return response


def _act(token: str, deed: Callable[[Tribute], None], said: str) -> AnyResponse:
    """Do this with the card while nobody else can; where it is too late, its page says so."""
    href = url_for("own_cards.show", token=token)
    try:
        with unit_of_work() as session:
            tribute = mending.hold(session, _reference_or_404(token)) or abort(404)
            if not tribute.can_change:
                return redirect(href, code=303)
            deed(tribute)
    except CannotSend as error:
        return _page(token, _tribute_or_404(token), None, 409, problem=str(error))
    return redirect(f"{href}?{said}=1", code=303)


def _page(token: str, tribute: Tribute, form: Any, status: int = 200, problem: str = "") -> Response:
    body = render_template(
        "honour/own.html",
        tribute=tribute,
        card=card_of(tribute),
        form=form or OwnCardForm(formdata=None, data=answers_of(tribute)),
        again=PublicForm(formdata=None),
        token=token,
        problem=problem,
        notice=next((said for said in SAID if said in request.args), None),
    )
    return make_response(body, status)


def _reference_or_404(token: str) -> str:
    return read_token(GIVER, token, current_app.config["SECRET_KEY"]) or abort(404)


def _tribute_or_404(token: str) -> Tribute:
    return mending.find(db.session(), _reference_or_404(token)) or abort(404)
