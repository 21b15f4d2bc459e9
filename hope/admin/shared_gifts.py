"""Gifts that friends give together: how each stands, and closing one that should not be there."""

from flask import abort, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response as AnyResponse

from hope.accounts.rights import Right
from hope.accounts.web.guard import actor, needs
from hope.admin.answers import confirm, done
from hope.admin.section import section
from hope.campaigns.shared import closing, sharing
from hope.campaigns.shared.models import SharedGift, SharedState
from hope.kernel import audit
from hope.kernel.db import db, unit_of_work
from hope.kernel.forms import SessionForm
from hope.kernel.paging import page_of

bp = section("shared_gifts", "shared-gifts")


@bp.get("/")
@needs(Right.LOOK_AFTER_CARDS)
def index() -> str:
    """Every shared gift, the newest first."""
    session, rows = db.session(), select(SharedGift)
    page = page_of(session, rows, SharedGift.id, SharedGift.id, request.args.get("at"))
    received = sharing.received_of(session, page.rows)
    last_days = {shared.id: sharing.last_day(shared) for shared in page.rows}
    return render_template("admin/shared_gifts/index.html", page=page, received=received, last_days=last_days)


@bp.route("/<int:shared_id>/close", methods=["GET", "POST"])
@needs(Right.LOOK_AFTER_CARDS)
def close(shared_id: int) -> AnyResponse:
    """Close one before its day, with the fallback that was stated; everybody who took part is told."""
    shared, form = db.session.get(SharedGift, shared_id) or abort(404), SessionForm()
    above = url_for("admin_shared_gifts.index")
    if shared.state is not SharedState.OPEN:
        return done("It is closed already.", above)
    if not form.validate_on_submit():
        return confirm(form, title=f"Close “{shared.title}”?", label="Close the shared gift", danger=True,
            action=url_for("admin_shared_gifts.close", shared_id=shared_id), above="Shared gifts",
            above_href=above, points=["Nobody can give a part of it any more. Its page says that it is closed.",
                sharing.FALLBACK, "Its starter and everybody who gave are told by mail."])  # fmt: skip
    with unit_of_work() as session:
        closing.close(session, shared, SharedState.ENDED)
        audit.note(session, actor(), "close shared gift", f"shared-gift:{shared.id}")
    return done("It is closed, and everybody is told.", above)
