"""Setting up an authenticator app, and the codes on paper."""

import segno
from flask import Blueprint, Response, abort, current_app, make_response, redirect, render_template, url_for
from markupsafe import Markup

from hope.accounts import codes
from hope.accounts.models import Supporter
from hope.accounts.web.entering import secret
from hope.accounts.web.forms import ButtonForm, CodeForm, pressed
from hope.accounts.web.guard import guard_own_pages, require_first_factor, require_fresh, require_supporter
from hope.accounts.web.security import back
from hope.accounts.web.telling import tell
from hope.kernel.db import db, unit_of_work
from hope.kernel.web.limits import limiter

bp = Blueprint("app_pages", __name__, url_prefix="/account/security")
guard_own_pages(bp)
Answer = Response | tuple[str, int] | str


@bp.before_request
def _for_staff() -> None:
    """Donors have their mailbox and, if they like, a passkey."""
    if not require_supporter().staff_role:
        abort(404)


@bp.get("/app")
def show() -> Answer:
    """The key for the app, as a picture and in letters, and a field for its first code."""
    supporter = require_first_factor().supporter
    key = codes.app_of(db.session(), supporter.id)
    if key and key.proved_at:
        return back("Your authenticator app is in use already.")
    return _page(supporter, CodeForm(formdata=None))


@bp.post("/app")
@limiter.limit("20/hour")
def begin() -> Response:
    """Make a key for a new app."""
    supporter = require_first_factor().supporter
    if not pressed():
        return back()
    with unit_of_work() as session:
        codes.begin_app(session, supporter.id, secret())
    return make_response(redirect(url_for("app_pages.show"), code=303))


@bp.post("/app/code")
@limiter.limit("20/minute")
def prove() -> Answer:
    """Take the app's first code; the recovery codes follow, to be seen once."""
    sign_in, form = require_first_factor(), CodeForm()
    supporter = sign_in.supporter
    if not form.validate_on_submit():
        return _page(supporter, form), 422
    with unit_of_work() as session:
        right = codes.prove_app(session, supporter.id, form.code.data, secret())
        if right:
            sign_in.second_factor_at = sign_in.second_factor_at or sign_in.confirmed_at
            tell(session, supporter, "app_added")
            fresh = codes.new_recovery_codes(session, supporter.id, secret())
    if right:
        return render_template("account/recovery_codes.html", codes=fresh, first=True)
    form.code.errors = ["This is not the code that the app shows now. Wait for its next one and try again."]
    return _page(supporter, form), 422


@bp.get("/app/removal")
def ask_removal() -> str:
    """Say what removing the app means."""
    require_fresh()
    return render_template("account/remove_app.html", form=ButtonForm())


@bp.post("/app/removal")
def remove() -> Response:
    """Forget the app."""
    supporter = require_fresh().supporter
    if not pressed():
        return back()
    with unit_of_work() as session:
        codes.remove_app(session, supporter.id)
        tell(session, supporter, "app_removed")
    return back("Your authenticator app is removed.")


@bp.post("/recovery-codes")
@limiter.limit("10/hour")
def new_codes() -> Answer:
    """Ten new codes, to be seen once; the old ones are worth nothing from here on."""
    supporter = require_fresh().supporter
    if not pressed():
        return back()
    with unit_of_work() as session:
        fresh = codes.new_recovery_codes(session, supporter.id, secret())
        tell(session, supporter, "codes_made")
    return render_template("account/recovery_codes.html", codes=fresh, first=False)


def _page(supporter: Supporter, form: CodeForm) -> str:
    key = codes.app_of(db.session(), supporter.id)
    app = (
        codes.address_for_app(key, secret(), supporter.email, current_app.config["SITE_NAME"])
        if key
        else None
    )
    if app is None:
        return render_template("account/begin_app.html", form=ButtonForm(formdata=None))
    picture = segno.make(app.provisioning_uri(), error="m").svg_inline(
        scale=5, border=3, light="#fff", dark="#000", omitsize=False, svgclass="qr__picture", lineclass=None
    )
    key_in_fours = " ".join(app.secret[at : at + 4] for at in range(0, len(app.secret), 4))
    return render_template("account/app.html", form=form, picture=Markup(picture), key=key_in_fours)  # noqa: S704
