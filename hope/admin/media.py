"""Pictures as staff see them: all of them, sending new ones, and saying what each shows."""

from flask import Response, abort, jsonify, make_response, render_template, request, url_for
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as AnyResponse

from hope.accounts.rights import Right
from hope.accounts.web.guard import actor, has_right, needs
from hope.admin.answers import done
from hope.admin.media_form import MissingWordsForm, UploadForm
from hope.admin.search_form import SearchForm
from hope.admin.section import section
from hope.kernel.db import db, unit_of_work
from hope.kernel.media import pictures
from hope.kernel.media.checking import Refused
from hope.kernel.media.forms import AWAY, clean_name, contents, takes_pictures
from hope.kernel.media.models import Picture
from hope.kernel.media.store import StoreError
from hope.kernel.media.uses import uses_of
from hope.kernel.media.views import the_store
from hope.kernel.paging import page_of

bp = section("media")
SIZE = 24
AT_A_TIME = 20


@bp.context_processor
def _what_may_be_done() -> dict[str, bool]:
    """Whether the pages offer changes, or only show."""
    return {"may_edit": has_right(Right.EDIT_CONTENT)}


@bp.get("/")
@needs(Right.SEE_CONTENT)
def index() -> str:
    """Every picture, the newest first."""
    session, form = (
        db.session(),
        SearchForm("Find a picture", "Words of its name, what it shows, or its credit"),
    )
    rows = pictures.search(select(Picture), form.words)
    page = page_of(session, rows, Picture.id, Picture.id, request.args.get("at"), SIZE)
    return render_template(
        "admin/media/index.html",
        page=page,
        form=form,
        uses=uses_of(session, [picture.id for picture in page.rows]),
        wordless=session.scalar(select(func.count(Picture.id)).where(Picture.alt == "")),
    )


@bp.get("/new")
@needs(Right.EDIT_CONTENT)
def new() -> Response:
    """The form that sends pictures."""
    return _new_page(UploadForm(formdata=None))


@bp.post("/new")
@needs(Right.EDIT_CONTENT)
@takes_pictures
def add() -> AnyResponse:
    """Take one picture or several in; each that cannot be one is named, the others are kept."""
    form = UploadForm()
    if not form.validate():
        return _answer(form)
    kept, is_new = [], False
    for file in form.files:
        try:
            added = _add(file, form, alone=len(form.files) == 1)
        except Refused as refused:
            form.file.errors = [*form.file.errors, f"“{clean_name(file)}”: {refused}"]
        except StoreError:
            form.file.errors = [*form.file.errors, f"“{clean_name(file)}”: {AWAY}"]
        else:
            kept.append(added.picture)
            is_new = is_new or added.is_new
    return _answer(form, kept, is_new)


@bp.route("/words", methods=["GET", "POST"])
@needs(Right.EDIT_CONTENT)
def words() -> AnyResponse:
    """Pictures of which nobody has said yet what they show, each with a field for it."""
    waiting = select(Picture).where(Picture.alt == "").order_by(Picture.id.desc()).limit(AT_A_TIME)
    found, form = db.session.scalars(waiting).all(), MissingWordsForm()
    if not form.is_submitted():
        return make_response(
            render_template("admin/media/words.html", pictures=found, form=form, problems={})
        )
    problems = {picture.id: problem for picture in found if (problem := form.problem_of(picture))}
    if not form.validate() or problems:
        page = render_template("admin/media/words.html", pictures=found, form=form, problems=problems)
        return make_response(page, 422)
    return _described(form, [picture.id for picture in found])


def _described(form: MissingWordsForm, picture_ids: list[int]) -> AnyResponse:
    told = 0
    with unit_of_work() as session:
        still = select(Picture).where(Picture.id.in_(picture_ids), Picture.alt == "").with_for_update()
        for picture in session.scalars(still):
            alt, credit = form.words_for(picture)
            if alt:
                told += pictures.describe(session, picture, actor(), alt=alt, credit=credit)
    said = "1 picture can be used now." if told == 1 else f"{told} pictures can be used now."
    return done(said, url_for(".words" if told < len(picture_ids) else ".index"), "good" if told else "info")


def picture_or_404(picture_id: int) -> Picture:
    """The picture of this number."""
    return db.session.get(Picture, picture_id) or abort(404)


def _add(file: FileStorage, form: UploadForm, *, alone: bool) -> pictures.Added:
    told = {"alt": form.alt.data or "", "credit": form.credit.data or ""} if alone else {}
    return pictures.add(the_store(), contents(file), name=clean_name(file), actor=actor(), **told)


def _answer(form: UploadForm, kept: list[Picture] | None = None, is_new: bool = False) -> AnyResponse:
    """For a script, what came of it; for a browser, the next page."""
    if request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json":
        return _for_script(form, kept or [], is_new)
    if form.errors or not kept:
        return _new_page(form, kept or [])
    if len(kept) > 1:
        return done(f"{len(kept)} pictures are here. Say what each shows.", url_for(".words"))
    known = "is here now" if is_new else "was here already"
    words = f"The picture {known}." if kept[0].is_usable else f"The picture {known}. Say what it shows."
    return done(words, url_for("admin_media.show", picture_id=kept[0].id), "good" if is_new else "info")


def _for_script(form: UploadForm, kept: list[Picture], is_new: bool) -> Response:
    problems = [str(problem) for errors in form.errors.values() for problem in errors]
    href = url_for("admin_media.show", picture_id=kept[0].id) if kept else None
    return make_response(jsonify(problems=problems, href=href, is_new=is_new), 422 if problems else 200)


def _new_page(form: UploadForm, kept: list[Picture] | tuple[()] = ()) -> Response:
    return make_response(
        render_template("admin/media/new.html", form=form, kept=kept), 422 if form.errors else 200
    )
