"""Somebody wrote that they want to be forgotten: staff do for them what they could do themselves, signed in."""

from flask import current_app, make_response, url_for
from werkzeug.wrappers import Response as AnyResponse

from hope.accounts import erasing, holdings
from hope.accounts.rights import Right
from hope.accounts.web.guard import actor, needs
from hope.admin.answers import confirm, done
from hope.admin.supporters import bp, person_or_404
from hope.admin.supporters_form import EraseForm
from hope.kernel.db import db


@bp.route("/<int:supporter_id>/erasure", methods=["GET", "POST"])
@needs(Right.FORGET_SUPPORTERS)
def erase(supporter_id: int) -> AnyResponse:
    """Say what goes and what stays, ask how it is known, then forget them."""
    person, form = person_or_404(supporter_id), EraseForm()
    back = url_for("admin_supporters.show", supporter_id=supporter_id)
    if person.erased_at or person.staff_role:
        return done(
            "Members of staff are removed from the staff first; nobody is forgotten twice.", back, "warn"
        )
    if not form.validate_on_submit():
        return make_response(_page(form, supporter_id, back))
    try:
        erasing.erase(person, current_app.extensions, actor(), form.reason.data)
    except holdings.CannotErase as no:
        return done(str(no), back, "bad")
    return done("They are forgotten. Their gifts stay in the books.", back)


def _page(form: EraseForm, supporter_id: int, back: str) -> AnyResponse:
    person = person_or_404(supporter_id)
    parts = holdings.everything(db.session(), person)
    years = current_app.config["RECEIPT_YEARS"]
    points = [f"Goes: {part.goes}" for part in parts if part.goes]
    points += [f"Stays: {part.stays}" for part in parts if part.stays]
    points += [f"Stays for {years} years: the name on a receipt, and nowhere else."] if years else []
    return confirm(
        form,
        title=f"Forget {person.name or person.email}?",
        lead="This cannot be undone. They get one last letter. “Your” below means theirs.",
        label="Forget this person",
        action=url_for("admin_supporters.erase", supporter_id=supporter_id),
        above=person.name or person.email,
        above_href=back,
        points=points,
        danger=True,
        status=422 if form.is_submitted() else 200,
    )
