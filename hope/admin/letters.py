"""What givers write about their gifts: read here, answered by mail, and then put away."""

from flask import abort, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from hope.accounts.rights import Right
from hope.accounts.web.guard import actor, needs
from hope.admin.answers import confirm, done
from hope.admin.section import section
from hope.giving.models import GiverLetter
from hope.giving.second_thoughts import letters
from hope.kernel.db import db, unit_of_work
from hope.kernel.forms import SessionForm

bp = section("letters")


@bp.get("/")
@needs(Right.SEE_GIFTS)
def index() -> str:
    """The letters that wait for an answer, the oldest first."""
    return render_template("admin/letters/index.html", letters=letters.waiting(db.session()))


@bp.route("/<int:letter_id>/answer", methods=["GET", "POST"])
@needs(Right.EDIT_SUPPORTERS)
def answer(letter_id: int) -> AnyResponse:
    """Say that a letter is answered; what it says stays with the gift."""
    letter, form = db.session.get(GiverLetter, letter_id) or abort(404), SessionForm()
    if not form.validate_on_submit():
        action = url_for("admin_letters.answer", letter_id=letter_id)
        return confirm(form, title="Is this letter answered?", label="It is answered", action=action,
            points=["It leaves the list of letters that wait.", "Nothing is sent from here: answer by mail first."],
            above="Letters", above_href=url_for("admin_letters.index"))  # fmt: skip
    with unit_of_work() as session:
        letters.answer(session, letter, actor())
    return done("The letter is put away.", url_for("admin_letters.index"))
