"""What a giver sees of a standing gift and does with it; Stripe is asked, and what it then says is recorded."""

import logging
from collections.abc import Callable
from typing import Any

from flask import Response, current_app, make_response, redirect, render_template

from hope.giving import changing
from hope.giving.change_form import AmountForm, LeaveForm, PauseForm, day_form
from hope.giving.gateway import GatewayError
from hope.giving.models import RecurringGift
from hope.giving.standing.door import Door
from hope.giving.stands import Stand, first_campaign_of, stand_of, titles_of
from hope.kernel.clock import now
from hope.kernel.forms import SessionForm
from hope.kernel.web.filters import day, money
from hope.kernel.web.headers import keep_private

log = logging.getLogger(__name__)
# What an address says has happened is repeated only while it is so: anybody can write an address.
_TRUE: dict[str, Callable[[RecurringGift], object]] = {
    "paused": lambda gift: gift.paused,
    "resumed": lambda gift: not gift.paused,
    "ended": lambda gift: gift.cancel_at or stand_of(gift).over,
    "kept": lambda gift: not gift.cancel_at,
}
CALM = "Nothing is charged today. You get a letter that says what has changed."


def show(door: Door, notice: str | None = None, status: int = 200) -> Response:
    """How the gift stands, what is given, and what can be done."""
    recurring = door.recurring
    if notice in _TRUE and not _TRUE[notice](recurring):
        notice = None
    body = render_template(
        "giving/recurring.html",
        door=door,
        recurring=recurring,
        stand=stand_of(recurring),
        titles=titles_of(recurring),
        campaign_slug=first_campaign_of(recurring),
        now=now(),
        notice=notice,
    )
    return keep_private(make_response(body, status))


def amount(door: Door) -> Response:
    """Another amount from the next payment on."""
    form = door.form(AmountForm, door.recurring)
    if form.validate_on_submit():
        return ask(door, "changed", changing.change_amount, form.total)
    lead = f"It is {money(door.recurring.total)} now."
    return form_page(door, form, "amount", "Change the amount", lead, "Change the amount")


def day_of_giving(door: Door) -> Response:
    """Another day of the month, or of the year."""
    due = door.recurring.next_payment_at
    if not can_move(door.recurring) or due is None:
        return back(door)
    form = door.form(day_form(door.recurring), door.recurring)
    if form.validate_on_submit():
        return ask(door, "day", changing.change_day, form.next_at)
    title, lead = "Change the day", f"The next gift is due on {day(due)}."
    return form_page(door, form, "day", title, lead, "Change the day")


def can_move(recurring: RecurringGift) -> bool:
    """True while it runs as usual: what rests, ends or is late has to be put right first."""
    return stand_of(recurring) is Stand.GOES_ON and recurring.next_payment_at is not None


def pause(door: Door) -> Response:
    """A rest of some months."""
    form = door.form(PauseForm, door.recurring)
    if form.validate_on_submit():
        return ask(door, "paused", changing.pause, form.until)
    return form_page(
        door, form, "pause", "Pause your gift", "It goes on by itself afterwards.", "Pause the gift"
    )


def end(door: Door) -> Response:
    """Stop it: nothing sly, one question that can be skipped."""
    form = door.form(LeaveForm)
    if form.validate_on_submit():
        # What could not be paid would be tried again until the end: only an end today stops that.
        late = stand_of(door.recurring) is Stand.LATE
        way = changing.cancel_now if late else changing.cancel_at_period_end
        return ask(door, "ended", way, reason=form.why.data or "")
    due = door.recurring.next_payment_at
    lead = f"Nothing more is charged{', not on ' + day(due) + ' either' if due else ''}. What you gave stays given."
    return form_page(door, form, "end", "Stop your gift", lead, "Stop the gift")


def undo_end(door: Door) -> Response:
    """Take back an end that has not come yet."""
    return _press(door, "kept", changing.keep)


def resume(door: Door) -> Response:
    """Wake a gift that rests."""
    return _press(door, "resumed", changing.resume)


def card(door: Door) -> Response:
    """Lead to Stripe's page for a new card; we hear from Stripe, not from the browser, what came of it."""
    recurring = door.recurring
    if (
        not door.form(SessionForm).validate_on_submit()
        or not recurring.customer_id
        or stand_of(recurring).over
    ):
        return back(door)
    address = current_app.config["SITE_URL"] + door.to("show", said="back")
    try:
        portal = current_app.extensions["gateway"].open_portal(recurring.customer_id, address)
    except GatewayError as error:
        log.warning("no portal for recurring gift %s: %s", recurring.id, error.detail)
        return show(door, "unreachable", 503)
    return keep_private(make_response(redirect(portal, code=303)))


def back(door: Door, said: str | None = None) -> Response:
    """Lead to the gift's page; `said` names what it tells there."""
    return keep_private(make_response(redirect(door.to("show", said=said), code=303)))


def _press(door: Door, said: str, change: Callable[..., None]) -> Response:
    form = door.form(SessionForm)
    return ask(door, said, change) if form.validate_on_submit() else show(door, "stale", 422)


def ask(door: Door, said: str, change: Callable[..., None], *wanted: Any, **more: Any) -> Response:
    """Ask Stripe for a change; what has ended meanwhile is left alone."""
    if stand_of(door.recurring).over:
        return back(door)
    try:
        change(door.recurring, *wanted, door.actor, current_app.extensions["gateway"], **more)
    except GatewayError as error:
        log.warning("recurring gift %s was not changed: %s", door.recurring.id, error.detail)
        return show(door, "unchanged", 503)
    return back(door, said)


def form_page(door: Door, form: Any, page: str, title: str, lead: str, label: str) -> Response:
    """One question about a gift; what is over by now is only shown."""
    if stand_of(door.recurring).over:
        return back(door)
    words = {"title": title, "lead": lead, "label": label, "calm": CALM}
    body = render_template("giving/recurring_change.html", door=door, form=form, page=page, **words)
    return keep_private(make_response(body, 422 if form.is_submitted() else 200))
