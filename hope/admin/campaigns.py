"""Campaigns as staff see them: the list, one campaign with all that belongs to it, its form, and its preview."""

from flask import Response, abort, make_response, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from hope.accounts.rights import Right
from hope.accounts.web.guard import needs
from hope.admin.answers import done
from hope.admin.campaign_form import CampaignForm
from hope.admin.editing import create, save
from hope.admin.search_form import SearchForm
from hope.admin.section import section
from hope.campaigns import editing, listing, publishing, reading
from hope.campaigns.give_form import GiveForm
from hope.campaigns.giver_form import card_fee
from hope.campaigns.matching import counting
from hope.campaigns.models import Campaign
from hope.campaigns.sharing.sources import best
from hope.campaigns.wall.leaving import to_read
from hope.kernel import once
from hope.kernel.clock import now
from hope.kernel.db import db
from hope.kernel.forms import SessionForm
from hope.kernel.media.forms import takes_pictures
from hope.kernel.paging import page_of

bp = section("campaigns")


@bp.get("/")
@needs(Right.SEE_CONTENT)
def index() -> str:
    """Every campaign, by how it stands."""
    session, moment, tab = db.session(), now(), request.args.get("tab", "live")
    tab = tab if tab in listing.TABS else "all"
    form = SearchForm("Find a campaign", "Words of its title, its summary or its partner")
    rows = listing.listed(tab, form.words, moment)
    page = page_of(session, rows, Campaign.updated_at, Campaign.id, request.args.get("at"))
    return render_template(
        "admin/campaigns/index.html",
        page=page,
        form=form,
        tab=tab,
        known_tabs=listing.TABS,
        counts=listing.counts(session, form.words, moment),
        cards=reading.cards_of(session, page.rows),
    )


@bp.route("/new", methods=["GET", "POST"])
@needs(Right.EDIT_CONTENT)
@takes_pictures
def new() -> AnyResponse:
    """Begin a campaign; it is a draft until it is published."""
    form = CampaignForm()
    if form.is_ready():
        made = create(form, lambda session: editing.create(session, form.wish), "create campaign", "campaign")
        if made is not None:
            return done("The draft is saved. Add what people can give, then publish it.", _href(made))
    return _form_page(form, None)


@bp.get("/<int:campaign_id>")
@needs(Right.SEE_CONTENT)
def show(campaign_id: int) -> str:
    """One campaign: how it stands, its named gifts, its news, and what can be done with it."""
    session, campaign = db.session(), campaign_or_404(campaign_id)
    return render_template(
        "admin/campaigns/show.html",
        campaign=campaign,
        card=reading.cards_of(session, [campaign])[campaign_id],
        gaps=publishing.gaps(campaign, now()),
        steps=publishing.steps(campaign),
        can_be_deleted=publishing.can_be_deleted(session, campaign),
        copy_key=once.new_key(),
        wall=to_read(session, campaign_id),
        matches=counting.every(session, campaign_id),
        sources=best(session, campaign_id),
        form=SessionForm(),
    )


@bp.route("/<int:campaign_id>/edit", methods=["GET", "POST"])
@needs(Right.EDIT_CONTENT)
@takes_pictures
def edit(campaign_id: int) -> AnyResponse:
    """Change a campaign."""
    campaign = campaign_or_404(campaign_id)
    form = CampaignForm(campaign)
    if form.is_ready() and save(form, Campaign, campaign_id, "edit campaign", "campaign"):
        seen = "" if campaign.state is publishing.DRAFT else " Visitors see it within a second."
        return done(f"Saved.{seen}", _href(campaign_id))
    return _form_page(form, campaign)


@bp.route("/<int:campaign_id>/preview", methods=["GET", "POST"])
@needs(Right.SEE_CONTENT)
def preview(campaign_id: int) -> AnyResponse:
    """The public page as it is, or will be, while the campaign is open; its form can be tried, and gives nothing."""
    campaign = campaign_or_404(campaign_id)
    form = GiveForm(campaign) if request.method == "POST" else GiveForm(campaign, formdata=None)
    tried = request.method == "POST"
    fine = tried and form.validate()
    words = render_template(
        "campaigns/show.html",
        page=reading.page(db.session(), campaign, preview=True),
        form=form,
        fee=card_fee(),
        notice="preview" if fine else None,
        preview_href=url_for("admin_campaigns.preview", campaign_id=campaign_id),
        back_href=_href(campaign_id),
        draft=campaign.state is publishing.DRAFT,
    )
    return make_response(words, 422 if tried and not fine else 200)


def campaign_or_404(campaign_id: int) -> Campaign:
    """The campaign of this number, whatever its state."""
    session: Session = db.session()
    return session.get(Campaign, campaign_id) or abort(404)


def _form_page(form: CampaignForm, campaign: Campaign | None) -> Response:
    return make_response(
        render_template("admin/campaigns/form.html", form=form, campaign=campaign), form.status
    )


def _href(campaign_id: int) -> str:
    return url_for("admin_campaigns.show", campaign_id=campaign_id)
