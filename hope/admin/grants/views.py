"""`/admin/grants/`: what was passed on, and what partners did with it."""

from flask import abort, make_response, redirect, render_template, request, url_for
from sqlalchemy import func, select
from sqlalchemy.orm import selectinload
from werkzeug.wrappers import Response as AnyResponse

from hope.accounts.rights import Right
from hope.accounts.web.guard import actor, has_right, needs
from hope.admin.answers import confirm, done
from hope.admin.grants.forms import GrantForm, NoteForm, UndoForm, happened_on, ready_for, ready_of_each
from hope.admin.section import section
from hope.giving.grants import making, notes
from hope.giving.grants.telling import SECOND_THOUGHTS
from hope.giving.models import FieldNote, Grant, GrantPart, Stage
from hope.kernel import once
from hope.kernel.clock import charity_day, now
from hope.kernel.db import db, unit_of_work
from hope.kernel.forms import SessionForm
from hope.kernel.paging import page_of
from hope.kernel.web.filters import money
from hope.spotlight.models import Organization

bp = section("grants")


@bp.get("/")
@needs(Right.SEE_GRANTS)
def index() -> str:
    """Every grant, the newest first, and the partners for whom money waits."""
    session = db.session()
    listed = select(Grant).options(selectinload(Grant.shares), selectinload(Grant.notes))
    partners = session.scalars(select(Organization).order_by(Organization.name)).all()
    ready = ready_of_each(session, [partner.id for partner in partners])
    return render_template(
        "admin/grants/index.html",
        page=page_of(session, listed, Grant.created_at, Grant.id, request.args.get("at")),
        waiting=[(partner, ready[partner.id]) for partner in partners if partner.id in ready],
        may_record=has_right(Right.MAKE_GRANTS),
    )


@bp.route("/new/<int:organization_id>", methods=["GET", "POST"])
@needs(Right.MAKE_GRANTS)
def new(organization_id: int) -> AnyResponse:
    """Record what was paid to a partner, out of which campaigns."""
    partner = db.session.get(Organization, organization_id) or abort(404)
    if (made := making.made_by(db.session(), request.form.get("key", ""))) is not None:
        return redirect(url_for("admin_grants.show", grant_id=made.id), code=303)
    ready = ready_for(db.session(), organization_id)
    if not ready:
        words = f"Nothing that is settled waits for {partner.name}."
        return done(words, url_for("admin_grants.index"), "warn")
    form = GrantForm(ready)
    if not form.validate_on_submit():
        return _form_page(form, partner, 422 if form.errors else 200)
    try:
        with unit_of_work() as session:
            grant = making.make(session, form.wish(partner), actor())
    except making.CannotGrant as no:
        form.form_errors.append(str(no))
        return _form_page(form, partner, 409)
    said = f"{money(grant.total)} to {grant.organization_name} is recorded. Its givers are told in an hour."
    return done(said, url_for("admin_grants.show", grant_id=grant.id))


@bp.get("/<int:grant_id>")
@needs(Right.SEE_GRANTS)
def show(grant_id: int) -> str:
    """One grant: out of which campaigns, from how many gifts, and what is told of it."""
    return _page(_grant_or_404(grant_id), _fresh_note())


@bp.post("/<int:grant_id>/notes")
@needs(Right.EDIT_CONTENT)
def write(grant_id: int) -> AnyResponse:
    """Tell what the partner did."""
    grant, form = _grant_or_404(grant_id), NoteForm()
    if grant.undone_at is not None or not form.validate():
        return make_response(_page(grant, form), 422)
    with unit_of_work() as session:
        day, stage = happened_on(form.happened), Stage(form.stage.data)
        if once.made_before(session, form.key.data) is None:
            note = notes.write(session, grant, stage, form.body.data or "", day, actor())
            once.remember(session, form.key.data, note.id)
    return done("Everybody can read it now.", url_for("admin_grants.show", grant_id=grant_id))


@bp.post("/notes/<int:note_id>/withdrawal")
@needs(Right.EDIT_CONTENT)
def withdraw(note_id: int) -> AnyResponse:
    """Take a note off every page."""
    found = db.session.get(FieldNote, note_id) or abort(404)
    href = url_for("admin_grants.show", grant_id=found.grant_id)
    if not SessionForm().validate():
        return done(SessionForm.STALE, href, "bad")
    with unit_of_work() as session:
        notes.withdraw(session, session.get_one(FieldNote, note_id), actor())
    return done("The note is off every page.", href)


@bp.route("/<int:grant_id>/undoing", methods=["GET", "POST"])
@needs(Right.MAKE_GRANTS)
def undo(grant_id: int) -> AnyResponse:
    """Take back a grant that was recorded by mistake."""
    grant, form = _grant_or_404(grant_id), UndoForm()
    href = url_for("admin_grants.show", grant_id=grant_id)
    if form.validate_on_submit():
        with unit_of_work() as session:
            undone = making.undo(session, grant_id, form.reason.data or "", actor())
        return done("It is undone: its gifts wait again." if undone else "It was undone before.", href)
    told = "Its givers were told already; they get no second letter." if grant.told_at else None
    points = ["An entry against it is booked; both stay in the books.", "Its gifts wait again.", told]
    return confirm(
        form, title=f"Undo the grant of {money(grant.total)}?", label="Undo this grant",
        action=url_for("admin_grants.undo", grant_id=grant_id), points=[p for p in points if p], danger=True,
        above="The grant", above_href=href, status=422 if form.errors else 200,
    )  # fmt: skip


def _form_page(form: GrantForm, partner: Organization, status: int) -> AnyResponse:
    back = url_for("admin_grants.index")
    return make_response(
        render_template("admin/grants/new.html", form=form, partner=partner, back=back), status
    )


def _fresh_note() -> NoteForm:
    form = NoteForm(formdata=None)
    form.happened.data = charity_day(now()).isoformat()
    return form


def _page(grant: Grant, form: NoteForm) -> str:
    gifts = select(func.count()).where(GrantPart.grant_id == grant.id)
    return render_template(
        "admin/grants/show.html",
        grant=grant,
        gifts=db.session.scalar(gifts),
        form=form,
        may_undo=has_right(Right.MAKE_GRANTS) and grant.undone_at is None,
        told_at=grant.told_at or grant.created_at + SECOND_THOUGHTS,
    )


def _grant_or_404(grant_id: int) -> Grant:
    return db.session.get(Grant, grant_id) or abort(404)
