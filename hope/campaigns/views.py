"""The pages of campaigns, and the form that begins a gift."""

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

from hope.accounts.web.guard import guard_own_pages, require_supporter
from hope.campaigns import reading
from hope.campaigns.give_form import GiveForm, answers_for, answers_of
from hope.campaigns.giver_form import card_fee
from hope.campaigns.matching import counting
from hope.campaigns.milestones import reaching
from hope.campaigns.models import Campaign, Phase
from hope.campaigns.sharing import sources
from hope.campaigns.wall import leaving as leaving_words
from hope.giving import checkout as checkouts
from hope.giving import leaving, stock
from hope.giving.gateway import GatewayError
from hope.giving.grants import paths
from hope.giving.models import CheckoutState, Gift
from hope.giving.pledge import lines_from_json
from hope.honour.views.asking import asked_beside, show_card
from hope.kernel.clock import now
from hope.kernel.db import db
from hope.kernel.web.headers import keep_private
from hope.kernel.web.limits import limiter
from hope.prayer import points

bp = Blueprint("campaigns", __name__, url_prefix="/campaigns")
give_bp = Blueprint("give", __name__)
own_bp = Blueprint("repeating", __name__, url_prefix="/account/giving")
guard_own_pages(own_bp)


@bp.get("/")
def index() -> str:
    """Every campaign that can be seen."""
    came_from = sources.carried(request.args)
    return render_template("campaigns/index.html", campaigns=reading.cards(db.session()), came_from=came_from)


@bp.get("/<slug>")
def show(slug: str) -> str:
    """One campaign and the form to give through."""
    campaign = campaign_or_404(slug)
    wanted = next((tier.id for tier in campaign.tiers if tier.slug == request.args.get("gift")), None)
    return _page(campaign, GiveForm(campaign, formdata=None, data={"tier": str(wanted)} if wanted else None))


@bp.get("/<slug>/give")
def give_again(slug: str) -> AnyResponse:
    """Whoever reloads the form's own address is led back to the form."""
    return redirect(url_for("campaigns.show", slug=campaign_or_404(slug).slug), code=303)


@bp.post("/<slug>/give")
@limiter.limit("30/minute;300/hour")
def give(slug: str) -> AnyResponse:
    """Take the form, write the attempt down, and lead the donor to Stripe's page."""
    campaign = campaign_or_404(slug, follow=True)
    is_live = campaign.phase(now()) is Phase.LIVE
    form = GiveForm(campaign) if is_live else GiveForm(campaign, formdata=None)
    if not is_live or not form.has_choice:
        return _again(campaign, form, 409, notice="not_open")
    step = request.form.get("step")
    if step == "change" or not form.validate():
        return _again(campaign, form, 422 if form.errors else 200, notice=None if form.errors else "card")
    if form.has_card and step != "pay":
        return show_card(form.card_wishes()[0], form.pledge(card_fee()), request.path, **form.carried)
    return _lead(campaign, form)


def _lead(campaign: Campaign, form: GiveForm) -> AnyResponse:
    """On to Stripe’s page, or back to the form with why not."""
    gateway = current_app.extensions["gateway"]
    try:
        checkout = checkouts.start(form.pledge(card_fee()), gateway, thanks_url, cancelled_url, form.beside())
    except GatewayError:
        return _again(campaign, form, 503, notice="stripe_unreachable")
    except stock.NoneLeft as none:
        form.lose(none.tier_ids)
        return _again(campaign, form, 409)
    return redirect(checkout.session_url or "", code=303)


@give_bp.get("/give/cancelled/<reference>")
def cancelled(reference: str) -> AnyResponse:
    """Welcome back whoever left Stripe's page without paying, with the form as they filled it in."""
    checkout = checkouts.find(db.session(), reference)
    if checkout is None:
        abort(404)
    if checkout.state in (CheckoutState.COMPLETED, CheckoutState.PROCESSING):
        return redirect(url_for("giving.thanks", reference=reference), code=303)
    leaving.leave(reference, current_app.extensions["gateway"])
    campaign = campaign_or_404(lines_from_json(checkout.lines)[0].campaign_slug, follow=True)
    data = answers_of(checkout) | asked_beside(checkout)
    return _again(campaign, GiveForm(campaign, formdata=None, data=data), 200, notice="cancelled")


@own_bp.get("/<reference>/repeat")
def repeat(reference: str) -> AnyResponse:
    """The form of a campaign as it was filled in for an earlier gift of one's own."""
    own = select(Gift).where(Gift.reference == reference, Gift.supporter_id == require_supporter().id)
    gift = db.session.scalar(own) or abort(404)
    campaign = campaign_or_404(gift.lines[0].campaign_slug, follow=True)
    if campaign.phase(now()) is not Phase.LIVE:
        return redirect(url_for("campaigns.show", slug=campaign.slug), code=303)
    form = GiveForm(campaign, formdata=None, data=answers_for(gift))
    return _again(campaign, form, 200, notice="repeat")


def campaign_or_404(slug: str, *, follow: bool = False) -> Campaign:
    """The campaign of this address; an address that it had before leads on, or with `follow` is as good as today's."""
    session = db.session()
    if found := reading.find(session, slug):
        return found
    today = reading.moved_to(session, slug) or abort(404)
    if not follow:
        address = url_for(str(request.endpoint), slug=today, **sources.carried(request.args))
        abort(redirect(address, code=301))
    return reading.find(session, today) or abort(404)


def _page(campaign: Campaign, form: GiveForm, notice: str | None = None) -> str:
    page = reading.page(db.session(), campaign)
    others = [] if page.state == Phase.LIVE and form.has_choice else reading.live_cards(db.session())
    return render_template(
        "campaigns/show.html",
        page=page,
        form=form,
        fee=card_fee(),
        others=others,
        notice=notice,
        matches=counting.shown(db.session(), campaign.id, now()),
        moment=now(),
        milestones=reaching.of_campaign(db.session(), campaign.id),
        wall=leaving_words.shown(db.session(), campaign.id),
        path=paths.of_campaign(db.session(), campaign.id),
        prayer_points=points.about(db.session(), campaign_id=campaign.id),
    )


def _again(campaign: Campaign, form: GiveForm, status: int, notice: str | None = None) -> Response:
    """The page once more, for this person only, with everything still in it."""
    return keep_private(make_response(_page(campaign, form, notice), status))


def thanks_url(reference: str) -> str:
    """Where Stripe leads whoever has paid."""
    return _absolute("giving.thanks", reference)


def cancelled_url(reference: str) -> str:
    """Where Stripe leads whoever turns back."""
    return _absolute("give.cancelled", reference)


def _absolute(endpoint: str, reference: str) -> str:
    return f"{current_app.config['SITE_URL']}{url_for(endpoint, reference=reference)}"
