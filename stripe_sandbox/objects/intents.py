"""Payment intents: one payment, through all its attempts."""

from typing import Any

from stripe_sandbox.core.desk import Desk
from stripe_sandbox.core.errors import invalid
from stripe_sandbox.core.ids import letters
from stripe_sandbox.core.shapes import Obj, public
from stripe_sandbox.objects import charges
from stripe_sandbox.objects.cards import DECLINES, Decline

DAYS_UNTIL_SETTLED = 4
DAY = 86400


def start(desk: Desk, amount: int, currency: str, **fields: Any) -> Obj:
    """A payment that has not been tried yet."""
    intent = desk.make(
        "payment_intent",
        amount=amount,
        currency=currency,
        capture_method="automatic_async",
        payment_method_types=["card"],
        payment_method_options={},
        status="requires_payment_method",
        **fields,
    )
    desk.save(intent, client_secret=f"{intent['id']}_secret_{letters(24)}")
    desk.emit("payment_intent.created", intent)
    return intent


def foresee(method: Obj, confirmed: bool = False, off_session: bool = False) -> str:
    """What an attempt with this method will come to: succeed, confirm, processing, or the name of a decline."""
    outcome = method["_outcome"]
    if outcome.startswith("bank_"):
        return "processing"
    if outcome == "renewals_fail":
        return "generic_decline" if off_session else "succeed"
    if outcome.startswith("confirm_") and not confirmed:
        if off_session:
            return (
                "succeed"
                if outcome == "confirm_first" and method["_confirmed"]
                else "authentication_required"
            )
        return "confirm"
    outcome = outcome.removeprefix("confirm_then_")
    return outcome if outcome in DECLINES else "succeed"


def attempt(desk: Desk, intent: Obj, method: Obj, foreseen: str) -> str:
    """Try to take the money; answers what came of it."""
    if foreseen == "confirm":
        return ask_to_confirm(desk, intent, method)
    desk.save(intent, payment_method=method["id"], payment_method_types=[method["type"]], next_action=None)
    charge = charges.start(desk, intent, method)
    desk.save(intent, latest_charge=charge["id"])
    if foreseen in DECLINES:
        decline(desk, intent, charge, method, DECLINES[foreseen])
        return foreseen
    if foreseen == "processing":
        return process(desk, intent, charge)
    if method["_outcome"].startswith("confirm_"):
        desk.save(method, _confirmed=True)
    succeed(desk, intent, charge, method["_outcome"])
    return "succeed"


def ask_to_confirm(desk: Desk, intent: Obj, method: Obj) -> str:
    action = {"type": "use_stripe_sdk", "use_stripe_sdk": {"type": "three_d_secure_redirect"}}
    desk.save(intent, status="requires_action", payment_method=method["id"], next_action=action)
    desk.emit("payment_intent.requires_action", intent)
    return "confirm"


def process(desk: Desk, intent: Obj, charge: Obj) -> str:
    """A bank debit takes days: it is neither paid nor failed yet."""
    desk.save(intent, status="processing")
    desk.emit("payment_intent.processing", intent)
    desk.save(charge, status="pending", outcome=charges.APPROVED | {"seller_message": "Payment pending."})
    desk.emit("charge.pending", charge)
    desk.later(desk.now + DAYS_UNTIL_SETTLED * DAY, "settle_debit", intent["id"])
    return "processing"


def succeed(desk: Desk, intent: Obj, charge: Obj, outcome: str) -> None:
    """The money is there."""
    charges.succeed(desk, charge, outcome)
    desk.save(
        intent, status="succeeded", amount_received=intent["amount"], last_payment_error=None, processing=None
    )
    desk.emit("payment_intent.succeeded", intent)


def decline(desk: Desk, intent: Obj, charge: Obj, method: Obj, refusal: Decline) -> None:
    """The money is refused; the intent waits for another method."""
    charges.fail(desk, charge, refusal)
    desk.save(intent, last_payment_error=error(charge, method, refusal), status="requires_payment_method")
    desk.save(intent, payment_method=None)
    desk.emit("payment_intent.payment_failed", intent)


def error(charge: Obj, method: Obj, refusal: Decline) -> Obj:
    return {
        "charge": charge["id"],
        "code": refusal.code,
        "decline_code": refusal.decline_code,
        "message": refusal.message,
        "payment_method": public(method),
        "type": "card_error",
    }


def refuse_confirmation(desk: Desk, intent: Obj) -> None:
    """The bank, or the person, did not confirm the payment."""
    refusal = DECLINES["authentication_failed"]
    method = desk.load("payment_method", intent["payment_method"])
    told = error({"id": None}, method, refusal)
    told = {key: value for key, value in told.items() if value is not None}
    desk.save(
        intent,
        status="requires_payment_method",
        next_action=None,
        payment_method=None,
        last_payment_error=told,
    )
    desk.emit("payment_intent.payment_failed", intent)


def cancel(desk: Desk, intent: Obj, reason: str | None) -> Obj:
    """Give up a payment that has not succeeded."""
    if intent["status"] in ("succeeded", "canceled", "processing"):
        words = f"You cannot cancel this PaymentIntent because it has a status of {intent['status']}."
        raise invalid(words, code="payment_intent_unexpected_state")
    desk.save(intent, status="canceled", canceled_at=desk.now, cancellation_reason=reason, next_action=None)
    desk.emit("payment_intent.canceled", intent)
    return intent
