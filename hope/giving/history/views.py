"""`/account/giving`: what came of each gift, and how it is named."""

import re

from flask import (
    Blueprint,
    abort,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response as AnyResponse

from hope.accounts import addresses
from hope.accounts.web.guard import guard_own_pages, require_supporter
from hope.giving.history import reading
from hope.giving.history.forms import NamingForm
from hope.giving.second_thoughts import naming, window
from hope.giving.stands import stand_of, titles_of
from hope.giving.statements import years_with_gifts
from hope.kernel.db import db, unit_of_work
from hope.kernel.web.filters import month_names

bp = Blueprint("history", __name__, url_prefix="/account/giving")
guard_own_pages(bp)


@bp.get("")
def index() -> str:
    """Every gift ever made with an address of this person, and what is given again and again."""
    session, supporter = db.session(), require_supporter()
    emails = {supporter.email, *(address.email for address in addresses.of(session, supporter))}
    page, gifts = reading.page_of_gifts(session, supporter.id, request.args.get("at"))
    return render_template(
        "giving/history.html",
        page=page,
        gifts=gifts,
        standing=reading.standing_gifts(session, supporter.id),
        waiting=reading.on_its_way(session, emails),
        years=years_with_gifts(session, supporter.id),
        stand_of=stand_of,
        titles_of=titles_of,
        months=month_names(),
    )


@bp.get("/paper")
def paper() -> AnyResponse:
    """Lead from the form to the paper of the year that was asked for."""
    year, month = (request.args.get(name, "") for name in ("year", "first_month"))
    if not (re.fullmatch("[0-9]{4}", year) and re.fullmatch("[1-9]|1[0-2]", month)):
        flash("Write the year in four digits, such as 2026.")
        return redirect(url_for("history.index"), code=303)
    if int(year) not in years_with_gifts(db.session(), require_supporter().id, int(month)):
        flash("There is no gift of yours in that year.")
        return redirect(url_for("history.index"), code=303)
    return redirect(url_for("papers.statement", year=int(year), first_month=int(month)), code=303)


@bp.get("/<reference>")
def show(reference: str) -> str:
    """One gift, and how it is named."""
    own = _own_or_404(reference)
    form = NamingForm(formdata=None, obj=own.gift)
    token = window.token_of(own.gift, current_app.config["SECRET_KEY"])
    return render_template("giving/own_gift.html", own=own, form=form, token=token)


@bp.post("/<reference>/naming")
def name(reference: str) -> AnyResponse:
    """Name this one gift otherwise; the books and the receipt stay as they are."""
    own = _own_or_404(reference)
    form = NamingForm()
    if not form.validate_on_submit():
        return make_response(render_template("giving/own_gift.html", own=own, form=form, token=None), 422)
    with unit_of_work() as session:
        actor = f"supporter:{own.gift.supporter_id}"
        naming.name(session, own.gift, form.naming.data, form.show_amount.data, actor)
    flash("This gift is named as you wish now.")
    return redirect(url_for("history.show", reference=reference), code=303)


@bp.get("/<reference>/naming")
def name_again(reference: str) -> AnyResponse:
    """Whoever reloads the form's own address is led back to the gift."""
    return redirect(url_for("history.show", reference=reference), code=303)


def _own_or_404(reference: str) -> reading.OwnGift:
    return reading.own_gift(db.session(), require_supporter().id, reference) or abort(404)
