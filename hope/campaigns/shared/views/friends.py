"""The page that friends get the link of: how much is left, and a form to give a part."""

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
from sqlalchemy import select
from werkzeug.wrappers import Response as AnyResponse

from hope.campaigns.giver_form import card_fee
from hope.campaigns.shared import sharing
from hope.campaigns.shared.forms import PartForm
from hope.campaigns.shared.models import SharedGift, SharedPart
from hope.giving import checkout as checkouts
from hope.giving import leaving
from hope.giving.gateway import GatewayError
from hope.giving.models import Checkout, CheckoutState
from hope.kernel.clock import now
from hope.kernel.db import db
from hope.kernel.web.headers import keep_private
from hope.kernel.web.limits import limiter

bp = Blueprint("shared", __name__, url_prefix="/gifts/shared")


@bp.get("/<link>")
def show(link: str) -> AnyResponse:
    """What friends give together; known to whoever has the link, and to no search engine."""
    shared = _shared_or_404(link)
    left = sharing.stand(db.session(), shared).left
    response = make_response(_page(shared, PartForm(shared.campaign, left, formdata=None)))
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@bp.get("/<link>/part")
def give_again(link: str) -> AnyResponse:
    """Whoever reloads the form's own address is led back to the form."""
    return redirect(url_for("shared.show", link=link), code=303)


@bp.post("/<link>/part")
@limiter.limit("30/minute;300/hour")
def give(link: str) -> AnyResponse:
    """Keep the part, and lead the friend to Stripe's page."""
    shared = _shared_or_404(link)
    email = request.form.get("email", "").strip()
    form = PartForm(shared.campaign, sharing.left_for(db.session(), shared, email))
    if not sharing.is_open(shared, now()):
        return _again(shared, form, 409)
    if not form.validate():
        return _again(shared, form, 422)
    try:
        checkout = _start(shared, form)
    except sharing.TooMuch as too_much:
        form.lose(too_much.left)
        return _again(shared, form, 409)
    except GatewayError:
        return _again(shared, form, 503, notice="stripe_unreachable")
    return redirect(checkout.session_url or "", code=303)


@bp.get("/back/<reference>")
@limiter.limit("60/minute")
def cancelled(reference: str) -> AnyResponse:
    """Whoever left Stripe's page without paying: their part is free again, and nothing is typed twice."""
    checkout = checkouts.find(db.session(), reference) or abort(404)
    part = db.session.get(SharedPart, checkout.id) or abort(404)
    if checkout.state in (CheckoutState.COMPLETED, CheckoutState.PROCESSING):
        return redirect(url_for("giving.thanks", reference=reference), code=303)
    leaving.leave(reference, current_app.extensions["gateway"])
    shared = db.session.scalars(select(SharedGift).where(SharedGift.id == part.shared_id)).one()
    left = sharing.stand(db.session(), shared).left
    typed = {"name": checkout.giver_name, "email": checkout.giver_email, "naming": checkout.naming.value}
    fresh = now() - checkout.created_at < sharing.DAY
    form = PartForm(shared.campaign, left, formdata=None, data=typed if fresh else {})
    return _again(shared, form, 200, notice="cancelled")


def _start(shared: SharedGift, form: PartForm) -> Checkout:
    pledge = form.pledge(shared, card_fee())
    part = sharing.Part(shared.id, pledge.lines[0].unit)
    gateway = current_app.extensions["gateway"]
    return checkouts.start(pledge, gateway, _thanks_url, _cancelled_url, [part])


def _again(shared: SharedGift, form: PartForm, status: int, notice: str | None = None) -> Response:
    """The page once more, for this person only, with everything still in it."""
    return keep_private(make_response(_page(shared, form, notice), status))


def _page(shared: SharedGift, form: PartForm, notice: str | None = None) -> str:
    stand, moment = sharing.stand(db.session(), shared), now()
    return render_template(
        "shared/show.html",
        shared=shared,
        stand=stand,
        progress=sharing.progress(shared, stand, moment),
        is_open=sharing.is_open(shared, moment),
        last_day=sharing.last_day(shared),
        fallback=sharing.FALLBACK,
        form=form,
        notice=notice,
    )


def _shared_or_404(link: str) -> SharedGift:
    return sharing.find(db.session(), link) or abort(404)


def _thanks_url(reference: str) -> str:
    return f"{current_app.config['SITE_URL']}{url_for('giving.thanks', reference=reference)}"


def _cancelled_url(reference: str) -> str:
    return f"{current_app.config['SITE_URL']}{url_for('shared.cancelled', reference=reference)}"
