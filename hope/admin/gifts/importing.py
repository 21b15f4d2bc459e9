"""Past gifts from a file: sent, read, tried out, imported and, if it was wrong, taken back in whole."""

import csv
import io
from contextlib import closing
from itertools import islice

from flask import Response, abort, make_response, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response as AnyResponse

from hope.accounts.rights import Right
from hope.accounts.web.guard import actor, needs
from hope.admin.answers import confirm, done
from hope.admin.gifts.base import bp
from hope.admin.gifts.import_form import ReadingForm
from hope.admin.gifts.tasks import IMPORTS, targets
from hope.giving.exporting import tame
from hope.giving.importing import batches
from hope.giving.importing.opening import MOST_BYTES, CannotOpen
from hope.giving.importing.reading import Reading
from hope.giving.models import BatchState, ImportBatch
from hope.kernel import audit, jobs
from hope.kernel.db import db, unit_of_work
from hope.kernel.forms import SessionForm
from hope.kernel.money import Money
from hope.kernel.paging import page_of
from hope.kernel.text import one_line

LARGEST_BODY = MOST_BYTES + 1024 * 1024
UNNAMED = "file without a name"
SHOWN = 200
SAMPLE = 3


@bp.get("/imports")
@needs(Right.MOVE_MONEY)
def imports() -> AnyResponse:
    """The files that were sent, and where to send another."""
    return _list(SessionForm())


@bp.post("/imports")
@needs(Right.MOVE_MONEY)
def send_file() -> AnyResponse:
    """Keep a file and go on to its columns."""
    request.max_content_length = LARGEST_BODY
    form, file = SessionForm(), request.files.get("file")
    if not form.validate():
        return _list(form, SessionForm.STALE)
    if not file or not file.filename:
        return _list(form, "Choose a file.")
    known = targets(db.session())
    try:
        with closing(file.stream), unit_of_work() as session:
            fallback = known[0].id if len(known) == 1 else None
            name = one_line(file.filename) or UNNAMED
            batch = batches.keep(session, name, file.read(MOST_BYTES + 1), fallback, actor())
    except CannotOpen as no:
        return _list(form, str(no))
    return done("The file is here. Look whether its columns are read rightly.", _page_of(batch.id))


@bp.get("/imports/<int:batch_id>")
@needs(Right.MOVE_MONEY)
def show_import(batch_id: int) -> AnyResponse:
    """Where a file stands, and what can be done next."""
    batch = _batch_or_404(batch_id)
    return _show(batch, _reading_form(batch) if batch.state in batches.BEFORE else None)


@bp.post("/imports/<int:batch_id>/reading")
@needs(Right.MOVE_MONEY)
def read_import(batch_id: int) -> AnyResponse:
    """Say which column is what, and let it be tried out."""
    batch = _batch_or_404(batch_id, *batches.BEFORE)
    form = _reading_form(batch)
    if not form.validate():
        return _show(batch, form, 422)
    with unit_of_work() as session:
        held = batches.held(session, batch_id, batch.state)
        if held:
            batches.read_so(session, held, form.reading())
            jobs.after_commit(session, IMPORTS)
    return done("It is being tried out. Nothing is imported yet.", _page_of(batch_id), "info")


@bp.post("/imports/<int:batch_id>/gifts")
@needs(Right.MOVE_MONEY)
def import_gifts(batch_id: int) -> AnyResponse:
    """Import what the dry run found fine."""
    _batch_or_404(batch_id, BatchState.CHECKED, BatchState.IMPORTING, BatchState.DONE)
    if not SessionForm().validate():
        return done(SessionForm.STALE, _page_of(batch_id), "bad")
    with unit_of_work() as session:
        batch = batches.held(session, batch_id, BatchState.CHECKED)
        if batch and batch.fine:
            batch.state, batch.position = BatchState.IMPORTING, 0
            details = {"file": batch.filename, "gifts": batch.fine}
            audit.note(session, actor(), "import gifts", f"import:{batch_id}", details=details)
            jobs.after_commit(session, IMPORTS)
    return done("The import has begun. You may leave this page; it goes on.", _page_of(batch_id))


@bp.route("/imports/<int:batch_id>/undoing", methods=["GET", "POST"])
@needs(Right.MOVE_MONEY)
def undo_import(batch_id: int) -> AnyResponse:
    """Take the whole batch back."""
    batch = _batch_or_404(batch_id, BatchState.DONE, BatchState.UNDOING, BatchState.UNDONE)
    form = SessionForm()
    if not form.validate_on_submit():
        return _ask_whether(batch, form)
    with unit_of_work() as session:
        held = batches.held(session, batch_id, BatchState.DONE)
        if held:
            held.state, held.position = BatchState.UNDOING, 0
            details = {"file": held.filename}
            audit.note(session, actor(), "take import back", f"import:{batch_id}", details=details)
            jobs.after_commit(session, IMPORTS)
    return done("The import is being taken back.", _page_of(batch_id))


def _ask_whether(batch: ImportBatch, form: SessionForm) -> AnyResponse:
    return confirm(
        form,
        title=f"Take {batch.filename} back?",
        label="Take the import back",
        action=request.path,
        points=[
            f"The books get an entry against each of its {batch.imported:,} gifts, and no campaign counts them.",
            "What staff took back by hand before stays as it is. Receipts that were issued become void.",
            "Afterwards the file can be sent and imported again.",
        ],
        above="The import",
        above_href=_page_of(batch.id),
        danger=True,
    )


@bp.post("/imports/<int:batch_id>/forgetting")
@needs(Right.MOVE_MONEY)
def forget_import(batch_id: int) -> AnyResponse:
    """Throw a file away of which nothing was imported."""
    batch = _batch_or_404(batch_id, *batches.BEFORE)
    if not SessionForm().validate():
        return done(SessionForm.STALE, _page_of(batch_id), "bad")
    with unit_of_work() as session:
        held = batches.held(session, batch_id, batch.state)
        if held:
            batches.forget(session, held, actor())
    return done("The file is gone.", url_for("admin_gifts.imports"))


@bp.get("/imports/<int:batch_id>/problems.csv")
@needs(Right.MOVE_MONEY)
def import_problems(batch_id: int) -> AnyResponse:
    """Every problem of a file, as a table."""
    batch = _batch_or_404(batch_id, BatchState.CHECKED)
    out = io.StringIO()
    rows = [
        (one.line, tame(one.words)) for one in batches.problems_of(db.session(), batch, targets(db.session()))
    ]
    csv.writer(out).writerows([("line", "problem"), *rows])
    response = Response(out.getvalue(), mimetype="text/csv")
    response.headers["Content-Disposition"] = 'attachment; filename="problems.csv"'
    return response


def _list(form: SessionForm, trouble: str = "") -> AnyResponse:
    page = page_of(db.session(), select(ImportBatch), ImportBatch.id, ImportBatch.id, request.args.get("at"))
    words = render_template("admin/gifts/imports.html", form=form, page=page, trouble=trouble)
    return make_response(words, 422 if trouble else 200)


def _show(batch: ImportBatch, form: ReadingForm | None, status: int = 200) -> AnyResponse:
    table = batches.table_of(db.session(), batch.id) if form else None
    words = render_template(
        "admin/gifts/import.html",
        batch=batch,
        form=form,
        table=table,
        sample=[cells for _, cells in islice(table.rows(), SAMPLE)] if table else [],
        sums=[Money(amount, currency) for currency, amount in sorted(batch.sums.items())],
        problems=batch.problems[:SHOWN],
        working=batch.state in batches.AT_WORK,
    )
    return make_response(words, status)


def _reading_form(batch: ImportBatch) -> ReadingForm:
    known = targets(db.session())
    reading = batches.with_fallback(Reading.of(batch.reading), known)
    return ReadingForm(batches.table_of(db.session(), batch.id).headers, known, reading)


def _batch_or_404(batch_id: int, *states: BatchState) -> ImportBatch:
    """The batch; one that is not in these states any more leads back to its page."""
    batch = db.session.get(ImportBatch, batch_id) or abort(404)
    if states and batch.state not in states:
        words = "This file has gone on meanwhile; this is where it stands."
        abort(done(words, _page_of(batch_id), "warn"))
    return batch


def _page_of(batch_id: int) -> str:
    return url_for("admin_gifts.show_import", batch_id=batch_id)
