"""Refunds: money on its way back to the donor, and sometimes back again."""

from typing import Any

from stripe_sandbox.core.currencies import THREE, written
from stripe_sandbox.core.desk import Desk
from stripe_sandbox.core.errors import invalid
from stripe_sandbox.core.shapes import Obj
from stripe_sandbox.objects import balance

DAY = 86400


def make(desk: Desk, params: dict[str, Any]) -> Obj:
    """Refund a charge, in full or in part."""
    charge = charge_of(desk, params)
    amount = amount_of(charge, params.get("amount"))
    slow = charge["_outcome"] == "refund_pending"
    refund = desk.make(
        "refund",
        amount=amount,
        charge=charge["id"],
        currency=charge["currency"],
        customer=charge["customer"],
        metadata=params.get("metadata") or {},
        payment_intent=charge["payment_intent"],
        payment_method=charge["payment_method"],
        reason=params.get("reason"),
        status="pending" if slow else "succeeded",
        **destination(charge),
        **({"pending_reason": "processing"} if slow else {}),
    )
    kind = "refund" if charge["payment_method_details"]["type"] == "card" else "payment_refund"
    booked = balance.book(desk, kind, -amount, charge["currency"], refund["id"])
    desk.save(refund, balance_transaction=booked["id"])
    desk.emit("refund.created", refund)
    count(desk, charge, amount)
    if charge["_outcome"] in ("refund_pending", "refund_fails"):
        desk.unclocked().later(desk.unclocked().now + DAY, "end_refund", refund["id"])
    return refund


def destination(charge: Obj) -> Obj:
    kind = charge["payment_method_details"]["type"]
    if kind != "card":
        return {}
    return {
        "destination_details": {"card": {"reference_status": "pending", "type": "refund"}, "type": "card"}
    }


def charge_of(desk: Desk, params: dict[str, Any]) -> Obj:
    if bool(params.get("charge")) == bool(params.get("payment_intent")):
        raise invalid("You must specify exactly one of charge and payment_intent.", "charge")
    if params.get("charge"):
        charge = desk.load("charge", params["charge"], "charge")
    else:
        intent = desk.load("payment_intent", params["payment_intent"], "payment_intent")
        if intent["status"] != "succeeded":
            words = f"This PaymentIntent ({intent['id']}) does not have a successful charge to refund."
            raise invalid(words, "payment_intent", "payment_intent_unexpected_state")
        charge = desk.load("charge", intent["latest_charge"])
    if charge["status"] != "succeeded":
        raise invalid(f"Charge {charge['id']} has not succeeded and cannot be refunded.", "charge")
    if charge["disputed"] and not charge.get("_inquiry"):
        raise invalid(
            f"Charge {charge['id']} has been charged back; cannot issue a refund.", code="charge_disputed"
        )
    return charge


def amount_of(charge: Obj, asked: int | None) -> int:
    left: int = charge["amount"] - charge["amount_refunded"]
    if left == 0:
        words = f"Charge {charge['id']} has already been refunded."
        raise invalid(words, code="charge_already_refunded")
    amount = left if asked is None else asked
    if amount < 1:
        raise invalid("Invalid positive integer", "amount", "parameter_invalid_integer")
    if charge["currency"] in THREE and amount % 10:
        raise invalid(f"The last digit of an amount in {charge['currency'].upper()} must be 0.", "amount")
    if amount > left:
        given, most = written(amount, charge["currency"]), written(left, charge["currency"])
        raise invalid(
            f"Refund amount ({given}) is greater than unrefunded amount on charge ({most})", "amount"
        )
    return amount


def count(desk: Desk, charge: Obj, amount: int) -> None:
    """The charge knows how much of it went back."""
    before = {"amount_refunded": charge["amount_refunded"], "refunded": charge["refunded"]}
    refunded = charge["amount_refunded"] + amount
    desk.save(charge, amount_refunded=refunded, refunded=refunded == charge["amount"])
    if amount > 0:
        changed = {key: value for key, value in before.items() if charge[key] != value}
        desk.emit("charge.refunded", charge, changed)


def end(desk: Desk, id: str) -> None:
    """What the special cards foretell: a pending refund arrives, or one that had succeeded fails."""
    refund = desk.load("refund", id)
    if refund["status"] == "pending":
        succeed(desk, refund)
    elif refund["status"] == "succeeded":
        fail(desk, refund)


def succeed(desk: Desk, refund: Obj) -> None:
    """A pending refund arrives."""
    if refund["status"] != "pending":
        raise invalid(f"This refund is {refund['status']}.")
    refund.pop("pending_reason", None)
    before = {"status": refund["status"]}
    desk.save(refund, status="succeeded")
    desk.emit("refund.updated", refund, before)
    desk.emit("charge.refund.updated", refund, before)


def fail(desk: Desk, refund: Obj, reason: str = "expired_or_canceled_card") -> None:
    """The donor's bank sends the money back to us."""
    if refund["status"] not in ("pending", "succeeded"):
        raise invalid(f"This refund is {refund['status']}.")
    before = {"status": refund["status"]}
    refund.pop("pending_reason", None)
    booked = balance.book(
        desk, "refund_failure", refund["amount"], refund["currency"], refund["id"], at_once=True
    )
    desk.save(refund, status="failed", failure_reason=reason, failure_balance_transaction=booked["id"])
    count(desk, desk.load("charge", refund["charge"]), -refund["amount"])
    desk.emit("refund.failed", refund)
    desk.emit("charge.refund.updated", refund, before)
