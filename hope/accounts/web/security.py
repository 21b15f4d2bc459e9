"""Where you are signed in, and what you can sign in with."""

from flask import Blueprint, Response, flash, make_response, redirect, render_template, url_for

from hope.accounts import codes, passkeys, sessions
from hope.accounts.web.entering import leave
from hope.accounts.web.forms import ButtonForm, pressed
from hope.accounts.web.guard import guard_own_pages, require_sign_in, second_factor_missing
from hope.kernel.db import db, unit_of_work

bp = Blueprint("security", __name__, url_prefix="/account/security")
guard_own_pages(bp)


@bp.get("")
def show() -> str:
    """Everything that opens your account, and every browser in which it is open."""
    session, sign_in = db.session(), require_sign_in()
    mine = sign_in.supporter_id
    return render_template(
        "account/security.html",
        here=sign_in,
        supporter=sign_in.supporter,
        sign_ins=sessions.of(session, mine),
        app=codes.app_of(session, mine),
        codes_left=codes.recovery_codes_left(session, mine),
        passkeys=passkeys.of(session, mine),
        second_factor_missing=second_factor_missing(sign_in),
        form=ButtonForm(formdata=None),
    )


@bp.post("/sessions/<int:sign_in_id>/end")
def end(sign_in_id: int) -> Response:
    """Sign out in one browser of yours."""
    here = require_sign_in()
    if pressed():
        with unit_of_work() as session:
            sessions.end(session, here.supporter_id, sign_in_id)
        flash("That browser is signed out.")
    return back()


@bp.post("/sessions/end")
def end_all() -> Response:
    """Sign out everywhere, here too."""
    here = require_sign_in()
    if not pressed():
        return back()
    with unit_of_work() as session:
        sessions.end_all(session, here.supporter_id)
        leave()
    return make_response(redirect(url_for("sign_in.signed_out"), code=303))


def back(words: str = "") -> Response:
    """Lead back to the page, with a word about what was done."""
    if words:
        flash(words)
    return make_response(redirect(url_for("security.show"), code=303))
