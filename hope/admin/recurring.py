"""Recurring gifts: how each stands, what it paid, and what can be done for a giver who calls."""

from flask import abort, current_app, render_template, request
from sqlalchemy import select

from hope.accounts.models import Supporter
from hope.accounts.rights import Right
from hope.accounts.web.guard import needs
from hope.admin.recurring_lists import LISTS, found_by
from hope.admin.search_form import SearchForm
from hope.admin.section import section
from hope.giving.links import make_token
from hope.giving.models import Gift, RecurringGift
from hope.giving.standing.pages import can_move
from hope.giving.stands import stand_of, titles_of
from hope.kernel.audit import AuditEntry
from hope.kernel.clock import now
from hope.kernel.db import db
from hope.kernel.paging import page_of

bp = section("recurring")
SHOWN = 24


@bp.get("/")
@needs(Right.SEE_GIFTS)
def index() -> str:
    """Every recurring gift, the newest first."""
    form = SearchForm("Find a recurring gift", "A name, a whole address, or a reference")
    chosen = next((one for one in LISTS if one.key == request.args.get("list")), LISTS[0])
    rows = select(RecurringGift).where(*chosen.where)
    if form.words:
        rows = rows.where(found_by(form.words))
    page = page_of(db.session(), rows, RecurringGift.started_at, RecurringGift.id, request.args.get("at"))
    return render_template(
        "admin/recurring/index.html",
        page=page, form=form, lists=LISTS, chosen=chosen, stand_of=stand_of, titles_of=titles_of,
    )  # fmt: skip


@bp.get("/<int:recurring_id>")
@needs(Right.SEE_GIFTS)
def show(recurring_id: int) -> str:
    """One recurring gift: how it stands, its payments, and what was done with it."""
    recurring = recurring_or_404(recurring_id)
    paid = select(Gift).where(Gift.recurring_id == recurring.id).order_by(Gift.id.desc()).limit(SHOWN)
    acts = select(AuditEntry).where(AuditEntry.subject == f"recurring:{recurring.id}")
    return render_template(
        "admin/recurring/show.html",
        recurring=recurring,
        supporter=db.session.get_one(Supporter, recurring.supporter_id),
        stand=stand_of(recurring),
        can_move=can_move(recurring),
        titles=titles_of(recurring),
        gifts=db.session.scalars(paid).all(),
        acts=db.session.scalars(acts.order_by(AuditEntry.id.desc()).limit(SHOWN)).all(),
        token=make_token(recurring.reference, current_app.config["SECRET_KEY"]),
        now=now(),
    )


def recurring_or_404(recurring_id: int) -> RecurringGift:
    """The recurring gift of this number."""
    return db.session.get(RecurringGift, recurring_id) or abort(404)
