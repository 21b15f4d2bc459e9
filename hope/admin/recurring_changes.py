"""What staff do with a recurring gift when its giver asks them to: Stripe is asked, and what it says is recorded."""

from collections.abc import Callable
from typing import Any

from flask import current_app, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from hope.accounts.rights import Right
from hope.accounts.web.guard import actor, needs
from hope.admin.answers import confirm, done
from hope.admin.recurring import bp, recurring_or_404
from hope.giving import changing
from hope.giving.change_form import AT_ONCE, AmountForm, EndForm, PauseForm
from hope.giving.gateway import GatewayError, Refused
from hope.giving.models import RecurringGift
from hope.giving.stands import stand_of, titles_of
from hope.kernel.forms import SessionForm
from hope.kernel.web.filters import money, per

ASKED = "Their giver is told by mail as soon as Stripe has it."


@bp.route("/<int:recurring_id>/amount", methods=["GET", "POST"])
@needs(Right.MOVE_MONEY)
def amount(recurring_id: int) -> AnyResponse:
    """Another amount from the next payment on."""
    recurring = recurring_or_404(recurring_id)
    form = AmountForm(recurring)
    if form.validate_on_submit():
        return ask(
            recurring,
            f"It will be {money(form.total)} from the next payment on.",
            changing.change_amount,
            form.total,
        )
    points = (
        "Nothing is charged today.",
        "The designation stays; a named gift becomes a gift of this amount.",
        ASKED,
    )
    return page(recurring, form, "Change the amount", "Change the amount", "amount", points)


@bp.route("/<int:recurring_id>/pause", methods=["GET", "POST"])
@needs(Right.MOVE_MONEY)
def pause(recurring_id: int) -> AnyResponse:
    """A rest of some months."""
    recurring = recurring_or_404(recurring_id)
    form = PauseForm(recurring)
    if form.validate_on_submit():
        return ask(recurring, "It is paused.", changing.pause, form.until)
    return page(
        recurring, form, "Pause it", "Pause the gift", "pause", ("Nothing is charged while it rests.", ASKED)
    )


@bp.route("/<int:recurring_id>/resumption", methods=["GET", "POST"])
@needs(Right.MOVE_MONEY)
def resumption(recurring_id: int) -> AnyResponse:
    """Wake a gift that rests."""
    recurring = recurring_or_404(recurring_id)
    form = SessionForm()
    if form.validate_on_submit():
        return ask(recurring, "It goes on.", changing.resume)
    return page(
        recurring,
        form,
        "Let it go on",
        "Resume the gift",
        "resumption",
        ("It is charged again on its next date.", ASKED),
    )


@bp.route("/<int:recurring_id>/cancellation", methods=["GET", "POST"])
@needs(Right.MOVE_MONEY)
def cancellation(recurring_id: int) -> AnyResponse:
    """End it, today or when what is paid for runs out."""
    recurring = recurring_or_404(recurring_id)
    form = EndForm()
    if form.validate_on_submit():
        end = changing.cancel_now if form.when.data == AT_ONCE else changing.cancel_at_period_end
        return ask(recurring, "It ends as you said.", end)
    points = ("Gifts that were given stay given.", ASKED)
    return page(recurring, form, "End it", "End the gift", "cancellation", points, danger=True)


@bp.route("/<int:recurring_id>/continuation", methods=["GET", "POST"])
@needs(Right.MOVE_MONEY)
def continuation(recurring_id: int) -> AnyResponse:
    """Take back an end that has not come yet."""
    recurring = recurring_or_404(recurring_id)
    form = SessionForm()
    if form.validate_on_submit():
        return ask(recurring, "It goes on as before.", changing.keep)
    return page(
        recurring,
        form,
        "Keep it going",
        "Take back the end",
        "continuation",
        ("It goes on as before.", ASKED),
    )


def back_to(recurring: RecurringGift) -> str:
    """The page of a recurring gift, where each change begins and ends."""
    return url_for("admin_recurring.show", recurring_id=recurring.id)


def ask(recurring: RecurringGift, words: str, change: Callable[..., None], *wanted: Any) -> AnyResponse:
    """Ask Stripe for a change and say what came of it."""
    back = back_to(recurring)
    if stand_of(recurring).over:
        return done("It has ended already, so there is nothing to change.", back, "warn")
    try:
        change(recurring, *wanted, actor(), current_app.extensions["gateway"])
    except Refused as no:
        return done(f"Stripe does not do that: {no.detail}. Nothing was changed.", back, "bad")
    except GatewayError:
        again = url_for(request.endpoint or "", recurring_id=recurring.id)
        return done(
            "Stripe does not answer. Look here again in a minute before you try once more.", again, "warn"
        )
    return done(words, back)


def page(
    recurring: RecurringGift,
    form: SessionForm,
    title: str,
    label: str,
    what: str,
    points: Any,
    danger: bool = False,
) -> AnyResponse:
    """One question about a recurring gift, with what follows from the answer."""
    return confirm(
        form,
        title=f"{title}: {recurring.giver_name or 'no name'}",
        lead=f"{money(recurring.total)} {per(recurring.interval)}, for {', '.join(titles_of(recurring))}.",
        label=label,
        action=url_for(f"admin_recurring.{what}", recurring_id=recurring.id),
        above="The recurring gift",
        above_href=back_to(recurring),
        points=points,
        danger=danger,
        status=422 if form.is_submitted() else 200,
    )
