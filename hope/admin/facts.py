"""What is known of partners: each fact with its source, and the day when somebody last looked."""

from flask import Response, abort, make_response, render_template, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from hope.accounts.rights import Right
from hope.accounts.web.guard import actor, needs
from hope.admin.answers import confirm, done
from hope.admin.changes import look_of, note_change
from hope.admin.editing import create, save
from hope.admin.organization_form import FactForm
from hope.admin.organizations import organization_or_404
from hope.admin.section import section
from hope.kernel.clock import charity_day, now
from hope.kernel.db import db, unit_of_work
from hope.kernel.forms import SessionForm
from hope.kernel.versions import hold
from hope.spotlight.models import Organization, OrganizationFact

bp = section("facts", "organizations/facts")


@bp.route("/new/<int:organization_id>", methods=["GET", "POST"])
@needs(Right.EDIT_CONTENT)
def new(organization_id: int) -> AnyResponse:
    """Write down something that is known of a partner."""
    organization = organization_or_404(organization_id)
    form = FactForm()

    def make(session: Session) -> OrganizationFact:
        row = OrganizationFact(organization_id=organization_id)
        form.put(session, row)
        session.add(row)
        return row

    if form.is_ready() and create(form, make, "create fact", "fact") is not None:
        return done("The fact is on the partner’s page.", _href(organization_id))
    return _form_page(form, organization, None)


@bp.route("/<int:fact_id>", methods=["GET", "POST"])
@needs(Right.EDIT_CONTENT)
def edit(fact_id: int) -> AnyResponse:
    """Correct something that is known of a partner."""
    fact = _fact_or_404(fact_id)
    form = FactForm(fact)
    if form.is_ready() and save(form, OrganizationFact, fact_id, "edit fact", "fact"):
        return done("The fact is saved.", _href(fact.organization_id))
    return _form_page(form, fact.organization, fact)


@bp.post("/<int:fact_id>/check")
@needs(Right.EDIT_CONTENT)
def check(fact_id: int) -> AnyResponse:
    """Somebody has looked today, and it is still so."""
    fact = _fact_or_404(fact_id)
    if not SessionForm().validate():
        return done(SessionForm.STALE, _href(fact.organization_id), "bad")
    with unit_of_work() as session:
        held = hold(session, OrganizationFact, fact_id) or abort(404)
        before = look_of(held, ["checked_on"])
        held.checked_on = charity_day(now())
        held.version += 1
        note_change(session, actor(), "check fact", f"fact:{fact_id}", before, look_of(held, ["checked_on"]))
    return done("Checked today.", _href(fact.organization_id) + f"#fact-{fact_id}")


@bp.route("/<int:fact_id>/removal", methods=["GET", "POST"])
@needs(Right.EDIT_CONTENT)
def remove(fact_id: int) -> AnyResponse:
    """Take a fact away."""
    fact, form = _fact_or_404(fact_id), SessionForm()
    if form.is_submitted() and form.validate():
        return _remove(fact)
    return confirm(
        form,
        title="Remove this fact?",
        lead=fact.statement,
        label="Remove it",
        action=url_for(".remove", fact_id=fact_id),
        points=["It disappears from the partner’s page. The audit keeps what it said."],
        above=fact.organization.name,
        above_href=_href(fact.organization_id),
        danger=True,
    )


def _remove(fact: OrganizationFact) -> AnyResponse:
    with unit_of_work() as session:
        held = hold(session, OrganizationFact, fact.id) or abort(404)
        note_change(session, actor(), "remove fact", f"fact:{held.id}", look_of(held, FactForm.TOLD), {})
        session.delete(held)
    return done("The fact is removed.", _href(fact.organization_id))


def _fact_or_404(fact_id: int) -> OrganizationFact:
    return db.session.get(OrganizationFact, fact_id) or abort(404)


def _form_page(form: FactForm, organization: Organization, fact: OrganizationFact | None) -> Response:
    page = render_template("admin/organizations/fact.html", form=form, organization=organization, fact=fact)
    return make_response(page, form.status)


def _href(organization_id: int) -> str:
    return url_for("admin_organizations.show", organization_id=organization_id)
