"""The pages of campaigns, and the form that begins a gift."""

from flask import Blueprint, Response, abort, current_app, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from hope.campaigns import reading
from hope.campaigns.give_form import GiveForm, answers_of, card_fee
from hope.campaigns.models import Campaign, Phase
from hope.giving import checkout as checkouts
from hope.giving.gateway import GatewayError
from hope.giving.models import CheckoutState
from hope.giving.pledge import lines_from_json
from hope.kernel.clock import now
from hope.kernel.db import db
from hope.kernel.web.headers import keep_private
from hope.kernel.web.limits import limiter

bp = Blueprint("campaigns", __name__, url_prefix="/campaigns")
give_bp = Blueprint("give", __name__)


@bp.get("/")
def index() -> str:
    """Every campaign that can be seen."""
    return render_template("campaigns/index.html", campaigns=reading.cards(db.session()))


@bp.get("/<slug>")
def show(slug: str) -> str:
    """One campaign and the form to give through."""
    campaign = _campaign_or_404(slug)
    return _page(campaign, GiveForm(campaign, formdata=None))


@bp.get("/<slug>/give")
def give_again(slug: str) -> AnyResponse:
    """Whoever reloads the form's own address is led back to the form."""
    return redirect(url_for("campaigns.show", slug=slug), code=303)


@bp.post("/<slug>/give")
@limiter.limit("30/minute;300/hour")
def give(slug: str) -> AnyResponse:
    """Take the form, write the attempt down, and lead the donor to Stripe's page."""
    campaign = _campaign_or_404(slug)
    if campaign.phase(now()) is not Phase.LIVE:
        return _again(campaign, GiveForm(campaign, formdata=None), 409, notice="not_open")
    form = GiveForm(campaign)
    if not form.validate():
        return _again(campaign, form, 422)
    try:
        checkout = checkouts.start(
            form.pledge(card_fee()), current_app.extensions["gateway"], _thanks_url, _cancelled_url
        )
    except GatewayError:
        return _again(campaign, form, 503, notice="stripe_unreachable")
    return redirect(checkout.session_url or "", code=303)


@give_bp.get("/give/cancelled/<reference>")
def cancelled(reference: str) -> AnyResponse:
    """Welcome back whoever left Stripe's page without paying, with the form as they filled it in."""
    checkout = checkouts.find(db.session(), reference)
    if checkout is None:
        abort(404)
    if checkout.state in (CheckoutState.COMPLETED, CheckoutState.PROCESSING):
        return redirect(url_for("giving.thanks", reference=reference), code=303)
    campaign = _campaign_or_404(lines_from_json(checkout.lines)[0].campaign_slug)
    form = GiveForm(campaign, formdata=None, data=answers_of(checkout))
    return _again(campaign, form, 200, notice="cancelled")


def _campaign_or_404(slug: str) -> Campaign:
    return reading.find(db.session(), slug) or abort(404)


def _page(campaign: Campaign, form: GiveForm, notice: str | None = None) -> str:
    page = reading.page(db.session(), campaign)
    others = [] if page.state == Phase.LIVE else reading.live_cards(db.session())
    return render_template(
        "campaigns/show.html", page=page, form=form, fee=card_fee(), others=others, notice=notice
    )


def _again(campaign: Campaign, form: GiveForm, status: int, notice: str | None = None) -> Response:
    """The page once more, for this person only, with everything still in it."""
    return keep_private(make_response(_page(campaign, form, notice), status))


def _thanks_url(reference: str) -> str:
    return _absolute("giving.thanks", reference)


def _cancelled_url(reference: str) -> str:
    return _absolute("give.cancelled", reference)


def _absolute(endpoint: str, reference: str) -> str:
    return f"{current_app.config['SITE_URL']}{url_for(endpoint, reference=reference)}"
