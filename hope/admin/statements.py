"""The statements of a year for everybody who gave: made by the worker, looked at, written about, taken to the post."""

from flask import Response, abort, make_response, render_template, stream_with_context, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from hope.accounts.models import Supporter
from hope.accounts.rights import Right
from hope.accounts.web.guard import actor, needs
from hope.admin.answers import confirm, done
from hope.admin.section import section
from hope.admin.statements_form import YearForm, first_months
from hope.giving import statement_runs
from hope.giving.models import MadeStatement, RunState, StatementRun
from hope.giving.papers.bundle import bundle, filename
from hope.giving.papers.letterhead import letterhead
from hope.giving.papers.statement import statement_pdf
from hope.giving.statements import Period, statement
from hope.kernel import audit
from hope.kernel.clock import now
from hope.kernel.db import db, unit_of_work
from hope.kernel.forms import SessionForm
from hope.kernel.web.filters import counted

bp = section("statements", "books/statements")
SHOWN = 20


@bp.get("/")
@needs(Right.SEE_BOOKS)
def index() -> AnyResponse:
    """The years for which there are statements, and where to begin another."""
    return _list(YearForm())


@bp.post("/")
@needs(Right.TAKE_OUT)
def begin() -> AnyResponse:
    """Let the worker make the statements of a year; nobody is written to by that."""
    form = YearForm()
    if not form.validate():
        return _list(form)
    period = form.period()
    if not statement_runs.anybody_gave(db.session(), period):
        form.year.errors = [f"Nobody gave in {period.name}."]
        return _list(form)
    with unit_of_work() as session:
        known = statement_runs.find(session, period)
        run = known or statement_runs.begin(session, period, send=False, actor=actor())
    words = (
        "This year was begun before; this is where it stands." if known else "The statements are being made."
    )
    return done(words, _page_of(run), "info")


@bp.get("/<int:run_id>")
@needs(Right.SEE_BOOKS)
def show(run_id: int) -> str:
    """How far the statements of a year are, and what can be done next."""
    session, run = db.session(), _run_or_404(run_id)
    return render_template(
        "admin/books/statement_run.html",
        run=run,
        name=_period(run).name,
        is_over=_period(run).ends_at <= now(),
        last_day=_period(run).last_day,
        far=statement_runs.progress(session, run),
        untold=statement_runs.untold(session, run),
        examples=_examples(session, run),
    )


@bp.post("/<int:run_id>/rest")
@needs(Right.TAKE_OUT)
def stop(run_id: int) -> AnyResponse:
    """Stop after the step that is under way."""
    run = _run_or_404(run_id)
    if not SessionForm().validate():
        return done(SessionForm.STALE, _page_of(run), "bad")
    with unit_of_work() as session:
        statement_runs.stop(session, _period(run), actor())
    return done("Stopped. It goes on from here whenever you like.", _page_of(run))


@bp.post("/<int:run_id>/continuation")
@needs(Right.TAKE_OUT)
def go_on(run_id: int) -> AnyResponse:
    """Go on where it was stopped; where it was done, count everything afresh. Letters only where it had begun them."""
    run = _run_or_404(run_id)
    if not SessionForm().validate():
        return done(SessionForm.STALE, _page_of(run), "bad")
    with unit_of_work() as session:
        statement_runs.begin(
            session, _period(run), send=run.send and run.state is not RunState.DONE, actor=actor()
        )
    return done("It goes on. You may leave this page.", _page_of(run))


@bp.route("/<int:run_id>/letters", methods=["GET", "POST"])
@needs(Right.TAKE_OUT)
def write(run_id: int) -> AnyResponse:
    """Write to everybody who was not written to yet, after a page that says to how many."""
    run, form = _run_or_404(run_id), SessionForm()
    if not form.validate_on_submit():
        return _ask_whether(run, form)
    try:
        with unit_of_work() as session:
            statement_runs.begin(session, _period(run), send=True, actor=actor())
    except statement_runs.NotOver as no:
        return done(str(no), _page_of(run), "bad")
    return done("The letters are being written. You may leave this page.", _page_of(run))


@bp.get("/<int:run_id>/statements.zip")
@needs(Right.TAKE_OUT)
def download(run_id: int) -> AnyResponse:
    """Every paper in one archive, sent while it is made; who took it is written down."""
    run = _run_or_404(run_id)
    with unit_of_work() as session:
        audit.note(
            session, actor(), "take statements", f"statements:{run.id}", details={"year": _period(run).name}
        )
    pieces = bundle(session, run, letterhead())
    response = Response(stream_with_context(pieces), mimetype="application/zip")
    response.headers.set("Content-Disposition", "attachment", filename=filename(run.year, run.first_month))
    return response


@bp.get("/<int:run_id>/papers/<int:supporter_id>.pdf")
@needs(Right.SEE_BOOKS)
def paper(run_id: int, supporter_id: int) -> Response:
    """One giver's statement, as they will see it."""
    run = _run_or_404(run_id)
    if db.session.get(MadeStatement, (run.id, supporter_id)) is None:
        abort(404)
    stated = statement(db.session(), supporter_id, run.year, run.first_month)
    response = make_response(statement_pdf(stated, letterhead()))
    response.mimetype = "application/pdf"
    return response


def _list(form: YearForm) -> AnyResponse:
    newest = StatementRun.year.desc(), StatementRun.first_month
    runs = db.session.scalars(select(StatementRun).order_by(*newest)).all()
    rows = [(run, _period(run).name, statement_runs.progress(db.session(), run)) for run in runs]
    words = render_template("admin/books/statements.html", form=form, rows=rows, months=first_months())
    return make_response(words, 422 if form.is_submitted() else 200)


def _ask_whether(run: StatementRun, form: SessionForm) -> AnyResponse:
    name, untold = _period(run).name, statement_runs.untold(db.session(), run)
    told = counted(untold.with_address, "giver gets", "givers get")
    points = [
        "The gifts of the year are gone through once more, so that nobody who came in since is left out.",
        f"{told} a letter. It says that their statement is ready and where to sign in for it, and no amount.",
        "Whoever was written to about this year before gets none.",
        "Letters leave behind all other mail. You can stop at any moment; what has left cannot be called back.",
    ]
    if untold.without:
        points.append(f"{untold.without:,} left no address: their papers are in the archive for the post.")
    return confirm(
        form, title=f"Write to everybody who gave in {name}?", label="Write the letters",
        action=url_for("admin_statements.write", run_id=run.id), points=points, above=f"Statements of {name}",
        above_href=_page_of(run), status=422 if form.is_submitted() else 200,
    )  # fmt: skip


def _examples(session: Session, run: StatementRun) -> list[tuple[MadeStatement, Supporter]]:
    """The statements with the most gifts: those that are worth a look before anybody is written to."""
    made = select(MadeStatement, Supporter).join(Supporter, Supporter.id == MadeStatement.supporter_id)
    most = made.where(MadeStatement.run_id == run.id).order_by(MadeStatement.gifts.desc(), Supporter.id)
    return [(row[0], row[1]) for row in session.execute(most.limit(SHOWN))]


def _period(run: StatementRun) -> Period:
    return Period(run.year, run.first_month)


def _page_of(run: StatementRun) -> str:
    return url_for("admin_statements.show", run_id=run.id)


def _run_or_404(run_id: int) -> StatementRun:
    return db.session.get(StatementRun, run_id) or abort(404)
