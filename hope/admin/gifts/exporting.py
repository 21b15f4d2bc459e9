"""Gifts as a file: what is in it, and the file itself, as it is written."""

from collections.abc import Iterator

from flask import Response, render_template, request, stream_with_context, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from hope.accounts.rights import Right
from hope.accounts.web.guard import actor, needs
from hope.admin.answers import done
from hope.admin.gifts.base import bp
from hope.admin.gifts.filter_form import FilterForm
from hope.admin.gifts.listing import campaigns_and_currencies
from hope.giving.exporting import BOM, COLUMNS, pieces
from hope.giving.searching import Search
from hope.kernel import audit
from hope.kernel.clock import charity_day, now
from hope.kernel.db import db, unit_of_work


@bp.get("/export")
@needs(Right.TAKE_OUT)
def export() -> str:
    """What the file will hold, and the button that asks for it."""
    form = FilterForm(*campaigns_and_currencies(db.session()))
    search = Search(db.session(), form.wanted(), form.currencies) if form.is_fine else None
    return render_template(
        "admin/gifts/export.html", form=form, sums=search.sums() if search else None, columns=COLUMNS
    )


@bp.get("/export.csv")
@needs(Right.TAKE_OUT)
def export_file() -> AnyResponse:
    """The file, sent while it is written; who took it with which filters is written down."""
    titles, currencies = campaigns_and_currencies(db.session())
    form = FilterForm(titles, currencies)
    if not form.is_fine:
        return done("A filter could not be understood. Mend it first.", url_for("admin_gifts.index"), "bad")
    search = Search(db.session(), form.wanted(), currencies)
    sums = search.sums()
    with unit_of_work() as session:
        details = {name: str(value) for name, value in form.kept().items()}
        audit.note(session, actor(), "export gifts", "gifts", details=details)
    response = Response(stream_with_context(_written(session, search, titles)), mimetype="text/csv")
    name = f"gifts-{charity_day(now()).isoformat()}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    if sums.complete:
        response.headers["X-Gifts"] = str(sum(row.gifts for row in sums.rows))
    return response


def _written(session: Session, search: Search, titles: dict[int, str]) -> Iterator[str]:
    if "bom" in request.args:
        yield BOM
    for piece in pieces(session, search, titles):
        yield piece.text
