"""Partners as staff see them: the list, one partner with what is known of it, and its form."""

from flask import Response, abort, make_response, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import selectinload
from werkzeug.wrappers import Response as AnyResponse

from hope.accounts.rights import Right
from hope.accounts.web.guard import actor, needs
from hope.admin.answers import confirm, done
from hope.admin.editing import create, save
from hope.admin.organization_form import OrganizationForm
from hope.admin.search_form import SearchForm
from hope.admin.section import section
from hope.campaigns.listing import campaigns_of
from hope.kernel import audit
from hope.kernel.clock import charity_day, now
from hope.kernel.db import db, unit_of_work
from hope.kernel.forms import SessionForm
from hope.kernel.media.forms import takes_pictures
from hope.kernel.paging import page_of
from hope.kernel.versions import hold
from hope.spotlight import confirming, partners
from hope.spotlight.models import Organization

bp = section("organizations")
KEPT = "This partner is kept: campaigns or other pages are about it."


@bp.get("/")
@needs(Right.SEE_CONTENT)
def index() -> str:
    """Every partner, and whose facts somebody should check again."""
    form = SearchForm("Find a partner", "A word of its name or place")
    rows = select(Organization).options(selectinload(Organization.facts))
    for word in form.words.split():
        name, base = (
            column.icontains(word, autoescape=True) for column in (Organization.name, Organization.base)
        )
        rows = rows.where(name | base)
    page = page_of(db.session(), rows, Organization.id, Organization.id, request.args.get("at"))
    today = charity_day(now())
    stale = {row.id: sum(partners.is_stale(fact, today) for fact in row.facts) for row in page.rows}
    return render_template("admin/organizations/index.html", page=page, form=form, stale=stale)


@bp.route("/new", methods=["GET", "POST"])
@needs(Right.EDIT_CONTENT)
@takes_pictures
def new() -> AnyResponse:
    """Add a partner."""
    form = OrganizationForm()
    if form.is_ready():
        made = create(
            form, lambda session: partners.create(session, form.wish), "create partner", "organization"
        )
        if made is not None:
            return done("The partner is added. Write down what is known of it, and from where.", _href(made))
    return _form_page(form, None)


@bp.get("/<int:organization_id>")
@needs(Right.SEE_CONTENT)
def show(organization_id: int) -> str:
    """One partner: what is known, since when, and what is raised for it."""
    organization, today = organization_or_404(organization_id), charity_day(now())
    return render_template(
        "admin/organizations/show.html",
        organization=organization,
        stale={fact.id for fact in organization.facts if partners.is_stale(fact, today)},
        campaigns=campaigns_of(db.session(), organization_id),
        months=partners.STALE_AFTER.days // 30,
        answers=confirming.waiting(db.session(), organization_id),
    )


@bp.route("/<int:organization_id>/edit", methods=["GET", "POST"])
@needs(Right.EDIT_CONTENT)
@takes_pictures
def edit(organization_id: int) -> AnyResponse:
    """Change a partner."""
    organization = organization_or_404(organization_id)
    form = OrganizationForm(organization)
    if form.is_ready() and save(form, Organization, organization_id, "edit partner", "organization"):
        return done("Saved. Visitors see it within a second.", _href(organization_id))
    return _form_page(form, organization)


@bp.route("/<int:organization_id>/deletion", methods=["GET", "POST"])
@needs(Right.EDIT_CONTENT)
def delete(organization_id: int) -> AnyResponse:
    """Delete a partner that nothing on the site is about."""
    organization, form = organization_or_404(organization_id), SessionForm()
    if campaigns_of(db.session(), organization_id):
        return done(KEPT, _href(organization_id), "warn")
    if form.is_submitted() and form.validate():
        return _delete(organization_id)
    return confirm(
        form,
        title=f"Delete “{organization.name}”?",
        label="Delete this partner",
        action=url_for(".delete", organization_id=organization_id),
        points=[
            "Its page and its facts are deleted, and its address leads nowhere.",
            "This cannot be undone.",
        ],
        above=organization.name,
        above_href=_href(organization_id),
        danger=True,
    )


def organization_or_404(organization_id: int) -> Organization:
    """The partner of this number."""
    return db.session.get(Organization, organization_id) or abort(404)


def _delete(organization_id: int) -> AnyResponse:
    with unit_of_work() as session:
        organization = hold(session, Organization, organization_id) or abort(404)
        details = {name: getattr(organization, name) for name in ("slug", *partners.PLAIN)}
        facts = [f"{fact.statement} ({fact.source})" for fact in organization.facts]
        if not partners.delete(session, organization):
            return done(KEPT, _href(organization_id), "warn")
        subject = f"organization:{organization_id}"
        audit.note(session, actor(), "delete partner", subject, details=details | {"facts": facts})
    return done("The partner is deleted.", url_for(".index"))


def _form_page(form: OrganizationForm, organization: Organization | None) -> Response:
    page = render_template("admin/organizations/form.html", form=form, organization=organization)
    return make_response(page, form.status)


def _href(organization_id: int) -> str:
    return url_for(".show", organization_id=organization_id)
