"""One picture: what it shows, where to look in it, which pages show it, another file for it, and its end."""

from flask import Response, abort, make_response, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from hope.accounts.rights import Right
from hope.accounts.web.guard import actor, needs
from hope.admin.answers import confirm, done
from hope.admin.media import bp, picture_or_404
from hope.admin.media_form import ReplaceForm, WordsForm
from hope.kernel.db import db, unit_of_work
from hope.kernel.forms import SessionForm
from hope.kernel.media import pictures
from hope.kernel.media.checking import Refused
from hope.kernel.media.forms import AWAY, clean_name, contents, sent_file, takes_pictures
from hope.kernel.media.models import Picture
from hope.kernel.media.store import StoreError
from hope.kernel.media.uses import Use, uses_of
from hope.kernel.media.views import the_store


@bp.get("/<int:picture_id>")
@needs(Right.SEE_CONTENT)
def show(picture_id: int) -> Response:
    """A picture and what is said about it."""
    picture = picture_or_404(picture_id)
    return _page(picture, WordsForm(picture))


@bp.post("/<int:picture_id>")
@needs(Right.EDIT_CONTENT)
def describe(picture_id: int) -> AnyResponse:
    """Change what is said about a picture, and where in it to look."""
    picture = picture_or_404(picture_id)
    with unit_of_work() as session:
        held = session.get(Picture, picture_id, with_for_update=True, populate_existing=True)
        picture = held or abort(404)
        form = WordsForm(picture)
        if form.validate():
            changed = pictures.describe(session, picture, actor(), **form.changes())
            words = "What the picture shows is saved." if changed else "Nothing was different."
            return done(words, _href(picture_id), "good" if changed else "info")
    return _page(picture, form)


@bp.route("/<int:picture_id>/file", methods=["GET", "POST"])
@needs(Right.EDIT_CONTENT)
@takes_pictures
def replace(picture_id: int) -> AnyResponse:
    """Put another file in its place, on every page that shows it."""
    picture, form = picture_or_404(picture_id), ReplaceForm()
    if form.is_submitted() and form.validate() and (file := sent_file("file")):
        try:
            pictures.replace(the_store(), picture_id, contents(file), name=clean_name(file), actor=actor())
            return done("The new file is in its place. See that its words still fit.", _href(picture_id))
        except Refused as refused:
            form.file.errors = [str(refused)]
        except StoreError:
            form.file.errors = [AWAY]
    page = render_template("admin/media/replace.html", picture=picture, form=form, uses=_uses(picture))
    return make_response(page, 422 if form.errors else 200)


@bp.route("/<int:picture_id>/deletion", methods=["GET", "POST"])
@needs(Right.EDIT_CONTENT)
def delete(picture_id: int) -> AnyResponse:
    """Ask, then delete a picture and its files; one that a page shows stays."""
    picture, form = picture_or_404(picture_id), SessionForm()
    uses = _uses(picture)
    if form.is_submitted() and not uses and form.validate():
        try:
            pictures.delete(picture_id, actor())
            return done("The picture and its files are deleted.", url_for("admin_media.index"))
        except pictures.InUse:
            return done("A page shows this picture, so it was not deleted.", _href(picture_id), "bad")
    if uses:
        return done("Pages show this picture. Choose another one for them first.", _href(picture_id), "warn")
    return _ask(picture, form)


def _ask(picture: Picture, form: SessionForm) -> Response:
    return confirm(
        form,
        title="Delete this picture?",
        lead=picture.alt or picture.name,
        points=["No page shows it.", "Its files are removed in all sizes. This cannot be undone."],
        label="Delete the picture",
        action=url_for(".delete", picture_id=picture.id),
        above="Back to the picture",
        above_href=_href(picture.id),
        danger=True,
        status=422 if form.errors else 200,
    )


def _page(picture: Picture, form: WordsForm) -> Response:
    page = render_template("admin/media/show.html", picture=picture, form=form, uses=_uses(picture))
    return make_response(page, (409 if form.was_overtaken else 422) if form.errors else 200)


def _uses(picture: Picture) -> list[Use]:
    return uses_of(db.session(), [picture.id])[picture.id]


def _href(picture_id: int) -> str:
    return url_for("admin_media.show", picture_id=picture_id)
