"""Adding and removing passkeys."""

from flask import Blueprint, Response, abort, render_template

from hope.accounts import passkeys
from hope.accounts.models import Passkey
from hope.accounts.web.entering import passkey_place
from hope.accounts.web.forms import ButtonForm, PasskeyForm, pressed
from hope.accounts.web.guard import guard_own_pages, require_first_factor, require_fresh
from hope.accounts.web.security import back
from hope.accounts.web.sign_in import as_json
from hope.accounts.web.telling import tell
from hope.kernel.db import db, unit_of_work
from hope.kernel.web.limits import limiter

bp = Blueprint("passkeys", __name__, url_prefix="/account/security/passkeys")
guard_own_pages(bp)


@bp.get("/new")
def new() -> str:
    """What a passkey is, and a button that makes one."""
    require_first_factor()
    return render_template("account/passkey.html", form=PasskeyForm(formdata=None))


@bp.post("/options")
@limiter.limit("30/minute")
def options() -> Response:
    """What the browser needs to make one."""
    supporter = require_first_factor().supporter
    if not pressed():
        abort(400)
    with unit_of_work() as session:
        return as_json(passkeys.options_to_register(session, supporter, passkey_place()))


@bp.post("")
@limiter.limit("10/minute")
def add() -> Response | tuple[str, int]:
    """Keep the passkey that the browser has made."""
    sign_in, form = require_first_factor(), PasskeyForm()
    if not form.validate_on_submit():
        return render_template("account/passkey.html", form=form), 422
    answer, name = form.credential.data or "", form.name.data
    try:
        with unit_of_work() as session:
            passkeys.register(session, sign_in.supporter, answer, name, passkey_place())
            sign_in.second_factor_at = sign_in.second_factor_at or sign_in.confirmed_at
            tell(session, sign_in.supporter, "passkey_added")
    except passkeys.NotAccepted:
        return render_template("account/passkey.html", form=form, failed=True), 422
    return back("Your passkey is ready. You can sign in with it from now on.")


@bp.get("/<int:passkey_id>/removal")
def ask_removal(passkey_id: int) -> str:
    """Say what removing a passkey means."""
    require_fresh()
    return render_template("account/remove_passkey.html", passkey=_mine(passkey_id), form=ButtonForm())


@bp.post("/<int:passkey_id>/removal")
def remove(passkey_id: int) -> Response:
    """Forget a passkey."""
    sign_in, passkey = require_fresh(), _mine(passkey_id)
    if not pressed():
        return back()
    with unit_of_work() as session:
        session.delete(passkey)
        tell(session, sign_in.supporter, "passkey_removed")
    return back("The passkey is removed.")


def _mine(passkey_id: int) -> Passkey:
    return passkeys.find(db.session(), require_fresh().supporter_id, passkey_id) or abort(404)
