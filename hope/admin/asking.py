"""Asking partners whether what is printed about them is right, and looking at what they say."""

from flask import abort, current_app, render_template, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from hope.accounts.rights import Right
from hope.accounts.web.guard import actor, needs
from hope.admin.answers import done
from hope.admin.changes import look_of, note_change
from hope.admin.editing import OnceForm
from hope.admin.organizations import organization_or_404
from hope.admin.section import section
from hope.kernel import audit
from hope.kernel.clock import charity_day, now
from hope.kernel.db import unit_of_work
from hope.kernel.forms import EmailField, Needed, SessionForm
from hope.kernel.mail import outbox
from hope.kernel.versions import hold
from hope.kernel.web.filters import day
from hope.spotlight import confirming
from hope.spotlight.models import FactAnswer

bp = section("asking", "organizations/asking")
TOLD = ("statement", "source", "checked_on")


class AskForm(OnceForm):
    """Where to write to."""

    email = EmailField("The partner’s address", [Needed("Write where to send the question.")])


@bp.route("/<int:organization_id>", methods=["GET", "POST"])
@needs(Right.EDIT_CONTENT)
def ask(organization_id: int) -> AnyResponse | str | tuple[str, int]:
    """Send a partner the link to its facts, or copy it from here."""
    organization, form = organization_or_404(organization_id), AskForm()
    token = confirming.make_token(organization_id, charity_day(now()), str(current_app.config["SECRET_KEY"]))
    if form.is_submitted() and form.validate():
        with unit_of_work() as session:
            cause = f"facts:{organization_id}:{form.key.data}"
            params = {"organization_id": organization_id, "token": token}
            outbox.post(session, confirming.MAIL, form.email.data, cause, **params)
            audit.note(session, actor(), "ask partner", f"organization:{organization_id}")
        return done("The question is on its way.", _href(organization_id))
    href = str(current_app.config["SITE_URL"]) + url_for("confirming.ask", token=token)
    page = render_template("admin/organizations/ask.html", form=form, organization=organization, href=href)
    return (page, 422) if form.errors else page


@bp.post("/answers/<int:answer_id>/<step>")
@needs(Right.EDIT_CONTENT)
def settle(answer_id: int, step: str) -> AnyResponse:
    """Print what a partner says, or put it aside."""
    if step not in ("taking-over", "putting-aside"):
        abort(404)
    if not SessionForm().validate():
        return done(SessionForm.STALE, url_for("admin_organizations.index"), "bad")
    printed = step == "taking-over"
    with unit_of_work() as session:
        answer = hold(session, FactAnswer, answer_id) or abort(404)
        _settle(session, answer, printed=printed)
    words = "It is printed, with the partner as its source." if printed else "It is put aside."
    return done(words, _href(answer.organization_id))


def _settle(session: Session, answer: FactAnswer, *, printed: bool) -> None:
    """Once is enough: what was settled before stays as it is."""
    if answer.settled_at is not None:
        return
    before, subject = look_of(answer.fact, TOLD), f"fact:{answer.fact_id}"
    if printed:
        name = organization_or_404(answer.organization_id).name
        confirming.take_over(answer, f"{name}, to us, {day(answer.answered_at)}")
    answer.settled_at = now()
    action = "print what a partner says" if printed else "put aside what a partner says"
    audit.note(session, actor(), action, subject, details={"said": answer.words})
    note_change(session, actor(), "edit fact", subject, before, look_of(answer.fact, TOLD))


def _href(organization_id: int) -> str:
    return url_for("admin_organizations.show", organization_id=organization_id)
