"""What can be done to a point beside writing it; each says first what will happen."""

from collections.abc import Callable
from typing import Any

from flask import url_for
from werkzeug.wrappers import Response as AnyResponse

from hope.accounts.rights import Right
from hope.accounts.web.guard import actor, needs
from hope.admin.answers import confirm, done
from hope.admin.changes import look_of, note_change
from hope.admin.prayer.base import NAMES, bp, page_of_point, point_or_404
from hope.admin.prayer.forms import AnswerForm, LiftForm, VeilForm
from hope.kernel.db import unit_of_work
from hope.kernel.forms import SessionForm
from hope.prayer import keeping
from hope.prayer.models import PrayerPoint, Reach


@bp.route("/<int:point_id>/veil", methods=["GET", "POST"])
@needs(Right.EDIT_CONTENT)
def hold(point_id: int) -> AnyResponse:
    """Hold a point back."""
    point = point_or_404(point_id)
    form = VeilForm(obj=point)
    if not form.validate_on_submit():
        return _ask(point, form, "hold", "Hold it back?", "Hold it back", points=[
            "It disappears from every page, feed and calendar within a second, and gets another address.",
            "Partners are asked in the words of the veil until you lift it.",
            "What people have read, printed or downloaded already stays with them.",
        ])  # fmt: skip
    return _do(
        point, "hold back prayer point", lambda: keeping.hold(point, form.veil.data), "It is held back."
    )


@bp.route("/<int:point_id>/lifting", methods=["GET", "POST"])
@needs(Right.EDIT_CONTENT)
def lift(point_id: int) -> AnyResponse:
    """Lift the veil."""
    point = point_or_404(point_id)
    if point.reach is Reach.EVERYONE:
        return done("Nothing is held back here.", page_of_point(point), "info")
    form = LiftForm()
    if not form.validate_on_submit():
        return _ask(point, form, "lift", "Lift the veil?", "Lift the veil", danger=True, points=[
            f"The whole account, “{point.title}”, is told to people whom you do not know.",
            "It goes out with their next mail, as early as tomorrow at seven.",
            "A mail that has left cannot be called back.",
        ])  # fmt: skip
    to_everyone = form.to.data == "everyone"
    return _do(
        point, "lift veil", lambda: keeping.lift(point, to_everyone=to_everyone), "The veil is lifted."
    )


@bp.route("/<int:point_id>/answer", methods=["GET", "POST"])
@needs(Right.EDIT_CONTENT)
def answer(point_id: int) -> AnyResponse:
    """Tell what came of it, or mend the words."""
    point = point_or_404(point_id)
    form = AnswerForm(obj=point)
    if not form.validate_on_submit():
        veiled = (
            ["It stays veiled: write nothing here that the veil hides."]
            if point.reach is not Reach.EVERYONE
            else []
        )
        return _ask(point, form, "answer", "What came of it?", "Tell the answer", points=[
            "It is no longer asked for, and stands among the answers.",
            "It is told once, with the next mail of each; an empty field takes it back for those not yet written to.",
            *veiled,
        ])  # fmt: skip
    words = "The answer is told." if form.answer.data else "The answer is taken back."
    return _do(point, "answer prayer point", lambda: keeping.answer(point, form.answer.data), words)


@bp.route("/<int:point_id>/withdrawal", methods=["GET", "POST"])
@needs(Right.EDIT_CONTENT)
def withdraw(point_id: int) -> AnyResponse:
    """Make it a draft again."""
    point, form = point_or_404(point_id), SessionForm()
    if not form.validate_on_submit():
        return _ask(point, form, "withdraw", "Take it back?", "Take it back", points=[
            "It disappears from every page within a second, and from mails that are not written yet.",
            "It becomes a draft. Its address, its words and its count stay.",
        ])  # fmt: skip
    return _do(point, "take back prayer point", lambda: keeping.publish(point, None), "It is a draft again.")


@bp.route("/<int:point_id>/deletion", methods=["GET", "POST"])
@needs(Right.EDIT_CONTENT)
def delete(point_id: int) -> AnyResponse:
    """Delete a point for good."""
    point, form = point_or_404(point_id), SessionForm()
    if not form.validate_on_submit():
        return _ask(point, form, "delete", "Delete it?", "Delete the point", danger=True, points=[
            "Its words, its answer and how often it was prayed for are deleted.", "This cannot be undone.",
        ])  # fmt: skip
    with unit_of_work() as session:
        before = look_of(point, ("title", "published_at", "reach"))
        note_change(session, actor(), "delete prayer point", f"prayer-point:{point.id}", before, {})
        session.delete(point)
    return done("It is deleted.", url_for("admin_prayer.index"))


def _ask(point: PrayerPoint, form: Any, deed: str, title: str, label: str, **more: Any) -> AnyResponse:
    action = url_for(f"admin_prayer.{deed}", point_id=point.id)
    status = 422 if form.is_submitted() else 200
    back = {"above": point.title, "above_href": page_of_point(point)}
    return confirm(form, title=title, label=label, action=action, status=status, **back, **more)


def _do(point: PrayerPoint, said: str, deed: Callable[[], None], words: str) -> AnyResponse:
    with unit_of_work() as session:
        before = look_of(point, NAMES)
        deed()
        session.flush()
        note_change(session, actor(), said, f"prayer-point:{point.id}", before, look_of(point, NAMES))
    return done(words, page_of_point(point))
