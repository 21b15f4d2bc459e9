"""Checkout sessions."""

from typing import Any

from stripe_sandbox.core.desk import Desk
from stripe_sandbox.core.shapes import Obj, listing
from stripe_sandbox.objects import sessions
from stripe_sandbox.objects.customers import merged
from stripe_sandbox.wire.endpoint import Calls

calls = Calls()


@calls.on("POST", "/v1/checkout/sessions")
def create(desk: Desk, params: dict[str, Any]) -> Obj:
    """A new session, with the address of its page."""
    return sessions.make(desk, params)


@calls.on("POST", "/v1/checkout/sessions/{id}")
def update(desk: Desk, params: dict[str, Any], id: str) -> Obj:
    """Change a session's metadata."""
    session = desk.load("checkout.session", id)
    return desk.save(session, metadata=merged(session["metadata"], params.get("metadata", {})))


@calls.on("POST", "/v1/checkout/sessions/{id}/expire")
def expire(desk: Desk, params: dict[str, Any], id: str) -> Obj:
    """Close an open session."""
    return sessions.expire(desk, desk.load("checkout.session", id))


@calls.on("GET", "/v1/checkout/sessions/{id}/line_items")
def line_items(desk: Desk, params: dict[str, Any], id: str) -> Obj:
    """What a session is for."""
    session = desk.load("checkout.session", id)
    return listing(session["_line_items"], f"/v1/checkout/sessions/{id}/line_items")
