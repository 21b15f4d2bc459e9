"""The front page of one's own account, and signing out."""

from flask import Blueprint, Response, make_response, redirect, render_template, url_for

from hope.accounts.web.entering import leave
from hope.accounts.web.forms import pressed
from hope.accounts.web.guard import guard_own_pages, require_supporter
from hope.kernel.db import unit_of_work

bp = Blueprint("account", __name__, url_prefix="/account")
guard_own_pages(bp)


@bp.get("/")
def home() -> str:
    """Who you are here, and what you can do."""
    return render_template("account/home.html", supporter=require_supporter())


@bp.post("/sign-out")
def sign_out() -> Response:
    """Sign this browser out."""
    if not pressed():
        return make_response(redirect(url_for("account.home"), code=303))
    with unit_of_work():
        leave()
    return make_response(redirect(url_for("sign_in.signed_out"), code=303))
