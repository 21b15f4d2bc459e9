"""Consents as staff see them: who agreed to what and until when, what stands on it, and taking it back."""

from flask import Response, abort, make_response, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response as AnyResponse

from hope.accounts.rights import Right
from hope.accounts.web.guard import actor, needs
from hope.admin.answers import confirm, done
from hope.admin.changes import look_of, note_change
from hope.admin.consent_form import ConsentForm
from hope.admin.editing import create, save
from hope.admin.section import section
from hope.kernel.clock import now
from hope.kernel.db import db, unit_of_work
from hope.kernel.forms import SessionForm
from hope.kernel.paging import page_of
from hope.kernel.versions import hold
from hope.spotlight import consents
from hope.spotlight.models import Consent

bp = section("consents")


@bp.get("/")
@needs(Right.EDIT_CONTENT)
def index() -> str:
    """Every consent, the newest first; those that have ended say so."""
    page = page_of(db.session(), select(Consent), Consent.id, Consent.id, request.args.get("at"))
    ended = {consent.id for consent in page.rows if consent.has_ended(now())}
    return render_template("admin/consents/index.html", page=page, ended=ended)


@bp.route("/new", methods=["GET", "POST"])
@needs(Right.EDIT_CONTENT)
def new() -> AnyResponse:
    """Write a consent down."""
    chosen = {"stories": request.args.getlist("story"), "pictures": request.args.getlist("picture")}
    form = ConsentForm(data=chosen)
    if form.is_ready() and (made := create(form, form.make, "create consent", "consent")) is not None:
        return done("The consent is written down.", _href(made))
    return _form_page(form, None)


@bp.get("/<int:consent_id>")
@needs(Right.EDIT_CONTENT)
def show(consent_id: int) -> str:
    """One consent: what stands on it, and once it is over what to write instead."""
    consent = _consent_or_404(consent_id)
    stories, uses = consents.standing_on(db.session(), consent)
    return render_template(
        "admin/consents/show.html",
        consent=consent,
        stories=stories,
        uses=uses,
        has_ended=consent.has_ended(now()),
    )


@bp.route("/<int:consent_id>/edit", methods=["GET", "POST"])
@needs(Right.EDIT_CONTENT)
def edit(consent_id: int) -> AnyResponse:
    """Change what was agreed to."""
    consent = _consent_or_404(consent_id)
    form = ConsentForm(consent)
    if form.is_ready() and save(form, Consent, consent_id, "edit consent", "consent"):
        return done("Saved. The site follows it at once.", _href(consent_id))
    return _form_page(form, consent)


@bp.route("/<int:consent_id>/withdrawal", methods=["GET", "POST"])
@needs(Right.EDIT_CONTENT)
def withdraw(consent_id: int) -> AnyResponse:
    """Take a consent back for whoever gave it; everything that stands on it is off the site at once."""
    consent, form = _consent_or_404(consent_id), SessionForm()
    if form.is_submitted() and form.validate():
        return _withdraw(consent_id)
    stories, uses = consents.standing_on(db.session(), consent)
    points = [
        f"The story “{story.title}” is off the site, with its feeds and share picture." for story in stories
    ]
    points += [f"{use.kind} “{use.name}” shows its scene in place of the picture." for use in uses]
    points += [
        "Nobody has to give a reason. What was sent to feed readers and other sites before is out of our hands."
    ]
    return confirm(form, title=f"Take back the consent of {consent.who}?", label="Take it back", points=points,
        action=url_for(".withdraw", consent_id=consent_id), above="Back to the consent",
        above_href=_href(consent_id), danger=True)  # fmt: skip


def _withdraw(consent_id: int) -> AnyResponse:
    with unit_of_work() as session:
        consent = hold(session, Consent, consent_id) or abort(404)
        before = look_of(consent, ["withdrawn_at"])
        consents.withdraw(session, consent, now())
        after = look_of(consent, ["withdrawn_at"])
        note_change(session, actor(), "withdraw consent", f"consent:{consent_id}", before, after)
        consent.version += 1
    return done(
        "It is taken back, and what stood on it is off the site. Below is what to do now.", _href(consent_id)
    )


def _consent_or_404(consent_id: int) -> Consent:
    return db.session.get(Consent, consent_id) or abort(404)


def _form_page(form: ConsentForm, consent: Consent | None) -> Response:
    return make_response(render_template("admin/consents/form.html", form=form, consent=consent), form.status)


def _href(consent_id: int) -> str:
    return url_for("admin_consents.show", consent_id=consent_id)
