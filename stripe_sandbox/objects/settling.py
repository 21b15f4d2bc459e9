"""Delayed payments: days later the bank says yes or no."""

from stripe_sandbox.core.desk import Desk
from stripe_sandbox.core.errors import invalid
from stripe_sandbox.core.shapes import Obj
from stripe_sandbox.objects import collecting, intents, sessions
from stripe_sandbox.objects.cards import DECLINES


def when_due(desk: Desk, id: str) -> None:
    """The bank's answer, as the test account foretells it."""
    intent = desk.load("payment_intent", id)
    if intent["status"] == "processing":
        outcome = desk.load("payment_method", intent["payment_method"])["_outcome"]
        settle(desk, intent, outcome if outcome in DECLINES else None)


def settle(desk: Desk, intent: Obj, refusal: str | None = None) -> None:
    """The bank pays, or refuses for this reason."""
    if intent["status"] != "processing":
        raise invalid(f"This payment is not processing; its status is {intent['status']}.")
    charge = desk.load("charge", intent["latest_charge"])
    method = desk.load("payment_method", intent["payment_method"])
    if refusal:
        intents.decline(desk, intent, charge, method, DECLINES[refusal])
    else:
        intents.succeed(desk, intent, charge, method["_outcome"])
    if intent.get("_invoice"):
        collecting.settled(desk, intent, paid=not refusal)
    if intent.get("_session"):
        sessions.settle(desk, desk.load("checkout.session", intent["_session"]), paid=not refusal)
