"""Supporters: who they are, what they gave, and making two rows one when they turn out to be one person."""

from flask import abort, make_response, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response as AnyResponse

from hope.accounts import addresses, finding, merging, supporters
from hope.accounts.models import Supporter
from hope.accounts.rights import Right
from hope.accounts.web.guard import actor, has_right, needs
from hope.admin.answers import done
from hope.admin.changes import note_change
from hope.admin.search_form import SearchForm
from hope.admin.section import section
from hope.admin.supporters_form import MergeForm, NameForm
from hope.giving import giver
from hope.kernel.audit import AuditEntry
from hope.kernel.db import db, holds_address, unit_of_work
from hope.kernel.mail.models import OutgoingMail
from hope.kernel.paging import page_of

bp = section("supporters")
SHOWN = 20


@bp.get("/")
@needs(Right.SEE_GIFTS)
def index() -> str:
    """Everybody whom the charity knows, the newest first."""
    form = SearchForm("Find a supporter", "The beginning of a name, or an address")
    rows = select(Supporter)
    words = finding.wanted(form.words)
    if words:
        rows = rows.where(Supporter.id.in_(finding.matching(words)))
    page = page_of(db.session(), rows, Supporter.id, Supporter.id, request.args.get("at"))
    return render_template("admin/supporters/index.html", page=page, form=form)


@bp.get("/<int:supporter_id>")
@needs(Right.SEE_GIFTS)
def show(supporter_id: int) -> str:
    """One supporter, with everything that is known and was done."""
    person, session = person_or_404(supporter_id), db.session()
    proved = addresses.of(session, person)
    written = select(OutgoingMail).where(
        holds_address(OutgoingMail.recipient, {person.email, *(one.email for one in proved)} - {""})
    )
    acts = select(AuditEntry).where(AuditEntry.subject == f"supporter:{person.id}")
    return render_template(
        "admin/supporters/show.html",
        person=person,
        addresses=proved,
        giver=giver.known(session, person.id, SHOWN),
        letters=session.scalars(written.order_by(OutgoingMail.id.desc()).limit(SHOWN)).all(),
        acts=session.scalars(acts.order_by(AuditEntry.id.desc()).limit(SHOWN)).all(),
        may_edit=has_right(Right.EDIT_SUPPORTERS),
        may_read=has_right(Right.RUN_MACHINES),
    )


@bp.route("/<int:supporter_id>/name", methods=["GET", "POST"])
@needs(Right.EDIT_SUPPORTERS)
def name(supporter_id: int) -> AnyResponse:
    """Correct a name; receipts keep the name that was given with each gift."""
    person = person_or_404(supporter_id)
    form = NameForm(obj=person)
    if not form.validate_on_submit():
        page = render_template("admin/supporters/name.html", form=form, person=person)
        return make_response(page, 422 if form.is_submitted() else 200)
    with unit_of_work() as session:
        before = {"name": person.name}
        person.name = form.name.data
        note_change(session, actor(), "correct name", f"supporter:{person.id}", before, {"name": person.name})
    return done("The name is corrected.", url_for("admin_supporters.show", supporter_id=person.id))


@bp.route("/<int:supporter_id>/merging", methods=["GET", "POST"])
@needs(Right.EDIT_SUPPORTERS)
def merge(supporter_id: int) -> AnyResponse:
    """Choose the other row by its address, see both side by side, and make them one."""
    kept, form = person_or_404(supporter_id), MergeForm()
    asked = form.is_submitted()
    gone = supporters.find(db.session(), form.email.data) if asked and form.validate() else None
    if asked and form.email.data and not form.errors:
        form.judge(kept, gone)
    if gone and form.sure.data == "yes" and not form.errors:
        return _merge(kept, gone, form)
    both = (
        [giver.known(db.session(), one.id, SHOWN) for one in (kept, gone)]
        if gone and not form.errors
        else None
    )
    page = render_template("admin/supporters/merge.html", form=form, kept=kept, gone=gone, both=both)
    return make_response(page, 422 if form.errors else 200)


def _merge(kept: Supporter, gone: Supporter, form: MergeForm) -> AnyResponse:
    back = url_for("admin_supporters.show", supporter_id=kept.id)
    try:
        with unit_of_work() as session:
            merging.merge(session, kept, gone, actor(), form.reason.data or "")
    except merging.CannotMerge as no:
        return done(f"{no} Nothing was changed.", back, "bad")
    return done("The two are one now, and both addresses lead here.", back)


def person_or_404(supporter_id: int) -> Supporter:
    """The supporter of this number."""
    return db.session.get(Supporter, supporter_id) or abort(404)
