"""Writing stories: what one types is seen at once and kept by itself, and every saved version can come back."""

from flask import Response, abort, make_response, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response as AnyResponse

from hope.accounts.rights import Right
from hope.accounts.web.guard import actor, needs
from hope.admin.answers import done
from hope.admin.editing import create, save
from hope.admin.stories.base import bp, href, story_or_404
from hope.admin.stories.form import StoryForm
from hope.kernel.clock import now
from hope.kernel.db import db, unit_of_work
from hope.kernel.forms import AtMost, LongTextField, SessionForm
from hope.kernel.media.forms import takes_pictures
from hope.kernel.media.models import Picture
from hope.kernel.web.filters import moment as said_moment
from hope.spotlight import keeping
from hope.spotlight.models import Story

OFFERED = 24
LONGEST = 100_000


class TextForm(SessionForm):
    """The text of a story as somebody is writing it."""

    text = LongTextField("Text", [AtMost(60_000, "A story")])


@bp.route("/new", methods=["GET", "POST"])
@needs(Right.EDIT_CONTENT)
@takes_pictures
def new() -> AnyResponse:
    """Begin a story; it is a draft until it is published."""
    form = StoryForm()
    if form.is_ready() and (made := create(form, form.make, "create story", "story")) is not None:
        return done("The draft is saved. Publish it when it is ready.", href(made))
    return _form_page(form, None)


@bp.route("/<int:story_id>/edit", methods=["GET", "POST"])
@needs(Right.EDIT_CONTENT)
@takes_pictures
def edit(story_id: int) -> AnyResponse:
    """Change a story, before or after it is public."""
    story = story_or_404(story_id)
    form = StoryForm(story)
    if form.is_ready() and save(form, Story, story_id, "edit story", "story"):
        return done(
            "Saved." + (" Visitors see it within a second." if story.published_at else ""), href(story_id)
        )
    return _form_page(form, story)


@bp.post("/text")
@needs(Right.EDIT_CONTENT)
def text() -> str:
    """A text as its readers will see it, pictures included; nothing is kept."""
    form = TextForm()
    if not form.validate():
        abort(422)
    return render_template("admin/stories/_text.html", text=form.text.data)


@bp.post("/<int:story_id>/draft")
@needs(Right.EDIT_CONTENT)
def keep(story_id: int) -> AnyResponse:
    """Keep what is typed and not saved; 0 is a story yet to be."""
    if not SessionForm().validate() or sum(map(len, request.form.values())) > LONGEST:
        abort(422)
    typed = {"tells_of_person": ""} | {
        name: value for name, value in request.form.items() if name in StoryForm.KEPT
    }
    with unit_of_work() as session:
        keeping.keep_draft(session, story_id, actor(), typed)
    return Response(f"Kept, not saved: {said_moment(now())}", mimetype="text/plain")


@bp.post("/<int:story_id>/draft/removal")
@needs(Right.EDIT_CONTENT)
def throw_away(story_id: int) -> AnyResponse:
    """Throw away what was typed and not saved."""
    back = url_for(".edit", story_id=story_id) if story_id else url_for(".new")
    if not SessionForm().validate():
        return done(SessionForm.STALE, back, "bad")
    with unit_of_work() as session:
        keeping.forget_draft(session, story_id, actor())
    return done("What was not saved is thrown away.", back)


@bp.get("/<int:story_id>/versions")
@needs(Right.SEE_CONTENT)
def versions(story_id: int) -> str:
    """Every version that was saved, and one of them to look at."""
    story, session = story_or_404(story_id), db.session()
    rows = keeping.listed(session, story_id)
    wanted = request.args.get("look", type=int)
    looked_at = keeping.find(session, story_id, wanted) if wanted and wanted < 2**63 else None
    return render_template("admin/stories/versions.html", story=story, rows=rows, looked_at=looked_at)


def _form_page(form: StoryForm, story: Story | None) -> Response:
    session, story_id = db.session(), story.id if story else 0
    kept = keeping.draft_of(session, story_id, actor())
    if request.method == "GET":
        version_id = request.args.get("version", type=int)
        version = keeping.find(session, story_id, version_id) if version_id and version_id < 2**63 else None
        if version is not None:
            form.take_over(version.words)
        elif kept is not None and "draft" in request.args:
            form.take_over(kept.typed)
    usable = select(Picture).where(Picture.alt != "").order_by(Picture.id.desc()).limit(OFFERED)
    pictures = [picture for picture in session.scalars(usable) if picture.is_usable]
    page = render_template("admin/stories/form.html", form=form, story=story, kept=kept, pictures=pictures)
    return make_response(page, form.status)
