"""Reading Stripe's events: each becomes one small fact of `facts`, or is of no concern to us.

Shapes are those of API version 2026-10-28.endive (Stripe's API reference; "Fulfill orders" for which of them
mean that money arrived).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hope.giving.facts import (
    CheckoutExpired,
    CheckoutFailed,
    CheckoutProcessing,
    Fact,
    Ignored,
    PaidCheckout,
    PaidInvoice,
    SubscriptionStarted,
)
from hope.kernel.clock import from_unix
from hope.kernel.money import Money

REFERENCE = "hope_checkout"


@dataclass(frozen=True)
class Notice:
    """One verified event: its identity, its word-for-word text, and the fact in it."""

    event_id: str
    kind: str
    api_version: str | None
    happened_at: datetime
    payload: str
    fact: Fact


def read_fact(kind: str, thing: dict[str, Any], happened_at: datetime) -> Fact:
    """The fact in an event of this kind about this object; raises LookupError when its shape is unknown."""
    reader = _READERS.get(kind)
    return reader(thing, happened_at) if reader else Ignored("this kind of event changes nothing here")


def read_session(session: dict[str, Any], happened_at: datetime) -> Fact:
    """The fact in a completed checkout session; money only when Stripe calls it paid."""
    reference = _reference(session)
    if reference is None:
        return _NOT_OURS
    if session["mode"] == "subscription":
        subscription = _id(session["subscription"])
        if subscription is None:
            return Ignored("no subscription yet")
        return SubscriptionStarted(reference, subscription, _id(session["customer"]), happened_at)
    if session["payment_status"] != "paid":
        return CheckoutProcessing(reference)
    payment_intent = _id(session["payment_intent"])
    if payment_intent is None:
        return Ignored("nothing was charged")
    total = Money(session["amount_total"], session["currency"].upper())
    return PaidCheckout(reference, payment_intent, total, happened_at)


def read_invoice(invoice: dict[str, Any], happened_at: datetime) -> Fact:
    """The fact in a paid invoice of one of our standing gifts."""
    parent = invoice.get("parent") or {}
    details = parent.get("subscription_details") if parent.get("type") == "subscription_details" else None
    reference = _reference(details or {})
    if details is None or reference is None:
        return _NOT_OURS
    if invoice["amount_paid"] <= 0:
        return Ignored("an invoice over nothing")
    return PaidInvoice(
        reference=reference,
        invoice_id=invoice["id"],
        subscription_id=_id(details["subscription"]) or "",
        customer_id=_id(invoice["customer"]),
        total=Money(invoice["amount_paid"], invoice["currency"].upper()),
        paid_at=_paid_at(invoice) or happened_at,
    )


def _expired(session: dict[str, Any], happened_at: datetime) -> Fact:
    reference = _reference(session)
    return CheckoutExpired(reference, happened_at) if reference else _NOT_OURS


def _failed(session: dict[str, Any], happened_at: datetime) -> Fact:
    reference = _reference(session)
    return CheckoutFailed(reference, happened_at) if reference else _NOT_OURS


_NOT_OURS = Ignored("carries no reference of ours")
_READERS: dict[str, Callable[[dict[str, Any], datetime], Fact]] = {
    "checkout.session.completed": read_session,
    "checkout.session.async_payment_succeeded": read_session,
    "checkout.session.async_payment_failed": _failed,
    "checkout.session.expired": _expired,
    "invoice.paid": read_invoice,
}
KINDS = tuple(_READERS)


def _reference(thing: dict[str, Any]) -> str | None:
    reference = (thing.get("metadata") or {}).get(REFERENCE)
    return reference if isinstance(reference, str) else None


def _id(value: Any) -> str | None:
    """The id of something that may have been expanded."""
    found = value["id"] if isinstance(value, dict) else value
    return found if isinstance(found, str) else None


def _paid_at(invoice: dict[str, Any]) -> datetime | None:
    paid = (invoice.get("status_transitions") or {}).get("paid_at")
    return from_unix(paid) if paid else None
