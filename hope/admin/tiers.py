"""The named gifts of a campaign: adding, changing, ordering, and taking them off the page."""

from flask import Response, abort, make_response, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from hope.accounts.rights import Right
from hope.accounts.web.guard import actor, needs
from hope.admin.answers import confirm, done
from hope.admin.campaigns import campaign_or_404
from hope.admin.changes import note_change
from hope.admin.editing import OnceForm, create, save
from hope.admin.section import section
from hope.admin.tier_form import TierForm
from hope.campaigns import tiers
from hope.campaigns.models import Campaign, GivingTier
from hope.kernel import audit, once
from hope.kernel.db import db, unit_of_work
from hope.kernel.forms import SessionForm
from hope.kernel.media.forms import takes_pictures
from hope.kernel.versions import hold

bp = section("tiers")
MOVES = {"up": -1, "down": 1}
KEPT = "It was given, or somebody may be on the way to pay for it. It can be taken off the page."


@bp.route("/new/<int:campaign_id>", methods=["GET", "POST"])
@needs(Right.EDIT_CONTENT)
@takes_pictures
def new(campaign_id: int) -> AnyResponse:
    """Add a named gift to a campaign."""
    campaign = campaign_or_404(campaign_id)
    form = TierForm(campaign)
    if form.is_ready() and create(form, form.make, "create tier", "tier") is not None:
        return done(f"“{form.name.data}” is added.", _href(campaign_id))
    return _form_page(form, campaign, None)


@bp.route("/<int:tier_id>", methods=["GET", "POST"])
@needs(Right.EDIT_CONTENT)
@takes_pictures
def edit(tier_id: int) -> AnyResponse:
    """Change a named gift; gifts that were made keep the name and price of their day."""
    tier = _tier_or_404(tier_id)
    form = TierForm(tier.campaign, tier)
    if form.is_ready() and save(form, GivingTier, tier_id, "edit tier", "tier"):
        return done(f"“{tier.name}” is saved.", _href(tier.campaign_id))
    return _form_page(form, tier.campaign, tier)


@bp.post("/order/<int:campaign_id>")
@needs(Right.EDIT_CONTENT)
def order(campaign_id: int) -> AnyResponse:
    """Put the named gifts into another order: a whole list (`tier`, repeated), or one of them a place up or down."""
    if not SessionForm().validate():
        return done(SessionForm.STALE, _href(campaign_id), "bad")
    with unit_of_work() as session:
        campaign = hold(session, Campaign, campaign_id) or abort(404)
        before = {"order": [tier.name for tier in campaign.tiers]}
        if tiers.put_in_order(campaign, _wanted(campaign)):
            after = {"order": [tier.name for tier in sorted(campaign.tiers, key=lambda tier: tier.position)]}
            note_change(session, actor(), "order tiers", f"campaign:{campaign_id}", before, after)
    return done("The order is saved.", _href(campaign_id) + "#gifts")


@bp.post("/<int:tier_id>/copy")
@needs(Right.EDIT_CONTENT)
def copy(tier_id: int) -> AnyResponse:
    """Make another named gift like this one; it is not on the page until it is offered."""
    form, tier = OnceForm(), _tier_or_404(tier_id)
    if not form.validate():
        return done(SessionForm.STALE, _href(tier.campaign_id), "bad")
    with unit_of_work() as session:
        made = once.made_before(session, form.key.data)
        if made is None:
            twin = tiers.add_copy(session, tier_id)
            made = twin.id
            once.remember(session, form.key.data, made)
            audit.note(session, actor(), "copy tier", f"tier:{made}", details={"of": f"tier:{tier_id}"})
    return done("This is the copy. It is not on the page until you offer it.", url_for(".edit", tier_id=made))


@bp.post("/<int:tier_id>/offer")
@needs(Right.EDIT_CONTENT)
def offer(tier_id: int) -> AnyResponse:
    """Put a named gift on the page."""
    return _offer(tier_id, True, "offer tier", "“{}” is on the page.")


@bp.post("/<int:tier_id>/withdrawal")
@needs(Right.EDIT_CONTENT)
def withdraw(tier_id: int) -> AnyResponse:
    """Take a named gift off the page; recurring gifts of it go on."""
    return _offer(tier_id, False, "withdraw tier", "“{}” is off the page.")


@bp.route("/<int:tier_id>/deletion", methods=["GET", "POST"])
@needs(Right.EDIT_CONTENT)
def delete(tier_id: int) -> AnyResponse:
    """Delete a named gift that nobody can have chosen."""
    tier, form = _tier_or_404(tier_id), SessionForm()
    if not tiers.can_be_deleted(db.session(), tier):
        return done(KEPT, _href(tier.campaign_id), "warn")
    if form.is_submitted() and form.validate():
        return _delete(tier)
    return confirm(
        form,
        title=f"Delete “{tier.name}”?",
        label="Delete this gift",
        action=url_for(".delete", tier_id=tier_id),
        points=["Nobody has given it, so nothing else changes.", "This cannot be undone."],
        above=tier.campaign.title,
        above_href=_href(tier.campaign_id),
        danger=True,
    )


def _delete(tier: GivingTier) -> AnyResponse:
    with unit_of_work() as session:
        held = hold(session, GivingTier, tier.id) or abort(404)
        if not tiers.can_be_deleted(session, held):
            return done(KEPT, _href(held.campaign_id), "warn")
        details = {"name": held.name, "campaign": f"campaign:{held.campaign_id}"}
        audit.note(session, actor(), "delete tier", f"tier:{held.id}", details=details)
        session.delete(held)
    return done(f"“{tier.name}” is deleted.", _href(tier.campaign_id))


def _offer(tier_id: int, active: bool, action: str, words: str) -> AnyResponse:
    tier = _tier_or_404(tier_id)
    if not SessionForm().validate():
        return done(SessionForm.STALE, _href(tier.campaign_id), "bad")
    with unit_of_work() as session:
        held = hold(session, GivingTier, tier_id) or abort(404)
        before = {"active": held.active}
        held.active = active
        note_change(session, actor(), action, f"tier:{tier_id}", before, {"active": active})
    return done(words.format(tier.name), _href(tier.campaign_id) + "#gifts")


def _wanted(campaign: Campaign) -> list[int]:
    """The order that the form asks for, as numbers of named gifts; whatever is no number says nothing."""
    offered = {str(tier.id): tier.id for tier in campaign.tiers}
    sent = [offered[text] for text in request.form.getlist("tier") if text in offered]
    step = MOVES.get(request.form.get("move", ""))
    return tiers.moved(campaign, sent[0], step) if step and sent else sent


def _tier_or_404(tier_id: int) -> GivingTier:
    return db.session.get(GivingTier, tier_id) or abort(404)


def _form_page(form: TierForm, campaign: Campaign, tier: GivingTier | None) -> Response:
    page = render_template("admin/campaigns/tier.html", form=form, campaign=campaign, tier=tier)
    return make_response(page, form.status)


def _href(campaign_id: int) -> str:
    return url_for("admin_campaigns.show", campaign_id=campaign_id)
