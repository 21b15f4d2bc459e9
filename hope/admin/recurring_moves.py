"""Moving a recurring gift for its giver: to another day, or to another campaign."""

from werkzeug.wrappers import Response as AnyResponse

from hope.accounts.rights import Right
from hope.accounts.web.guard import needs
from hope.admin.answers import done
from hope.admin.recurring import bp, recurring_or_404
from hope.admin.recurring_changes import ASKED, ask, back_to, page
from hope.campaigns.standing import PurposeForm, offered_to
from hope.giving import changing
from hope.giving.change_form import day_form
from hope.giving.standing.pages import can_move
from hope.kernel.web.filters import day


@bp.route("/<int:recurring_id>/day", methods=["GET", "POST"])
@needs(Right.MOVE_MONEY)
def day_of_giving(recurring_id: int) -> AnyResponse:
    """Another day of the month, or of the year."""
    recurring = recurring_or_404(recurring_id)
    due = recurring.next_payment_at
    if not can_move(recurring) or due is None:
        return done(
            "It rests, ends, has ended or is late. That has to be put right first.",
            back_to(recurring),
            "warn",
        )
    form = day_form(recurring)(recurring)
    if form.validate_on_submit():
        words = f"It is given next on {day(form.next_at)}, and then in the same rhythm."
        return ask(recurring, words, changing.change_day, form.next_at)
    points = (
        f"Without a change it is charged next on {day(due)}.",
        "Nothing is charged before the new day.",
        ASKED,
    )
    return page(recurring, form, "Change the day", "Change the day", "day_of_giving", points)


@bp.route("/<int:recurring_id>/campaign", methods=["GET", "POST"])
@needs(Right.MOVE_MONEY)
def purpose(recurring_id: int) -> AnyResponse:
    """Another campaign from the next payment on."""
    recurring = recurring_or_404(recurring_id)
    offered = offered_to(recurring)
    if not offered:
        return done("No other campaign can be given to in this currency now.", back_to(recurring), "warn")
    form = PurposeForm(recurring, offered)
    if form.validate_on_submit():
        words = f"From the next payment on it is for {form.line.campaign_title}."
        return ask(recurring, words, changing.change_purpose, form.line)
    points = (
        "The amount and the day stay; a named gift becomes a gift of this amount.",
        "Gifts that were given stay where they are: move those one by one.",
        ASKED,
    )
    return page(recurring, form, "Change the campaign", "Change the campaign", "purpose", points)
