"""The catalogue of named gifts, and the page of each: the same for everybody, and no cookie."""

from flask import Blueprint, Response, abort, current_app, redirect, render_template, request, url_for

from hope.campaigns import reading
from hope.campaigns.gifts import catalogue
from hope.campaigns.models import THEMES, GivingTier, Phase
from hope.campaigns.shared import sharing
from hope.campaigns.sharing import sources
from hope.campaigns.sharing.drawing import share_picture
from hope.kernel.clock import now
from hope.kernel.db import db
from hope.kernel.money import Money, exponent
from hope.kernel.web.filters import money_short

bp = Blueprint("gifts", __name__, url_prefix="/gifts")
NEIGHBOURS = 3


@bp.get("/")
def index() -> str:
    """Every gift that can be given now, or those that somebody asked for."""
    gifts, wish = catalogue.offered(db.session(), now()), catalogue.read_wish(request.args)
    return render_template(
        "gifts/index.html",
        gifts=catalogue.chosen(gifts, wish),
        wish=wish,
        themes=catalogue.themes_of(gifts),
        partners=catalogue.partners_of(gifts),
        prices=_prices(gifts),
        number=len(gifts),
        came_from=sources.carried(request.args),
    )


@bp.get("/<slug>/share.png")
def share(slug: str) -> Response:
    """The picture that other sites show beside a link to a gift."""
    tier = _gift_or_404(slug)
    card = reading.cards_of(db.session(), [tier.campaign])[tier.campaign_id]
    said, site = f"{money_short(tier.price)} for “{card.title}”", current_app.config["SITE_NAME"]
    partner = f"A gift for {card.organization_name}"
    drawn = share_picture(tier.name, partner, said, site, round(card.progress.share, 3))
    return Response(drawn, mimetype="image/png")


@bp.get("/<slug>")
def show(slug: str) -> str:
    """One gift: what it means, what it pays for, and what is promised."""
    session, moment, tier = db.session(), now(), _gift_or_404(slug)
    return render_template(
        "gifts/show.html",
        tier=tier,
        campaign=reading.cards_of(session, [tier.campaign])[tier.campaign_id],
        organization=tier.campaign.organization,
        theme=THEMES[tier.theme],
        promise=tier.promise or catalogue.PROMISE,
        can_be_given=catalogue.can_be_given(tier, moment),
        is_open=tier.active and tier.campaign.phase(moment) is Phase.LIVE,
        others=_others(tier),
        can_be_shared=sharing.can_be_shared(tier, moment),
        came_from=sources.carried(request.args),
    )


def _gift_or_404(slug: str) -> GivingTier:
    """The gift of this address; an address that it had before leads on."""
    session = db.session()
    if found := catalogue.find(session, slug):
        return found
    today = catalogue.moved_to(session, slug)
    if today is None or catalogue.find(session, today) is None:
        abort(404)
    address = url_for(str(request.endpoint), slug=today, **sources.carried(request.args))
    return abort(redirect(address, code=301))


def _prices(gifts: list[GivingTier]) -> dict[str, str]:
    """The bands of prices in words, with the sign of the currency where there is only one."""
    currencies = {tier.price.currency for tier in gifts}
    code = currencies.pop() if len(currencies) == 1 else ""

    def said(units: int) -> str:
        return money_short(Money(units * 10 ** exponent(code), code)) if code else str(units)

    words = {}
    for name, (least, most) in catalogue.PRICES.items():
        if most is None:
            words[name] = f"{said(least)} and more"
        else:
            words[name] = f"{said(least)} to {said(most)}" if least else f"Under {said(most)}"
    return words


def _others(tier: GivingTier) -> list[GivingTier]:
    """A few more gifts: of the same theme first, then of the same campaign."""
    near = [
        other for other in catalogue.offered(db.session(), now()) if other.id != tier.id and other.left != 0
    ]
    near.sort(key=lambda other: (other.theme is not tier.theme, other.campaign_id != tier.campaign_id))
    return near[:NEIGHBOURS]
