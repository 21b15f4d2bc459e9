"""Who works here: an owner adds people, changes their roles, and lets them go."""

from flask import abort, make_response, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from hope.accounts import factors, sessions, staff
from hope.accounts.models import Supporter
from hope.accounts.rights import Right, Role
from hope.accounts.web.guard import actor, needs
from hope.admin.answers import confirm, done
from hope.admin.section import section
from hope.admin.staff_form import WORDS, RoleForm, StaffForm
from hope.kernel.db import db, unit_of_work
from hope.kernel.forms import SessionForm

bp = section("staff")


@bp.get("/")
@needs(Right.MANAGE_STAFF)
def index() -> str:
    """Everybody who works here, their role, and whether their account is well kept."""
    people = staff.everyone(db.session())
    kept = {person.id: factors.has_any(db.session(), person.id) for person in people}
    seen = {
        person.id: max((s.seen_at for s in sessions.of(db.session(), person.id)), default=None)
        for person in people
    }
    return render_template("admin/staff/index.html", people=people, kept=kept, seen=seen, words=WORDS)


@bp.route("/new", methods=["GET", "POST"])
@needs(Right.MANAGE_STAFF)
def new() -> AnyResponse:
    """Add somebody."""
    form = StaffForm()
    if not form.validate_on_submit():
        page = render_template("admin/staff/new.html", form=form)
        return make_response(page, 422 if form.is_submitted() else 200)
    with unit_of_work() as session:
        person = staff.add(session, form.email.data, form.name.data, Role(form.role.data), actor())
    words = f"{person.name or person.email} works here now. They sign in with their address, and no password."
    return done(words, url_for("admin_staff.index"))


@bp.route("/<int:person_id>/role", methods=["GET", "POST"])
@needs(Right.MANAGE_STAFF)
def role(person_id: int) -> AnyResponse:
    """Give somebody another role."""
    person = _person_or_404(person_id)
    form = RoleForm(role=person.staff_role.value if person.staff_role else None)
    points = ("They are signed out everywhere, and sign in anew.",)
    return _change(person, form, "role", f"Change the role of {_name(person)}", "Change the role", points)


@bp.route("/<int:person_id>/removal", methods=["GET", "POST"])
@needs(Right.MANAGE_STAFF)
def removal(person_id: int) -> AnyResponse:
    """Take somebody off the staff."""
    person = _person_or_404(person_id)
    points = ("They are signed out everywhere at once.", "What they gave as a donor stays theirs.")
    return _change(
        person,
        SessionForm(),
        "removal",
        f"Remove {_name(person)} from the staff?",
        "Remove from the staff",
        points,
    )


@bp.route("/<int:person_id>/factors", methods=["GET", "POST"])
@needs(Right.MANAGE_STAFF)
def forgetting(person_id: int) -> AnyResponse:
    """Help somebody who lost telephone and paper to sign in again."""
    person = _person_or_404(person_id)
    points = (
        "Their app, passkeys and recovery codes stop working.",
        "At the next sign-in, the letter alone lets them in, and they set up a second factor anew.",
        "Make sure that it is really them who ask: call them.",
    )
    return _change(
        person,
        SessionForm(),
        "forgetting",
        f"Forget the second factors of {_name(person)}?",
        "Forget them",
        points,
    )


def _change(
    person: Supporter, form: SessionForm, what: str, title: str, label: str, points: tuple[str, ...]
) -> AnyResponse:
    index = url_for("admin_staff.index")
    if not form.validate_on_submit():
        action = url_for(f"admin_staff.{what}", person_id=person.id)
        return confirm(form, title=title, label=label, action=action, points=points, above="Staff", above_href=index,
            danger=what != "role", status=422 if form.is_submitted() else 200)  # fmt: skip
    try:
        with unit_of_work() as session:
            if isinstance(form, RoleForm):
                staff.add(session, person.email, person.name, Role(form.role.data), actor())
            elif what == "removal":
                staff.remove(session, person, actor())
            else:
                staff.forget_factors(session, person, actor())
    except staff.CannotChange as no:
        return done(f"{no} Nothing was changed.", index, "bad")
    return done(f"Done for {_name(person)}.", index)


def _name(person: Supporter) -> str:
    return person.name or person.email


def _person_or_404(person_id: int) -> Supporter:
    person = db.session.get(Supporter, person_id)
    return person if person and person.staff_role else abort(404)
