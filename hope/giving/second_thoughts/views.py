"""The page of second thoughts, opened by the signed link of one gift; it shows nothing about the person."""

import logging
from email.utils import parseaddr
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

from hope.giving.gateway import GatewayError
from hope.giving.history.forms import NamingForm
from hope.giving.models import Gift
from hope.giving.second_thoughts import letters, naming, taking_back, window
from hope.giving.second_thoughts.forms import LetterForm, TakeBackForm
from hope.kernel.db import db, unit_of_work
from hope.kernel.once import new_key
from hope.kernel.web.headers import keep_private
from hope.kernel.web.limits import limiter

log = logging.getLogger(__name__)
bp = Blueprint("second_thoughts", __name__, url_prefix="/give/second-thoughts")
bp.after_request(keep_private)
SAID = ("named", "returned", "written")


@bp.get("/<token>")
@limiter.limit("60/minute")
def show(token: str) -> Response:
    """What can be put right by oneself while the half hour lasts, and a letter to the team at any time."""
    return _page(token, _gift_or_404(token))


@bp.post("/<token>/naming")
@limiter.limit("12/minute")
def name(token: str) -> Response:
    """Name this gift otherwise."""
    gift, form = _gift_or_404(token), _naming()
    if not window.is_open(gift):
        return _page(token, gift, 409, too_late=True)
    if not form.validate_on_submit():
        return _page(token, gift, 422, naming=form)
    with unit_of_work() as session:
        naming.name(session, gift, form.naming.data, form.show_amount.data, f"link:gift:{gift.id}")
    return _back(token, "named")


@bp.get("/<token>/return")
@limiter.limit("60/minute")
def ask_back(token: str) -> Response:
    """Say what taking a gift back means, before it happens."""
    gift = _gift_or_404(token)
    if not window.is_open(gift) or not taking_back.left(gift):
        return _back(token)
    return _sure(token, gift)


@bp.post("/<token>/return")
@limiter.limit("12/minute")
def take_back(token: str) -> Response:
    """Send the whole gift back."""
    gift = _gift_or_404(token)
    if not TakeBackForm().validate_on_submit():
        return _back(token)
    try:
        taking_back.take_back(gift, current_app.extensions["gateway"])
    except taking_back.TooLate:
        return _page(token, gift, 409, too_late=True)
    except GatewayError as error:
        log.warning("gift %s was not taken back: %s", gift.id, error.detail)
        return _sure(token, gift, 503, trouble=True)
    except taking_back.CannotRefund as no:
        log.warning("gift %s cannot be taken back: %s", gift.id, no)
        return _back(token) if not taking_back.left(gift) else _sure(token, gift, 409, trouble=True)
    return _back(token, "returned")


@bp.post("/<token>/letter")
@limiter.limit("6/minute;30/hour")
def write(token: str) -> Response:
    """A letter to the team."""
    gift, form = _gift_or_404(token), LetterForm()
    if not form.validate_on_submit():
        return _page(token, gift, 422, letter=form)
    _, charity_email = parseaddr(current_app.config["MAIL_FROM"])
    try:
        with unit_of_work() as session:
            letters.write(session, gift, form.words.data, charity_email, form.key.data or "")
    except letters.Enough:
        form.form_errors.append("We have several letters of today about this gift. We answer those first.")
        return _page(token, gift, 429, letter=form)
    return _back(token, "written")


@bp.get("/<token>/naming")
@bp.get("/<token>/letter", endpoint="write_again")
def name_again(token: str) -> Response:
    """Whoever reloads the address of a form is led back to the page."""
    return _back(token)


def _gift_or_404(token: str) -> Gift:
    return window.find(db.session(), token, current_app.config["SECRET_KEY"]) or abort(404)


def _naming(**values: Any) -> NamingForm:
    return NamingForm(meta={"csrf": False}, **values)


def _page(token: str, gift: Gift, status: int = 200, **said: Any) -> Response:
    said.setdefault("naming", _naming(formdata=None, obj=gift))
    said.setdefault("letter", LetterForm(formdata=None, key=new_key()))
    notice = request.args.get("said")
    body = render_template(
        "giving/second_thoughts.html",
        token=token,
        gift=gift,
        is_open=window.is_open(gift),
        closes_at=window.closes_at(gift),
        left=taking_back.left(gift),
        offers=window.offers_for(db.session(), gift),
        notice=notice if notice in SAID else None,
        **said,
    )
    return make_response(body, status)


def _sure(token: str, gift: Gift, status: int = 200, **said: Any) -> Response:
    body = render_template(
        "giving/take_back.html",
        token=token,
        gift=gift,
        begun=taking_back.begun(gift),
        form=TakeBackForm(formdata=None),
        **said,
    )
    return make_response(body, status)


def _back(token: str, said: str | None = None) -> Response:
    return make_response(redirect(url_for("second_thoughts.show", token=token, said=said), code=303))
