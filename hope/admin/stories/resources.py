"""What to read and to watch on, at the end of a story."""

from typing import Any

from flask import Response, abort, make_response, render_template, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from hope.accounts.rights import Right
from hope.accounts.web.guard import actor, needs
from hope.admin.answers import done
from hope.admin.changes import look_of, note_change
from hope.admin.content_fields import SceneField
from hope.admin.editing import RowForm, create, save
from hope.admin.stories.base import bp, href, story_or_404
from hope.kernel.clock import now
from hope.kernel.db import db, unit_of_work
from hope.kernel.fields import WebField
from hope.kernel.forms import AtMost, ListField, Needed, SessionForm, TextField
from hope.kernel.media.forms import PictureField, takes_pictures
from hope.kernel.versions import hold
from hope.spotlight import stories
from hope.spotlight.models import ResourceKind, Story, StoryResource

PLAIN = ("title", "source", "url", "content_note", "scene", "scene_alt")


class ResourceForm(RowForm):
    """A report, an article, a film or a book."""

    TOLD = ("kind", "picture_id", *PLAIN)

    kind = ListField(
        "What it is",
        choices=[(kind.value, kind.value.capitalize()) for kind in ResourceKind],
        default="article",
    )
    title = TextField("Title", [Needed("Write what it is called."), AtMost(200, "A title")])
    source = TextField(
        "Whose it is",
        [Needed("Write who made it."), AtMost(200, "This")],
        description="Author or publisher, and the year.",
    )
    url = WebField("Address", [AtMost(300, "An address")])
    content_note = TextField("Before one opens it", [AtMost(300, "A note")])
    picture = PictureField("Picture", description="It is shown in place of the scene.")
    scene = SceneField("Scene", default="book")
    scene_alt = TextField("What the scene shows", [AtMost(300, "This")])

    def answers(self, row: StoryResource) -> dict[str, Any]:
        """What the fields show of it."""
        return {name: getattr(row, name) for name in PLAIN} | {
            "kind": row.kind.value,
            "picture": row.picture_id,
        }

    def put(self, session: Session, row: StoryResource) -> None:
        """Write what was typed into it."""
        row.kind, row.picture_id = ResourceKind(self.kind.data), self.picture.data
        for name in PLAIN:
            setattr(row, name, self[name].data)
        story = row.story or session.get(Story, row.story_id)
        session.flush()
        _seen_anew(session, story)


@bp.route("/<int:story_id>/resources/new", methods=["GET", "POST"])
@needs(Right.EDIT_CONTENT)
@takes_pictures
def add_resource(story_id: int) -> AnyResponse:
    """Add something to read or to watch."""
    story, form = story_or_404(story_id), ResourceForm()

    def make(session: Session) -> StoryResource:
        row = StoryResource(story=session.get(Story, story_id) or abort(404), position=len(story.resources))
        session.add(row)
        with session.no_autoflush:
            form.put(session, row)
        return row

    if form.is_ready() and create(form, make, "add resource", "resource") is not None:
        return done("It stands at the end of the story.", href(story_id))
    return _form_page(form, story, None)


@bp.route("/resources/<int:resource_id>", methods=["GET", "POST"])
@needs(Right.EDIT_CONTENT)
@takes_pictures
def edit_resource(resource_id: int) -> AnyResponse:
    """Change it."""
    resource = _resource_or_404(resource_id)
    form = ResourceForm(resource)
    if form.is_ready() and save(form, StoryResource, resource_id, "edit resource", "resource"):
        return done("Saved.", href(resource.story_id))
    return _form_page(form, resource.story, resource)


@bp.post("/resources/<int:resource_id>/removal")
@needs(Right.EDIT_CONTENT)
def remove_resource(resource_id: int) -> AnyResponse:
    """Take it away; the audit keeps what it said."""
    story_id = _resource_or_404(resource_id).story_id
    if not SessionForm().validate():
        return done(SessionForm.STALE, href(story_id), "bad")
    with unit_of_work() as session:
        held = hold(session, StoryResource, resource_id) or abort(404)
        story = held.story
        before = look_of(held, ResourceForm.TOLD)
        note_change(session, actor(), "remove resource", f"resource:{resource_id}", before, {})
        story.resources.remove(held)
        _seen_anew(session, story)
    return done("It is taken away.", href(story_id))


def _seen_anew(session: Session, story: Story | None) -> None:
    if story is not None:
        story.edited_at = now()
        stories.remember_pictures(session, story)


def _resource_or_404(resource_id: int) -> StoryResource:
    return db.session.get(StoryResource, resource_id) or abort(404)


def _form_page(form: ResourceForm, story: Story, resource: StoryResource | None) -> Response:
    remove_href = url_for(".remove_resource", resource_id=resource.id) if resource else None
    page = render_template(
        "admin/stories/resource.html", form=form, story=story, resource=resource, remove_href=remove_href
    )
    return make_response(page, form.status)
