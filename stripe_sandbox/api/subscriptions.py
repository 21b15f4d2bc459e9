"""Subscriptions."""

from typing import Any

from stripe_sandbox.core.desk import Desk
from stripe_sandbox.core.errors import missing
from stripe_sandbox.core.shapes import Obj
from stripe_sandbox.objects import changing, ending
from stripe_sandbox.wire.endpoint import Calls

calls = Calls()


@calls.on("POST", "/v1/subscriptions/{id}")
def update(desk: Desk, params: dict[str, Any], id: str) -> Obj:
    """Change amount, card, pause, end or metadata."""
    subscription = desk.load("subscription", id)
    return changing.update(desk.on_clock(subscription["test_clock"]), subscription, params)


@calls.on("DELETE", "/v1/subscriptions/{id}")
def cancel(desk: Desk, params: dict[str, Any], id: str) -> Obj:
    """End it now."""
    subscription = desk.load("subscription", id)
    if subscription["status"] == "canceled":
        raise missing("subscription", id)
    comment = {key: value or None for key, value in params.get("cancellation_details", {}).items()}
    here = desk.on_clock(subscription["test_clock"])
    return ending.end(here, subscription, "cancellation_requested", comment)


@calls.on("POST", "/v1/subscriptions/{id}/pause")
def pause(desk: Desk, params: dict[str, Any], id: str) -> Obj:
    """Stop it until it is resumed."""
    subscription = desk.load("subscription", id)
    return changing.halt(desk.on_clock(subscription["test_clock"]), subscription)


@calls.on("POST", "/v1/subscriptions/{id}/resume")
def resume(desk: Desk, params: dict[str, Any], id: str) -> Obj:
    """Begin again."""
    subscription = desk.load("subscription", id)
    return changing.resume(desk.on_clock(subscription["test_clock"]), subscription, params)
