"""News of a campaign: writing it, putting it on the page, and taking it off again."""

from typing import Any

from flask import Response, abort, make_response, render_template, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from hope.accounts.rights import Right
from hope.accounts.web.guard import actor, needs, require_supporter
from hope.admin.answers import done
from hope.admin.campaigns import campaign_or_404
from hope.admin.changes import look_of, note_change
from hope.admin.editing import RowForm, create, save
from hope.admin.section import section
from hope.campaigns.models import Campaign, CampaignUpdate
from hope.campaigns.news import publish, withdraw
from hope.kernel.clock import now
from hope.kernel.db import db, unit_of_work
from hope.kernel.forms import AtMost, LongTextField, Needed, SessionForm, TextField
from hope.kernel.versions import hold

bp = section("updates")
PLAIN = ("title", "body", "author")
TOLD = ("published_at", "withdrawn_at")
STEPS = {
    "publication": (publish, "publish update", "It is on the page."),
    "withdrawal": (withdraw, "withdraw update", "It is off the page. You can publish it again."),
}


class UpdateForm(RowForm):
    """What staff tell of a campaign."""

    TOLD = (*PLAIN, *TOLD)

    title = TextField("Title", [Needed("Write a title."), AtMost(200, "A title")])
    body = LongTextField("What happened", [Needed("Write what happened."), AtMost(20_000, "News")])
    author = TextField(
        "Signed by", [AtMost(120, "A name")], description="Stands beside the day. It may stay empty."
    )

    def answers(self, row: CampaignUpdate) -> dict[str, Any]:
        """What the fields show of it."""
        return {name: getattr(row, name) for name in PLAIN}

    def put(self, session: Session, row: CampaignUpdate) -> None:
        """Write what was typed into it."""
        for name in PLAIN:
            setattr(row, name, self[name].data)


@bp.route("/new/<int:campaign_id>", methods=["GET", "POST"])
@needs(Right.EDIT_CONTENT)
def new(campaign_id: int) -> AnyResponse:
    """Write news; they are a draft until they are published."""
    campaign = campaign_or_404(campaign_id)
    form = UpdateForm(data={"author": require_supporter().name or ""})

    def make(session: Session) -> CampaignUpdate:
        row = CampaignUpdate(campaign_id=campaign_id)
        form.put(session, row)
        session.add(row)
        return row

    if form.is_ready() and (made := create(form, make, "create update", "update")) is not None:
        return done("The draft is saved. Publish it when it is ready.", url_for(".edit", update_id=made))
    return _form_page(form, campaign, None)


@bp.route("/<int:update_id>", methods=["GET", "POST"])
@needs(Right.EDIT_CONTENT)
def edit(update_id: int) -> AnyResponse:
    """Change news, before or after they are published."""
    update = _update_or_404(update_id)
    form = UpdateForm(update)
    if form.is_ready() and save(form, CampaignUpdate, update_id, "edit update", "update"):
        return done("Saved.", url_for(".edit", update_id=update_id))
    return _form_page(form, update.campaign, update)


@bp.post("/<int:update_id>/<step>")
@needs(Right.EDIT_CONTENT)
def take(update_id: int, step: str) -> AnyResponse:
    """Put news on the page, or take them off it."""
    change, action, words = STEPS.get(step) or abort(404)
    href = url_for(".edit", update_id=update_id)
    if not SessionForm().validate():
        return done(SessionForm.STALE, href, "bad")
    with unit_of_work() as session:
        update = hold(session, CampaignUpdate, update_id) or abort(404)
        before = look_of(update, TOLD)
        change(update, now())
        note_change(session, actor(), action, f"update:{update_id}", before, look_of(update, TOLD))
    return done(words, href)


def _update_or_404(update_id: int) -> CampaignUpdate:
    return db.session.get(CampaignUpdate, update_id) or abort(404)


def _form_page(form: UpdateForm, campaign: Campaign, update: CampaignUpdate | None) -> Response:
    page = render_template("admin/campaigns/update.html", form=form, campaign=campaign, update=update)
    return make_response(page, form.status)
