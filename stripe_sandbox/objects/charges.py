"""Charges: each attempt to move money from a payment method to the charity."""

from typing import Any

from stripe_sandbox.core.desk import Desk
from stripe_sandbox.core.shapes import Obj
from stripe_sandbox.objects import balance
from stripe_sandbox.objects.cards import Decline
from stripe_sandbox.objects.methods import as_charged

APPROVED: Obj = {
    "advice_code": None, "network_advice_code": None, "network_decline_code": None,
    "network_status": "approved_by_network", "reason": None, "risk_level": "normal", "risk_score": 12,
    "seller_message": "Payment complete.", "type": "authorized",
}  # fmt: skip
BOOKED_LATE = 3


def start(desk: Desk, intent: Obj, method: Obj, **fields: Any) -> Obj:
    """A charge for an intent; metadata and words travel from the intent."""
    return desk.make(
        "charge",
        amount=intent["amount"],
        currency=intent["currency"],
        billing_details=dict(method["billing_details"]),
        customer=intent["customer"],
        description=intent["description"],
        fraud_details={},
        metadata=dict(intent["metadata"]),
        payment_intent=intent["id"],
        payment_method=method["id"],
        payment_method_details=as_charged(method),
        receipt_email=intent["receipt_email"],
        statement_descriptor_suffix=intent["statement_descriptor_suffix"],
        **fields,
    )


def succeed(desk: Desk, charge: Obj, outcome: str) -> Obj:
    """The money is taken; its fee is known now or a little later, as the settings say."""
    receipt = f"{desk.public_url}/dashboard/payments/{charge['payment_intent']}"
    desk.save(charge, status="succeeded", paid=True, captured=True, amount_captured=charge["amount"])
    desk.save(charge, outcome=dict(APPROVED), receipt_url=receipt, _outcome=outcome)
    if desk.settings.balance_transaction == "late":
        desk.unclocked().later(desk.unclocked().now + BOOKED_LATE, "book_charge", charge["id"])
    else:
        settle(desk, charge)
    desk.emit("charge.succeeded", charge)
    if outcome.startswith("dispute_") or outcome == "early_fraud_warning":
        desk.unclocked().later(desk.unclocked().now, "open_dispute", charge["id"])
    return charge


def settle(desk: Desk, charge: Obj) -> None:
    fee = balance.fee_for(desk, charge["amount"], charge["currency"])
    kind = "charge" if charge["payment_method_details"]["type"] == "card" else "payment"
    at_once = charge["_outcome"] == "available_now"
    booked = balance.book(desk, kind, charge["amount"], charge["currency"], charge["id"], fee, at_once)
    desk.save(charge, balance_transaction=booked["id"])


def book_late(desk: Desk, id: str) -> None:
    """The fee becomes known after the charge."""
    charge = desk.load("charge", id)
    if charge["balance_transaction"] is None:
        settle(desk, charge)
        desk.emit("charge.updated", charge, {"balance_transaction": None})


def fail(desk: Desk, charge: Obj, decline: Decline) -> Obj:
    """The money is refused."""
    refused = APPROVED | {
        "network_status": "not_sent_to_network" if decline.blocked else "declined_by_network",
        "reason": "highest_risk_level" if decline.blocked else decline.decline_code,
        "risk_level": "highest" if decline.blocked else "normal",
        "seller_message": "Stripe blocked this payment as too risky."
        if decline.blocked
        else "The bank did not return any further details with this decline.",
        "type": "blocked" if decline.blocked else "issuer_declined",
    }
    desk.save(charge, status="failed", outcome=refused)
    desk.save(charge, failure_code=decline.code, failure_message=decline.message)
    desk.emit("charge.failed", charge)
    return charge
