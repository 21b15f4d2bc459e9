"""`/transparency`, and the same as a file."""

import csv
import io

from flask import Blueprint, Response, make_response, render_template

from hope.giving.exporting import tame
from hope.home.transparency import reading
from hope.kernel.db import db

bp = Blueprint("transparency", __name__)
COLUMNS = [
    "Year",
    "Campaign",
    "Currency",
    "Given",
    "Matched",
    "Moved",
    "Went back",
    "Card fees",
    "Passed on",
    "Left",
]


@bp.get("/transparency")
def show() -> str:
    """Where the money is: charts with their tables, straight from the books."""
    session = db.session()
    return render_template(
        "home/transparency/show.html",
        books=reading.books(reading.rows(session)),
        grants=reading.newest_grants(session),
    )


@bp.get("/transparency.csv")
def file() -> Response:
    """A line for each year of each campaign; what went is negative, and a line's amounts add up to what is left."""
    text = io.StringIO()
    csv.writer(text).writerows([COLUMNS, *map(_line, reading.rows(db.session()))])
    response = make_response(text.getvalue())
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = 'attachment; filename="transparency.csv"'
    return response


def _line(found: reading.Row) -> list[object]:
    row, campaign = found
    flow = reading.flow_of(row)
    amounts = (flow.given, flow.matched, flow.moved, flow.went_back, flow.fees, flow.granted, flow.waiting)
    return [row.year, tame(campaign.title), row.currency, *(amount.decimal for amount in amounts)]
