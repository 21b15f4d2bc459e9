"""What visitors ask prayer for: staff read it before anybody else does."""

from flask import abort, make_response, render_template, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response as AnyResponse

from hope.accounts.rights import Right
from hope.accounts.web.guard import actor, needs
from hope.admin.answers import confirm, done
from hope.admin.prayer.base import bp
from hope.admin.prayer.forms import ShowForm
from hope.kernel import audit
from hope.kernel.db import db, unit_of_work
from hope.kernel.forms import SessionForm
from hope.prayer import requested
from hope.prayer.models import PrayerRequest


@bp.get("/requests")
@needs(Right.EDIT_CONTENT)
def waiting() -> str:
    """The requests that nobody has read yet, the oldest first."""
    rows = select(PrayerRequest).order_by(PrayerRequest.id).limit(requested.MOST_WAITING)
    return render_template("admin/prayer/requests.html", requests=db.session.scalars(rows).all())


@bp.route("/requests/<int:request_id>", methods=["GET", "POST"])
@needs(Right.EDIT_CONTENT)
def read(request_id: int) -> AnyResponse:
    """One request: show it in words that harm nobody, or delete it."""
    request = _request_or_404(request_id)
    form = ShowForm(obj=request)
    if request.is_for_team_only or not form.validate_on_submit():
        page = render_template("admin/prayer/request.html", request=request, form=form)
        return make_response(page, 422 if form.is_submitted() else 200)
    with unit_of_work() as session:
        point = requested.show(session, request, form.words.data, int(form.days.data))
        audit.note(session, actor(), "show prayer request", f"prayer-point:{point.id}")
    return done("It stands among the prayer points now.", url_for("admin_prayer.waiting"))


@bp.route("/requests/<int:request_id>/deletion", methods=["GET", "POST"])
@needs(Right.EDIT_CONTENT)
def decline(request_id: int) -> AnyResponse:
    """Delete a request that is not shown."""
    request, form = _request_or_404(request_id), SessionForm()
    if not form.validate_on_submit():
        action = url_for("admin_prayer.decline", request_id=request_id)
        back = url_for("admin_prayer.read", request_id=request_id)
        return confirm(form, title="Delete this request?", label="Delete the request", action=action, danger=True,
            points=["Nobody sees it any more. Whoever wrote it cannot be told: they left no address."],
            above="The request", above_href=back)  # fmt: skip
    with unit_of_work() as session:
        audit.note(session, actor(), "delete prayer request", f"prayer-request:{request.id}")
        requested.decline(session, request)
    return done("The request is deleted.", url_for("admin_prayer.waiting"))


def _request_or_404(request_id: int) -> PrayerRequest:
    return db.session.get(PrayerRequest, request_id) or abort(404)
