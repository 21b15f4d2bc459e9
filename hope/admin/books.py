"""The books: do they match Stripe’s, what differs, what was paid out to the bank."""

from flask import render_template, request, url_for
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from hope.accounts.rights import Right
from hope.accounts.web.guard import actor, has_right, needs
from hope.admin.answers import confirm, done
from hope.admin.section import section
from hope.giving import books_orders
from hope.giving.books import Difference
from hope.giving.models import BooksCheck, GiftSummary, Payout
from hope.kernel.db import db, unit_of_work
from hope.kernel.forms import SessionForm
from hope.kernel.paging import page_of

bp = section("books")
SHOWN, PAST = 500, 30


@bp.get("/")
@needs(Right.SEE_BOOKS)
def index() -> str:
    """Whether the books match, and every difference with its likely cause."""
    session = db.session()
    checks = session.scalars(select(BooksCheck).order_by(BooksCheck.id.desc()).limit(PAST)).all()
    newest = checks[0] if checks else None
    return render_template(
        "admin/books/index.html",
        checks=checks,
        newest=newest,
        differences=[_read(one) for one in newest.differences[:SHOWN]] if newest else [],
        order=books_orders.newest(session),
        may_run=has_right(Right.RUN_MACHINES),
    )


@bp.post("/comparison")
@needs(Right.RUN_MACHINES)
def compare() -> AnyResponse:
    """Ask the worker to compare the books now."""
    return _order(repairs=False)


@bp.route("/repair", methods=["GET", "POST"])
@needs(Right.RUN_MACHINES)
def repair() -> AnyResponse:
    """Ask Stripe again about everything that differs."""
    if request.method == "POST":
        return _order(repairs=True)
    points = (
        "The books are compared once more.",
        "Stripe is asked again about all that differs, and what it says is recorded as its events would have been.",
        "No figure is written by hand. Givers may get letters that they have missed.",
    )
    index = url_for("admin_books.index")
    return confirm(
        SessionForm(), title="Repair the books?", label="Repair the books", action=url_for("admin_books.repair"),
        points=points, above="Books", above_href=index,
    )  # fmt: skip


@bp.get("/payouts")
@needs(Right.SEE_BOOKS)
def payouts() -> str:
    """What Stripe paid out to the bank, and how many gifts each payout carried."""
    page = page_of(db.session(), select(Payout), Payout.arrives_at, Payout.id, request.args.get("at"))
    carried = _carried(db.session(), [payout.id for payout in page.rows])
    return render_template("admin/books/payouts.html", page=page, carried=carried)


def _order(*, repairs: bool) -> AnyResponse:
    index = url_for("admin_books.index")
    if not SessionForm().validate():
        return done(SessionForm.STALE, index, "bad")
    with unit_of_work() as session:
        books_orders.order(session, actor(), repairs=repairs)
    return done("The worker compares the books. This page says how far it is.", index)


def _carried(session: Session, payout_ids: list[int]) -> dict[int, int]:
    gifts = select(GiftSummary.payout_id, func.count()).where(GiftSummary.payout_id.in_(payout_ids))
    found = session.execute(gifts.group_by(GiftSummary.payout_id))
    return {payout_id: count for payout_id, count in found if payout_id}


def _read(kept: dict[str, object]) -> Difference:
    return Difference(**kept)  # type: ignore[arg-type]
