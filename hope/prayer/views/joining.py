"""Joining, and the button that proves an address."""

from flask import Blueprint, abort, current_app, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from hope.giving import checkout as checkouts
from hope.kernel.db import db, unit_of_work
from hope.kernel.web.headers import keep_private
from hope.kernel.web.limits import limiter
from hope.prayer import joining
from hope.prayer.forms import AfterGivingForm, JoinForm
from hope.prayer.links import CONFIRM, MANAGE, make_token, read_token
from hope.prayer.views.pages import page
from hope.prayer.words import how_often, where

bp = Blueprint("prayer_joining", __name__, url_prefix="/pray")


@bp.get("/join")
def join_again() -> AnyResponse:
    """Whoever reloads the form's own address is led back to the form."""
    return redirect(url_for("prayer.index", _anchor="join"), code=303)


@bp.post("/join")
@limiter.limit("12/minute;60/hour")
def join() -> AnyResponse:
    """Write the wish down and ask by mail. The answer is the same whoever prays with us already."""
    if "reference" in request.form:
        return _after_giving()
    form = JoinForm()
    if not form.validate():
        return keep_private(make_response(page(form), 422))
    with unit_of_work() as session:
        joining.ask(session, form.email.data, form.first_name.data, form.wish)
    return redirect(url_for("prayer_joining.look"), code=303)


@bp.get("/look-in-your-mail")
def look() -> str:
    """A mail is on its way, and its button is what counts."""
    return render_template("prayer/look.html")


@bp.get("/confirm/<token>")
@limiter.limit("60/minute")
def ask_to_confirm(token: str) -> AnyResponse:
    """The page that the mail leads to. Opening it changes nothing: programs open links as well."""
    reference = read_token(CONFIRM, token, current_app.config["SECRET_KEY"])
    signup = joining.find(db.session(), reference) if reference else None
    if signup is None:
        return _too_late()
    said = how_often(signup.rhythm, signup.weekday), where(signup.time_zone)
    body = render_template("prayer/confirm.html", token=token, said=said, consent=signup.consent)
    return keep_private(make_response(body))


@bp.post("/confirm/<token>")
@limiter.limit("60/minute")
def confirm(token: str) -> AnyResponse:
    """The button was pressed: the address is proved."""
    secret = current_app.config["SECRET_KEY"]
    reference = read_token(CONFIRM, token, secret)
    if reference is None:
        abort(404)
    with unit_of_work() as session:
        partner = joining.confirm(session, reference)
    if partner is None:
        return _too_late()
    own = url_for("prayer_own.show", token=make_token(MANAGE, partner.reference, secret), welcome=1)
    return keep_private(make_response(redirect(own, code=303)))


def _too_late() -> AnyResponse:
    return keep_private(make_response(render_template("prayer/too_late.html"), 410))


def _after_giving() -> AnyResponse:
    """From the thank-you page: the gift's own address is asked, as any other is."""
    form = AfterGivingForm()
    checkout = checkouts.find(db.session(), form.reference.data or "") if form.validate() else None
    if checkout is None:
        return join_again()
    first_name = checkout.giver_name.split(" ")[0][:60]
    with unit_of_work() as session:
        joining.ask(session, checkout.giver_email, first_name, form.wish)
    return redirect(url_for("prayer_joining.look"), code=303)
