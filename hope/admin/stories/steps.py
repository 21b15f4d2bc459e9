"""Steps in the life of a story: the gentle check, publishing now or at a minute, taking it off, a new preview link."""

from datetime import datetime, time

from flask import Response, abort, current_app, make_response, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse
from wtforms.validators import ValidationError

from hope.accounts.rights import Right
from hope.accounts.web.guard import actor, needs
from hope.admin.answers import confirm, done
from hope.admin.changes import look_of, note_change
from hope.admin.content_fields import ClockField
from hope.admin.stories.base import TOLD, bp, href, story_or_404
from hope.kernel import audit, zones
from hope.kernel.clock import now
from hope.kernel.db import db, unit_of_work
from hope.kernel.fields import DayField
from hope.kernel.forms import AtMost, LongTextField, SessionForm
from hope.kernel.versions import hold
from hope.spotlight import checking, stories
from hope.spotlight.checking import Point
from hope.spotlight.models import Story, StoryState


class PublicationForm(SessionForm):
    """When a story goes out, and why it does where the gentle check has pointed at something."""

    on_day = DayField("Day", description="Left empty, it goes out at once.")
    at = ClockField("Time")
    reason = LongTextField("Why it is published all the same", [AtMost(300, "A reason")])

    def __init__(self, points: list[Point]) -> None:
        super().__init__()
        self._points = points

    def validate_reason(self, field: LongTextField) -> None:
        """Ask for a reason where something was pointed at."""
        if self._points and not field.data:
            raise ValidationError("Mend what the check points at, or say why it is published all the same.")

    @property
    def moment(self) -> datetime:
        """When it goes out; raises ClockChange."""
        if self.on_day.day is None:
            return now()
        return zones.moment_at(
            self.on_day.day, self.at.clock or time(9, 0), str(current_app.config["CHARITY_TIME_ZONE"])
        )

    def validate_at(self, field: ClockField) -> None:
        """Take a time that the clock shows once, on a day that is given."""
        if field.data and not self.on_day.data:
            raise ValidationError("Write the day as well.")
        try:
            if self.on_day.day is not None and not field.errors:
                self.moment  # noqa: B018  raises where the clocks change
        except zones.ClockChange:
            raise ValidationError("The clocks change then. Choose another time.") from None


@bp.route("/<int:story_id>/publication", methods=["GET", "POST"])
@needs(Right.EDIT_CONTENT)
def publish(story_id: int) -> AnyResponse:
    """Show what the gentle check says; then publish a story, now or at a minute."""
    story = story_or_404(story_id)
    points = checking.check(db.session(), story)
    form = PublicationForm(points)
    if story.state(now()) is StoryState.ENDED:
        return done(
            "A consent that it needs has ended. Tell of something else, or write down a new one.",
            href(story_id),
            "bad",
        )
    if form.is_submitted() and form.validate():
        return _publish(story_id, form, points)
    return _ask(story, form, points)


@bp.route("/<int:story_id>/withdrawal", methods=["GET", "POST"])
@needs(Right.EDIT_CONTENT)
def withdraw(story_id: int) -> AnyResponse:
    """Take a story off the site, or off the calendar."""
    story, form = story_or_404(story_id), SessionForm()
    if form.is_submitted() and form.validate():
        _take(story_id, "withdraw story", lambda held: stories.withdraw(held, now()))
        return done("It is off the site.", href(story_id))
    points = [
        "Its page says that it was taken down; lists, feeds, share pictures and the search know it no more.",
        "You can publish it again, and it comes back where it was.",
    ]
    return confirm(form, title=f"Take “{story.title}” off the site?", label="Take it off", points=points,
        action=url_for(".withdraw", story_id=story_id), above=story.title, above_href=href(story_id))  # fmt: skip


@bp.post("/<int:story_id>/preview-link")
@needs(Right.EDIT_CONTENT)
def renew_preview(story_id: int) -> AnyResponse:
    """Give the preview another secret address."""
    if not SessionForm().validate():
        return done(SessionForm.STALE, href(story_id), "bad")
    with unit_of_work() as session:
        stories.renew_preview(hold(session, Story, story_id) or abort(404))
        audit.note(session, actor(), "renew preview", f"story:{story_id}")
    return done("The old link leads nowhere now.", href(story_id))


def _publish(story_id: int, form: PublicationForm, points: list[Point]) -> AnyResponse:
    at = form.moment
    _take(story_id, "publish story", lambda held: stories.publish(held, at), form.reason.data or "", points)
    return done(
        "It is public." if at <= now() else "It is on the calendar, and goes out by itself.", href(story_id)
    )


def _take(story_id: int, action: str, step, reason: str = "", points: list[Point] | None = None) -> None:  # type: ignore[no-untyped-def]
    with unit_of_work() as session:
        story = hold(session, Story, story_id) or abort(404)
        before = look_of(story, TOLD)
        step(story)
        pointed = {"pointed_at": {"before": None, "after": [point.words for point in points or ()]}}
        after = look_of(story, TOLD)
        if note_change(session, actor(), action, f"story:{story_id}", before, after, reason) and points:
            audit.note(session, actor(), "override the check", f"story:{story_id}", reason, pointed)
        story.version += 1


def _ask(story: Story, form: PublicationForm, points: list[Point]) -> Response:
    page = render_template("admin/stories/publication.html", story=story, form=form, points=points)
    return make_response(page, 422 if form.errors else 200)
