"""Attempts to give: what is on its way, what did not come through, and why, asked of Stripe only when somebody asks."""

from flask import abort, current_app, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response as AnyResponse

from hope.accounts.rights import Right
from hope.accounts.web.guard import needs
from hope.admin.answers import done
from hope.admin.gifts import links
from hope.admin.gifts.base import bp, gift_or_404
from hope.admin.search_form import SearchForm
from hope.giving.checkout import pledge_of
from hope.giving.declines import in_words
from hope.giving.facts import FailedTry
from hope.giving.gateway import GatewayError
from hope.giving.models import Checkout, CheckoutState, Gift
from hope.giving.story import Story
from hope.kernel.db import db, holds_address
from hope.kernel.forms import SessionForm
from hope.kernel.paging import page_of

STATES = {
    CheckoutState.PROCESSING: "On its way",
    CheckoutState.OPEN: "Begun",
    CheckoutState.FAILED: "Failed",
    CheckoutState.EXPIRED: "Not paid",
    CheckoutState.COMPLETED: "Paid",
}


@bp.get("/attempts")
@needs(Right.SEE_GIFTS)
def attempts() -> str:
    """Who began to give, and how far that came."""
    form = SearchForm("Find an attempt", "A whole e-mail address, or a reference")
    state = request.args.get("state")
    rows = select(Checkout)
    if state in {known.value for known in CheckoutState}:
        rows = rows.where(Checkout.state == CheckoutState(state))
    if form.words:
        is_address = "@" in form.words
        theirs = holds_address(Checkout.giver_email, [form.words])
        named = theirs if is_address else Checkout.reference == form.words.upper()
        rows = rows.where(named)
    page = page_of(db.session(), rows, Checkout.id, Checkout.id, request.args.get("at"))
    return render_template("admin/gifts/attempts.html", page=page, form=form, state=state, states=STATES)


@bp.get("/attempts/<int:checkout_id>")
@needs(Right.SEE_GIFTS)
def attempt(checkout_id: int) -> str:
    """One attempt."""
    return _show(_attempt_or_404(checkout_id), None)


@bp.post("/attempts/<int:checkout_id>/tries")
@needs(Right.SEE_GIFTS)
def ask_why(checkout_id: int) -> str | AnyResponse:
    """Ask Stripe why it did not come through."""
    checkout = _attempt_or_404(checkout_id)
    if not SessionForm().validate() or not checkout.session_id:
        return done(
            "Please press the button once more.",
            url_for("admin_gifts.attempt", checkout_id=checkout_id),
            "bad",
        )
    try:
        return _show(checkout, _tries(checkout.session_id))
    except GatewayError as error:
        words = f"Stripe could not be asked just now ({error.detail}). Try again in a minute."
        return done(words, url_for("admin_gifts.attempt", checkout_id=checkout_id), "bad")


@bp.post("/<int:gift_id>/tries")
@needs(Right.SEE_GIFTS)
def ask_why_before(gift_id: int) -> AnyResponse:
    """Ask Stripe which charges failed before this gift came through."""
    story = Story(db.session(), gift_or_404(gift_id))
    back = url_for("admin_gifts.show", gift_id=gift_id)
    settled = story.settlement
    payment = story.gift.payment_intent_id or (settled.payment_intent_id if settled else None)
    if not SessionForm().validate() or not payment:
        return done("There is no payment of this gift at Stripe to ask about.", back, "warn")
    try:
        tries = _tries(payment)
    except GatewayError as error:
        return done(
            f"Stripe could not be asked just now ({error.detail}). Try again in a minute.", back, "bad"
        )
    said = "; ".join(why for _, why in tries) or "No charge failed before this gift came through."
    return done(said, back, "warn" if tries else "good")


def _tries(name: str) -> list[tuple[FailedTry, str]]:
    tries = current_app.extensions["gateway"].failed_tries(name)
    return [(one, in_words(*one.codes)) for one in tries]


def _show(checkout: Checkout, tries: list[tuple[FailedTry, str]] | None) -> str:
    gift = db.session.scalar(select(Gift).where(Gift.checkout_id == checkout.id))
    return render_template(
        "admin/gifts/attempt.html",
        checkout=checkout,
        lines=pledge_of(checkout).lines,
        gift=gift,
        tries=tries,
        states=STATES,
        stripe_href=links.attempt_href(checkout),
    )


def _attempt_or_404(checkout_id: int) -> Checkout:
    return db.session.get(Checkout, checkout_id) or abort(404)
