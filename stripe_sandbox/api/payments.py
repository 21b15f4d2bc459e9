"""Payment intents."""

from typing import Any

from stripe_sandbox.core.desk import Desk
from stripe_sandbox.core.errors import invalid
from stripe_sandbox.core.shapes import Obj
from stripe_sandbox.objects import intents
from stripe_sandbox.wire.endpoint import Calls

calls = Calls()


@calls.on("POST", "/v1/payment_intents/{id}/cancel")
def cancel(desk: Desk, params: dict[str, Any], id: str) -> Obj:
    """Give up a payment; one that belongs to a checkout session ends with its session."""
    intent = desk.load("payment_intent", id)
    if intent.get("_session"):
        words = "You cannot cancel a PaymentIntent created by Checkout. Expire the Checkout Session instead."
        raise invalid(words, code="payment_intent_unexpected_state")
    return intents.cancel(desk, intent, params.get("cancellation_reason"))
