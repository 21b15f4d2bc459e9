"""The list of stories, and one story with all that belongs to it."""

from flask import render_template, request
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload

from hope.accounts.rights import Right
from hope.accounts.web.guard import needs
from hope.admin.search_form import SearchForm
from hope.admin.stories.base import bp, story_or_404
from hope.kernel.audit import AuditEntry
from hope.kernel.clock import now
from hope.kernel.db import db
from hope.kernel.paging import page_of
from hope.spotlight import checking, doors
from hope.spotlight.models import Consent, ConsentStory, Story

TABS = {"all": "All", "drafts": "Drafts", "scheduled": "Scheduled", "public": "Public", "off": "Off the site"}


@bp.get("/")
@needs(Right.SEE_CONTENT)
def index() -> str:
    """Every story, by how it stands."""
    form, tab, moment = (
        SearchForm("Find a story", "Words of its title or summary"),
        request.args.get("tab"),
        now(),
    )
    tab = tab if tab in TABS else "all"
    rows = select(Story).options(joinedload(Story.organization)).where(*_stands(tab))
    for word in form.words.split():
        rows = rows.where(
            Story.title.icontains(word, autoescape=True) | Story.summary.icontains(word, autoescape=True)
        )
    page = page_of(db.session(), rows, Story.edited_at, Story.id, request.args.get("at"))
    states = {story.id: story.state(moment) for story in page.rows}
    return render_template(
        "admin/stories/index.html", page=page, form=form, tab=tab, tabs_known=TABS, states=states
    )


@bp.get("/<int:story_id>")
@needs(Right.SEE_CONTENT)
def show(story_id: int) -> str:
    """One story: how it stands, what the gentle check says, its doors, its resources and its consents."""
    session, story = db.session(), story_or_404(story_id)
    own = select(Consent).join(ConsentStory).where(ConsentStory.story_id == story_id).order_by(Consent.id)
    entries = select(AuditEntry).where(AuditEntry.subject == f"story:{story_id}", AuditEntry.reason != "")
    return render_template(
        "admin/stories/show.html",
        story=story,
        state=story.state(now()),
        points=checking.check(session, story),
        doors=doors.counts(session, story_id),
        consents=session.scalars(own).all(),
        reasons=session.scalars(entries.order_by(AuditEntry.id.desc()).limit(5)).all(),
    )


def _stands(tab: str) -> list[ColumnElement[bool]]:
    moment = now()
    over = Story.shown_until.is_not(None) & (Story.shown_until <= moment)
    on, off = Story.withdrawn_at.is_(None) & ~over, Story.withdrawn_at.is_not(None) | over
    ways: dict[str, list[ColumnElement[bool]]] = {
        "all": [],
        "drafts": [Story.published_at.is_(None)],
        "scheduled": [Story.published_at > moment, on],
        "public": [Story.published_at <= moment, on],
        "off": [Story.published_at.is_not(None), off],
    }
    return ways[tab]
