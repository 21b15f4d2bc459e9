"""Stripe's events: what each told, what came of it, and trying again what failed."""

import json

from flask import abort, current_app, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response as AnyResponse

from hope.accounts.rights import Right
from hope.accounts.web.guard import actor, needs
from hope.admin.answers import done
from hope.admin.search_form import SearchForm
from hope.admin.section import section
from hope.giving.gateway import GatewayError
from hope.giving.models import Outcome, StripeEvent
from hope.giving.recording import CannotRecord
from hope.giving.replaying import Replay, replay
from hope.kernel import audit
from hope.kernel.db import db, unit_of_work
from hope.kernel.forms import SessionForm
from hope.kernel.paging import page_of, says

bp = section("events")
TROUBLES = (CannotRecord, GatewayError, LookupError, TypeError, ValueError, AttributeError)


@bp.get("/")
@needs(Right.RUN_MACHINES)
def index() -> str:
    """What Stripe told us, the newest first."""
    form = SearchForm("Find an event", "Its id, or a kind such as invoice.paid")
    outcome = request.args.get("outcome")
    rows = select(StripeEvent)
    if outcome in {known.value for known in Outcome}:
        rows = rows.where(says(StripeEvent.outcome, Outcome(outcome), Outcome.RECORDED))
    if form.words:
        is_id = form.words.startswith("evt_")
        named = StripeEvent.event_id == form.words if is_id else StripeEvent.kind == form.words
        rows = rows.where(named)
    page = page_of(db.session(), rows, StripeEvent.id, StripeEvent.id, request.args.get("at"))
    return render_template("admin/events/index.html", page=page, form=form, outcome=outcome, outcomes=Outcome)


@bp.get("/<int:event_id>")
@needs(Right.RUN_MACHINES)
def show(event_id: int) -> str:
    """One event, word for word."""
    event = _event_or_404(event_id)
    words = json.dumps(json.loads(event.payload), indent=2, ensure_ascii=False)
    return render_template("admin/events/show.html", event=event, words=words)


@bp.get("/<int:event_id>/replay")
@needs(Right.RUN_MACHINES)
def rehearse(event_id: int) -> str:
    """Which rows recording it again would change; nothing is changed by looking."""
    event = _event_or_404(event_id)
    found, trouble = _try(event, rehearse=True)
    return render_template(
        "admin/events/replay.html", event=event, found=found, trouble=trouble, form=SessionForm()
    )


@bp.post("/<int:event_id>/replay")
@needs(Right.RUN_MACHINES)
def again(event_id: int) -> AnyResponse:
    """Record it again; what is recorded already stays as it is."""
    event = _event_or_404(event_id)
    back = url_for("admin_events.show", event_id=event_id)
    if not SessionForm().validate():
        return done(SessionForm.STALE, url_for("admin_events.rehearse", event_id=event_id), "bad")
    found, trouble = _try(event, rehearse=False)
    if found is None:
        return done(f"It still cannot be recorded: {trouble}", back, "bad")
    with unit_of_work() as session:
        audit.note(session, actor(), "replay event", f"event:{event.event_id}", details={"did": found.words})
    return done(f"Recorded: {found.words or 'nothing to do'}.", back)


def _try(event: StripeEvent, *, rehearse: bool) -> tuple[Replay | None, str]:
    try:
        return replay(event, current_app.extensions["gateway"], rehearse=rehearse), ""
    except TROUBLES as trouble:
        return None, str(trouble) or type(trouble).__name__


def _event_or_404(event_id: int) -> StripeEvent:
    return db.session.get(StripeEvent, event_id) or abort(404)
