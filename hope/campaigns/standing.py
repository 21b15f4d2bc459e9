"""A standing gift and the campaigns: for what it is given from now on, and beginning an ended one again."""

from flask import Blueprint, Response, current_app, make_response, redirect, url_for
from wtforms.validators import ValidationError

from hope.accounts.web.guard import guard_own_pages
from hope.campaigns import reading
from hope.campaigns.models import Campaign, Phase
from hope.campaigns.views import cancelled_url, thanks_url
from hope.giving import changing
from hope.giving import checkout as checkouts
from hope.giving.gateway import GatewayError
from hope.giving.models import RecurringGift
from hope.giving.pledge import Giver, Pledge, PledgeLine, lines_from_json
from hope.giving.recurring import email_of
from hope.giving.standing import pages
from hope.giving.standing.own import door_of
from hope.giving.stands import stand_of, titles_of
from hope.kernel.clock import now
from hope.kernel.db import db
from hope.kernel.forms import ChoiceField, SessionForm
from hope.kernel.money import Money
from hope.kernel.web.headers import keep_private
from hope.kernel.web.limits import limiter

bp = Blueprint("standing_campaign", __name__, url_prefix="/account/recurring")
guard_own_pages(bp)
limiter.limit("60/minute")(bp)


class PurposeForm(SessionForm):
    """What a standing gift is for, from its next payment on."""

    campaign = ChoiceField("What shall it be for?", [])

    def __init__(self, recurring: RecurringGift, offered: list[Campaign]) -> None:
        super().__init__()
        self._campaigns = {campaign.slug: campaign for campaign in offered}
        self.campaign.choices = [(campaign.slug, campaign.title) for campaign in offered]
        self._total = recurring.total - Money(recurring.cover_amount, recurring.total.currency)

    def validate_campaign(self, field: ChoiceField) -> None:
        """Refuse what is not offered, in words."""
        if field.data not in self._campaigns:
            raise ValidationError("Choose one of the campaigns.")

    @property
    def line(self) -> PledgeLine:
        """The choice, once the form is valid."""
        chosen = self._campaigns[self.campaign.data]
        return PledgeLine(chosen.id, chosen.slug, chosen.title, "A gift of your choice", self._total)


@bp.route("/<reference>/campaign", methods=["GET", "POST"])
def choose(reference: str) -> Response:
    """Give the same for another campaign from the next payment on."""
    door = door_of(reference)
    recurring = door.recurring
    form = PurposeForm(recurring, offered_to(recurring))
    if form.validate_on_submit():
        return pages.ask(door, "purpose", changing.change_purpose, form.line)
    titles = ", ".join(f"“{title}”" for title in titles_of(recurring))
    lead = f"It is for {titles} now. What you gave before stays there."
    page = url_for("standing_campaign.choose", reference=reference)
    return pages.form_page(door, form, page, "Change what it is for", lead, "Change what it is for")


@bp.post("/<reference>/restart")
@limiter.limit("12/minute")
def restart(reference: str) -> Response:
    """Lead to Stripe's page with the same choice; where it cannot be made any more, to the campaign's page."""
    door = door_of(reference)
    recurring = door.recurring
    if not door.form(SessionForm).validate_on_submit() or not stand_of(recurring).over:
        return pages.back(door)
    lines = lines_from_json(recurring.lines)
    if not all(_can_be_given(line) for line in lines):
        return _to(url_for("campaigns.show", slug=lines[0].campaign_slug, _anchor="give"))
    try:
        pledge = _pledge(recurring, lines)
        checkout = checkouts.start(pledge, current_app.extensions["gateway"], thanks_url, cancelled_url)
    except GatewayError:
        return pages.show(door, "unchanged", 503)
    return _to(checkout.session_url or "")


@bp.get("/<reference>/restart")
def restart_again(reference: str) -> Response:
    """Whoever reloads the address of the button is led back to the page."""
    return pages.back(door_of(reference))


def offered_to(recurring: RecurringGift) -> list[Campaign]:
    """The campaigns that can be given to in the same currency; the one that it is for alone is none of them."""
    now_for = {line.campaign_id for line in lines_from_json(recurring.lines)}
    return [
        campaign
        for campaign in reading.live(db.session())
        if campaign.currency == recurring.total.currency and {campaign.id} != now_for
    ]


def _can_be_given(line: PledgeLine) -> bool:
    """True while its campaign is live, and its named gift is still offered at the price of then."""
    campaign = db.session.get(Campaign, line.campaign_id)
    if campaign is None or campaign.phase(now()) is not Phase.LIVE:
        return False
    if line.tier_id is None:
        return campaign.free_amount
    # Of what there is only so many, nothing is given again and again.
    offered = {tier.id: tier.price for tier in campaign.tiers if tier.active and tier.stock is None}
    return offered.get(line.tier_id) == line.unit


def _pledge(recurring: RecurringGift, lines: tuple[PledgeLine, ...]) -> Pledge:
    giver = Giver(
        recurring.giver_name,
        email_of(db.session(), recurring),
        naming=recurring.naming,
        show_amount=recurring.show_amount,
    )
    return Pledge(giver, recurring.interval, lines, Money(recurring.cover_amount, recurring.total.currency))


def _to(address: str) -> Response:
    return keep_private(make_response(redirect(address, code=303)))
