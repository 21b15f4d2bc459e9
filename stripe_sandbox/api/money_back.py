"""Refunds, disputes and payouts."""

from typing import Any

from stripe_sandbox.core.desk import Desk
from stripe_sandbox.core.shapes import Obj
from stripe_sandbox.objects import disputes, payouts, refunds
from stripe_sandbox.objects.customers import merged
from stripe_sandbox.wire.endpoint import Calls

calls = Calls()


@calls.on("POST", "/v1/refunds")
def create_refund(desk: Desk, params: dict[str, Any]) -> Obj:
    """Give money back."""
    return refunds.make(desk, params)


@calls.on("POST", "/v1/refunds/{id}")
def update_refund(desk: Desk, params: dict[str, Any], id: str) -> Obj:
    """Change a refund's metadata."""
    refund = desk.load("refund", id)
    changed = merged(refund["metadata"], params.get("metadata", {}))
    return desk.change(refund, "refund.updated", metadata=changed)


@calls.on("POST", "/v1/disputes/{id}")
def update_dispute(desk: Desk, params: dict[str, Any], id: str) -> Obj:
    """Hand in evidence."""
    return disputes.update(desk, desk.load("dispute", id), params)


@calls.on("POST", "/v1/disputes/{id}/close")
def close_dispute(desk: Desk, params: dict[str, Any], id: str) -> Obj:
    """Accept a dispute."""
    return disputes.close(desk, desk.load("dispute", id))


@calls.on("POST", "/v1/payouts")
def create_payout(desk: Desk, params: dict[str, Any]) -> Obj:
    """Pay out by hand."""
    return payouts.make_by_hand(desk, params)
