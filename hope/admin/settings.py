"""Settings: the help lines, which staff keep right, and how this installation is set up, which they can only read."""

from flask import abort, current_app, make_response, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from hope.accounts.rights import Right
from hope.accounts.web.guard import actor, needs
from hope.admin.answers import confirm, done
from hope.admin.changes import look_of, note_change
from hope.admin.installation import installation
from hope.admin.section import section
from hope.admin.settings_form import HelpLineForm
from hope.home import help_lines
from hope.home.models import HelpLine
from hope.kernel import once
from hope.kernel.clock import charity_day, now
from hope.kernel.db import db, unit_of_work
from hope.kernel.forms import SessionForm

bp = section("settings")
NAMES = ("country", "name", "phone", "text", "website", "note", "source", "checked_on")


@bp.get("/")
@needs(Right.CHANGE_SETTINGS)
def index() -> str:
    """Help lines, and how the installation is set up."""
    return render_template(
        "admin/settings/index.html",
        countries=help_lines.by_country(db.session()),
        is_stale=help_lines.is_stale,
        today=charity_day(now()),
        installation=installation(current_app.config),
    )


@bp.route("/help-lines/new", methods=["GET", "POST"])
@needs(Right.CHANGE_SETTINGS)
def new() -> AnyResponse:
    """Add a help line."""
    form = HelpLineForm()
    if not form.validate_on_submit():
        return _form(form, "Add a help line", url_for("admin_settings.new"))
    with unit_of_work() as session:
        if once.made_before(session, form.key.data) is None:
            line = HelpLine(**form.values())
            session.add(line)
            session.flush()
            once.remember(session, form.key.data, line.id)
            note_change(session, actor(), "add help line", f"help-line:{line.id}", {}, look_of(line, NAMES))
    return done(f"{form.name.data} is on the page “Get help” now.", url_for("admin_settings.index"))


@bp.route("/help-lines/<int:line_id>", methods=["GET", "POST"])
@needs(Right.CHANGE_SETTINGS)
def edit(line_id: int) -> AnyResponse:
    """Correct a help line, or note that it was tried again."""
    line = _line_or_404(line_id)
    form = HelpLineForm(obj=line)
    if not form.validate_on_submit():
        return _form(form, f"Change {line.name}", url_for("admin_settings.edit", line_id=line_id), line)
    with unit_of_work() as session:
        before = look_of(line, NAMES)
        for name, value in form.values().items():
            setattr(line, name, value)
        note_change(
            session, actor(), "change help line", f"help-line:{line.id}", before, look_of(line, NAMES)
        )
    return done(f"{line.name} is as you wrote it.", url_for("admin_settings.index"))


@bp.route("/help-lines/<int:line_id>/removal", methods=["GET", "POST"])
@needs(Right.CHANGE_SETTINGS)
def remove(line_id: int) -> AnyResponse:
    """Take a help line off the page."""
    line = _line_or_404(line_id)
    form = SessionForm()
    index = url_for("admin_settings.index")
    if not form.validate_on_submit():
        action = url_for("admin_settings.remove", line_id=line_id)
        lead = "It disappears from the page “Get help” within a second."
        return confirm(form, title=f"Remove {line.name}?", lead=lead, label="Remove the help line", action=action,
            above="Settings", above_href=index, danger=True)  # fmt: skip
    with unit_of_work() as session:
        note_change(session, actor(), "remove help line", f"help-line:{line.id}", look_of(line, NAMES), {})
        session.delete(line)
    return done(f"{line.name} is off the page.", index)


def _form(form: HelpLineForm, title: str, action: str, line: HelpLine | None = None) -> AnyResponse:
    page = render_template("admin/settings/help_line.html", form=form, title=title, action=action, line=line)
    return make_response(page, 422 if form.is_submitted() else 200)


def _line_or_404(line_id: int) -> HelpLine:
    return db.session.get(HelpLine, line_id) or abort(404)
