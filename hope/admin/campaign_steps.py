"""Steps in the life of a campaign: each is a page that says what will happen, and then it happens."""

from flask import abort, make_response, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from hope.accounts.rights import Right
from hope.accounts.web.guard import actor, needs
from hope.admin.answers import confirm, done
from hope.admin.campaigns import campaign_or_404
from hope.admin.changes import look_of, note_change
from hope.admin.editing import OnceForm
from hope.admin.section import section
from hope.admin.step_words import STEPS, StepWords
from hope.campaigns import publishing
from hope.campaigns.copying import copy_campaign
from hope.campaigns.models import Campaign
from hope.kernel import audit, once
from hope.kernel.clock import now
from hope.kernel.db import db, unit_of_work
from hope.kernel.forms import SessionForm
from hope.kernel.versions import hold

bp = section("campaign_steps", "campaigns")
TOLD = ("state", "ends_at")
KEPT = "only a draft to which nothing was given can be deleted. End it, and put it into the archive."


@bp.get("/<int:campaign_id>/<step>")
@needs(Right.EDIT_CONTENT)
def ask(campaign_id: int, step: str) -> AnyResponse:
    """What the step does, and what is still missing before it."""
    return _ask(campaign_or_404(campaign_id), step)


@bp.post("/<int:campaign_id>/<step>")
@needs(Right.EDIT_CONTENT)
def take(campaign_id: int, step: str) -> AnyResponse:
    """Take the step; taken twice, it is taken once."""
    words = STEPS.get(step) or abort(404)
    if not SessionForm().validate():
        return done(SessionForm.STALE, url_for(".ask", campaign_id=campaign_id, step=step), "bad")
    with unit_of_work() as session:
        campaign = hold(session, Campaign, campaign_id) or abort(404)
        before = look_of(campaign, TOLD)
        taken = publishing.take(campaign, step, now())
        note_change(
            session, actor(), words.action, f"campaign:{campaign_id}", before, look_of(campaign, TOLD)
        )
    if not taken and campaign.state is not publishing.STEPS[step][1]:
        return _ask(campaign, step, 409)
    return done(words.done, _href(campaign_id))


@bp.post("/<int:campaign_id>/copy")
@needs(Right.EDIT_CONTENT)
def copy(campaign_id: int) -> AnyResponse:
    """Make a draft of a campaign; the same button pressed twice makes one."""
    form = OnceForm()
    if not form.validate():
        return done(SessionForm.STALE, _href(campaign_id), "bad")
    with unit_of_work() as session:
        campaign = hold(session, Campaign, campaign_id) or abort(404)
        made = once.made_before(session, form.key.data)
        if made is None:
            made = copy_campaign(session, campaign).id
            once.remember(session, form.key.data, made)
            details = {"of": f"campaign:{campaign_id}"}
            audit.note(session, actor(), "copy campaign", f"campaign:{made}", details=details)
    return done("This is the copy, a draft. Give it a title of its own.", _href(made))


@bp.route("/<int:campaign_id>/deletion", methods=["GET", "POST"])
@needs(Right.EDIT_CONTENT)
def delete(campaign_id: int) -> AnyResponse:
    """Delete a draft that nobody gave to; anything else is ended instead."""
    campaign, form = campaign_or_404(campaign_id), SessionForm()
    if not publishing.can_be_deleted(db.session(), campaign):
        return done(f"This campaign is kept: {KEPT}", _href(campaign_id), "warn")
    if form.is_submitted() and form.validate():
        return _delete(campaign_id)
    return confirm(
        form,
        title=f"Delete the draft “{campaign.title}”?",
        label="Delete this draft",
        action=url_for(".delete", campaign_id=campaign_id),
        points=["Its story, named gifts and news are deleted with it.", "This cannot be undone."],
        above=campaign.title,
        above_href=_href(campaign_id),
        danger=True,
    )


def _delete(campaign_id: int) -> AnyResponse:
    with unit_of_work() as session:
        campaign = hold(session, Campaign, campaign_id) or abort(404)
        if not publishing.can_be_deleted(session, campaign):
            return done(f"This campaign is kept: {KEPT}", _href(campaign_id), "warn")
        details = {"title": campaign.title, "slug": campaign.slug, "story": campaign.story}
        audit.note(session, actor(), "delete campaign", f"campaign:{campaign_id}", details=details)
        session.delete(campaign)
    return done("The draft is deleted.", url_for("admin_campaigns.index", tab="drafts"))


def _ask(campaign: Campaign, step: str, status: int = 200) -> AnyResponse:
    words: StepWords = STEPS.get(step) or abort(404)
    gaps = publishing.gaps(campaign, now()) if step == "publication" else []
    page = render_template(
        "admin/campaigns/step.html",
        campaign=campaign,
        words=words,
        points=words.points(campaign, now()),
        gaps=gaps,
        possible=step in publishing.steps(campaign),
        held_back=any(gap.needed for gap in gaps),
        action=url_for(".take", campaign_id=campaign.id, step=step),
        form=SessionForm(),
    )
    return make_response(page, status)


def _href(campaign_id: int) -> str:
    return url_for("admin_campaigns.show", campaign_id=campaign_id)
