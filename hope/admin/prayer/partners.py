"""How many pray, and a list of them that was kept elsewhere. Staff see numbers; who it is they need not know."""

from flask import current_app, make_response, render_template, url_for
from sqlalchemy import func, select
from werkzeug.wrappers import Response as AnyResponse

from hope.accounts.rights import Right
from hope.accounts.web.guard import actor, needs
from hope.admin.answers import done
from hope.admin.prayer.base import bp
from hope.admin.prayer.forms import ListOfPeopleForm
from hope.kernel import audit
from hope.kernel.db import db, unit_of_work
from hope.prayer import counting, importing
from hope.prayer.models import PrayerPartner, PrayerSignup
from hope.prayer.points import today

DAYS = 60
RHYTHMS = {
    "daily": "Every day",
    "weekdays": "Monday to Friday",
    "weekly": "Once a week",
    "monthly": "Each month",
}


@bp.get("/partners")
@needs(Right.SEE_CONTENT)
def partners() -> str:
    """The numbers of the last weeks."""
    session = db.session()
    by_rhythm = select(PrayerPartner.rhythm, func.count()).group_by(PrayerPartner.rhythm)
    resting = select(func.count()).where(
        PrayerPartner.is_example.is_(False),
        PrayerPartner.next_at.is_(None) | PrayerPartner.paused_until.is_not(None),
    )
    return render_template(
        "admin/prayer/partners.html",
        partners=counting.partners(session),
        days=counting.history(session, DAYS),
        lately=counting.lately(session),
        resting=session.scalar(resting),
        unconfirmed=session.scalar(select(func.count()).select_from(PrayerSignup)),
        by_rhythm={row[0]: row[1] for row in session.execute(by_rhythm)},
        words=RHYTHMS,
    )


@bp.route("/partners/import", methods=["GET", "POST"])
@needs(Right.EDIT_SUPPORTERS)
def take_over() -> AnyResponse:
    """Check a list, line by line; take the people over once it has no fault and staff say so."""
    form = ListOfPeopleForm()
    found = None
    if form.validate_on_submit():
        home = current_app.config["CHARITY_TIME_ZONE"]
        found = importing.read(db.session(), form.people.data, home, today())
        if form.proved.data and found.entries and not found.problems:
            return _take_over(found)
    page = render_template("admin/prayer/import.html", form=form, found=found, columns=importing.COLUMNS)
    return make_response(page, 422 if form.errors or (found and found.problems) else 200)


def _take_over(found: importing.Reading) -> AnyResponse:
    with unit_of_work() as session:
        added = importing.take_over(session, found.entries)
        audit.note(session, actor(), "import prayer partners", "prayer_partner", details={"added": added})
    words = f"{added} people pray with us now; their first mail says why they get it."
    return done(words, url_for("admin_prayer.partners"))
