"""Signing in: a letter with a link, a page with a button. These pages are the same for everyone, and set no cookie."""

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for

from hope.accounts import addresses, links, passkeys, supporters
from hope.accounts.models import LinkPurpose, SignInLink, Supporter
from hope.accounts.web.entering import enter, go_on, passkey_place, secret
from hope.accounts.web.forms import SignInForm
from hope.accounts.web.paths import safe_next
from hope.kernel.db import db, unit_of_work
from hope.kernel.web.headers import keep_private
from hope.kernel.web.limits import limiter

bp = Blueprint("sign_in", __name__, url_prefix="/account")


@bp.get("/sign-in")
def ask() -> str:
    """Ask for an address; no password, ever."""
    form = SignInForm(formdata=None, next=safe_next(request.args.get("next")))
    return render_template("account/sign_in.html", form=form)


@bp.post("/sign-in")
@limiter.limit("10/minute;60/hour")
def send() -> Response | tuple[str, int]:
    """Send a letter; the answer is the same whether or not the address is known."""
    form = SignInForm()
    if not form.validate_on_submit():
        return render_template("account/sign_in.html", form=form), 422
    with unit_of_work() as session:
        links.send_sign_in(session, form.email.data, safe_next(form.next.data))
    return keep_private(make_response(redirect(url_for("sign_in.sent"), code=303)))


@bp.get("/sign-in/sent")
def sent() -> str:
    """Say where to look now."""
    return render_template("account/sent.html")


@bp.get("/signed-out")
def signed_out() -> str:
    """Say that this browser knows nobody any more."""
    return render_template("account/signed_out.html")


@bp.get("/erased")
def erased() -> str:
    """Say that somebody was forgotten."""
    return render_template("account/erased.html")


@bp.get("/sign-in/<token>")
@limiter.limit("60/minute")
def show(token: str) -> Response:
    """A button. Programs that look into letters for their owners open links, and this changes nothing."""
    link = links.find(db.session(), token, secret())
    if link is None or link.purpose is not LinkPurpose.SIGN_IN:
        return _no_good()
    return _private(render_template("account/link.html", link=link, token=token))


@bp.post("/sign-in/<token>")
@limiter.limit("30/minute")
def sign_in(token: str) -> Response:
    """Sign in, once: the address is proved by this, and with it every gift that was ever made with it."""
    with unit_of_work() as session:
        link = links.find(session, token, secret())
        if link is None or link.purpose is not LinkPurpose.SIGN_IN or not links.use(session, link):
            return _no_good()
        enter(_proved(link))
    return go_on(link.next_path)


def _proved(link: SignInLink) -> Supporter:
    session = db.session()
    # Whoever the address leads to now: two rows may have become one since the letter was sent.
    supporter = supporters.find(session, link.email) or session.get_one(Supporter, link.supporter_id)
    addresses.prove(session, supporter, link.email)
    return supporter


@bp.post("/sign-in/passkey/options")
@limiter.limit("30/minute")
def passkey_options() -> Response:
    """A question for whichever passkey the browser has for this site."""
    with unit_of_work() as session:
        return as_json(passkeys.options_to_prove(session, passkey_place()))


@bp.post("/sign-in/passkey")
@limiter.limit("10/minute")
def with_passkey() -> Response | tuple[str, int]:
    """Sign in with a passkey, which is a second factor too."""
    try:
        with unit_of_work() as session:
            passkey = passkeys.prove(session, request.form.get("credential", ""), passkey_place())
            enter(session.get_one(Supporter, passkey.supporter_id), second_factor=True)
    except passkeys.NotAccepted:
        form = SignInForm(formdata=None, next=safe_next(request.form.get("next")))
        return render_template("account/sign_in.html", form=form, passkey_failed=True), 422
    return go_on(request.form.get("next"))


def _no_good() -> Response:
    return _private(render_template("account/no_good.html"), 410)


def _private(body: str, status: int = 200) -> Response:
    return keep_private(make_response(body, status))


def as_json(text: str) -> Response:
    """Options for a passkey, as the script asks for them."""
    response = keep_private(make_response(text))
    response.mimetype = "application/json"
    return response
