"""Showing that it is you: the second factor after signing in, and the same again before money and staff are changed."""

from typing import Any

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for

from hope.accounts import codes, factors, links, passkeys, sessions
from hope.accounts.models import SignIn, Supporter
from hope.accounts.web.entering import go_on, passkey_place, secret
from hope.accounts.web.forms import ButtonForm, CodeForm, pressed
from hope.accounts.web.guard import guard_own_pages, require_sign_in, require_supporter, second_factor_missing
from hope.accounts.web.paths import safe_next
from hope.accounts.web.sign_in import as_json
from hope.accounts.web.telling import tell
from hope.kernel.clock import charity_time
from hope.kernel.db import db, unit_of_work
from hope.kernel.web.limits import limiter

bp = Blueprint("proving", __name__, url_prefix="/account")
guard_own_pages(bp)
Answer = Response | tuple[str, int] | str


@bp.get("/second-factor")
def second_factor() -> Answer:
    """Ask for the second factor, or lead to where the first one is set up."""
    sign_in = require_sign_in()
    if not second_factor_missing(sign_in):
        return go_on(request.args.get("next"))
    if factors.has_any(db.session(), sign_in.supporter_id):
        return _page(CodeForm(formdata=None), "second_factor")
    return render_template("account/set_up.html", form=ButtonForm(formdata=None))


@bp.get("/confirm")
def confirm() -> Answer:
    """Ask somebody who signed in a while ago to show again that it is them."""
    sign_in = require_sign_in()
    if second_factor_missing(sign_in):
        return second_factor()
    if sessions.is_fresh(sign_in):
        return go_on(request.args.get("next"))
    return _page(CodeForm(formdata=None), "confirm")


@bp.post("/confirm")
@limiter.limit("20/minute")
def with_code() -> Answer:
    """Take a code from the app, or one from paper."""
    sign_in, form = require_sign_in(), CodeForm()
    if not form.validate_on_submit():
        return _page(form, "confirm"), 422
    code = form.code.data
    try:
        with unit_of_work() as session:
            right = codes.take(session, sign_in.supporter_id, code, secret())
            if right:
                _confirmed(sign_in, on_paper=not _digits(code))
    except codes.TooManyGuesses as slow:
        at = charity_time(slow.until)
        form.code.errors = [f"Too many wrong codes came in a row. You can try again at {at:%H:%M %Z}."]
        return _page(form, "confirm"), 429
    if right:
        return go_on(request.args.get("next"))
    form.code.errors = ["This code is not right, or it was used before. Wait for the next one and try again."]
    return _page(form, "confirm"), 422


@bp.post("/confirm/letter")
@limiter.limit("10/hour")
def send_letter() -> Response:
    """Send a fresh link to somebody who has no second factor: opening it is the proof."""
    supporter = require_supporter()
    if pressed() and _may_use_letter(supporter):
        with unit_of_work() as session:
            links.send_sign_in(session, supporter.email, safe_next(request.args.get("next")))
    return make_response(redirect(url_for("sign_in.sent"), code=303))


@bp.post("/confirm/passkey/options")
@limiter.limit("30/minute")
def passkey_options() -> Answer:
    """A question for one of this person's passkeys."""
    sign_in = require_sign_in()
    if not pressed():
        return "", 400
    with unit_of_work() as session:
        return as_json(passkeys.options_to_prove(session, passkey_place(), sign_in.supporter_id))


@bp.post("/confirm/passkey")
@limiter.limit("10/minute")
def with_passkey() -> Answer:
    """Take the answer of a passkey."""
    sign_in, form = require_sign_in(), ButtonForm()
    if not form.validate_on_submit():
        return _page(CodeForm(formdata=None), "confirm"), 422
    try:
        with unit_of_work() as session:
            answer = request.form.get("credential", "")
            passkeys.prove(session, answer, passkey_place(), sign_in.supporter_id)
            _confirmed(sign_in, on_paper=False)
    except passkeys.NotAccepted:
        return _page(CodeForm(formdata=None), "confirm", passkey_failed=True), 422
    return go_on(request.args.get("next"))


def _confirmed(sign_in: SignIn, *, on_paper: bool) -> None:
    session = db.session()
    sessions.confirm(sign_in, second_factor=True)
    if on_paper:
        left = codes.recovery_codes_left(session, sign_in.supporter_id)
        tell(session, sign_in.supporter, "recovery_code_used")
        flash(f"That recovery code is used up. You have {left} left.")


def _may_use_letter(supporter: Supporter) -> bool:
    """Staff with a second factor show that one: an unlocked computer may well show their mail too."""
    return supporter.staff_role is None or not factors.has_any(db.session(), supporter.id)


def _digits(code: str) -> bool:
    return "".join(code.split()).isdecimal()


def _page(form: CodeForm, why: str, **said: Any) -> str:
    session, supporter = db.session(), require_supporter()
    mine = supporter.id
    app = codes.app_of(session, mine)
    return render_template(
        "account/prove.html",
        form=form,
        why=why,
        app=bool(app and app.proved_at),
        codes_left=codes.recovery_codes_left(session, mine),
        passkeys=passkeys.of(session, mine),
        supporter=supporter,
        letter=_may_use_letter(supporter),
        next=safe_next(request.args.get("next")),
        **said,
    )
