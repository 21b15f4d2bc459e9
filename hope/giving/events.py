"""Reading Stripe's events: each becomes one small fact of `facts`, or is of no concern to us.

Which of them mean that money arrived is said in Stripe's "Fulfill orders". Of everything that changes over time
(subscriptions, payouts) only the id is taken from the event: events come late, twice and in any order, so what
the thing is now is asked.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hope.giving import shapes
from hope.giving.facts import (
    CheckoutExpired,
    CheckoutFailed,
    CheckoutProcessing,
    Fact,
    Ignored,
    Look,
    PaidCheckout,
    SubscriptionStarted,
)

Shape = dict[str, Any]


@dataclass(frozen=True)
class Notice:
    """One verified event: its identity, its word-for-word text, and the object that it is about."""

    event_id: str
    kind: str
    api_version: str | None
    happened_at: datetime
    payload: str
    thing: Shape

    @property
    def object_id(self) -> str | None:
        """What it is about, as Stripe names it."""
        name = self.thing.get("id")
        return name if isinstance(name, str) and name.isprintable() and len(name) <= 255 else None


def read_fact(kind: str, thing: Shape, happened_at: datetime) -> Fact:
    """The fact in an event of this kind about this object; raises LookupError when its shape is unknown."""
    reader = _READERS.get(kind)
    return reader(thing, happened_at) if reader else Ignored("this kind of event changes nothing here")


def read_session(session: Shape, happened_at: datetime) -> Fact:
    """The fact in a completed checkout session; money only when Stripe calls it paid."""
    reference = shapes.reference_in(session)
    if reference is None:
        return shapes.NOT_OURS
    if session["mode"] == "subscription":
        return _started(session, reference, happened_at)
    if session["payment_status"] != "paid":
        return CheckoutProcessing(reference)
    payment_intent = shapes.id_of(session["payment_intent"])
    if payment_intent is None:
        return Ignored("nothing was charged")
    return PaidCheckout(reference, payment_intent, shapes.money(session, "amount_total"), happened_at)


def _started(session: Shape, reference: str, happened_at: datetime) -> Fact:
    subscription = shapes.id_of(session["subscription"])
    if subscription is None:
        return Ignored("no subscription yet")
    processing = session["payment_status"] == "unpaid"
    customer = shapes.id_of(session["customer"])
    return SubscriptionStarted(reference, subscription, customer, happened_at, processing)


def _expired(session: Shape, happened_at: datetime) -> Fact:
    reference = shapes.reference_in(session)
    return CheckoutExpired(reference, happened_at) if reference else shapes.NOT_OURS


def _failed(session: Shape, happened_at: datetime) -> Fact:
    reference = shapes.reference_in(session)
    return CheckoutFailed(reference, happened_at) if reference else shapes.NOT_OURS


def _invoice_failed(invoice: Shape, happened_at: datetime) -> Fact:
    return shapes.failed_invoice(invoice, happened_at, needs_action=False)


def _invoice_needs_donor(invoice: Shape, happened_at: datetime) -> Fact:
    return shapes.failed_invoice(invoice, happened_at, needs_action=True)


def _subscription(subscription: Shape, happened_at: datetime) -> Fact:
    return Look("subscription", subscription["id"]) if shapes.reference_in(subscription) else shapes.NOT_OURS


def _customer(customer: Shape, happened_at: datetime) -> Fact:
    """A customer's default card may have changed: whichever of our standing gifts is theirs has to be asked."""
    return Look("customer", customer["id"])


def _method(method: Shape, happened_at: datetime) -> Fact:
    customer = shapes.id_of(method.get("customer"))
    return Look("customer", customer) if customer else shapes.NOT_OURS


def _refund(refund: Shape, happened_at: datetime) -> Fact:
    return shapes.refund(refund)


def _dispute(dispute: Shape, happened_at: datetime) -> Fact:
    return shapes.dispute(dispute)


def _payout(payout: Shape, happened_at: datetime) -> Fact:
    return Look("payout", payout["id"])


_READERS: dict[str, Callable[[Shape, datetime], Fact]] = {
    "checkout.session.completed": read_session,
    "checkout.session.async_payment_succeeded": read_session,
    "checkout.session.async_payment_failed": _failed,
    "checkout.session.expired": _expired,
    "invoice.paid": shapes.paid_invoice,
    "invoice.payment_failed": _invoice_failed,
    "invoice.payment_action_required": _invoice_needs_donor,
    "customer.subscription.updated": _subscription,
    "customer.subscription.deleted": _subscription,
    "customer.updated": _customer,
    "payment_method.attached": _method,
    "refund.created": _refund,
    "refund.updated": _refund,
    "refund.failed": _refund,
    "charge.refund.updated": _refund,
    "charge.dispute.created": _dispute,
    "charge.dispute.updated": _dispute,
    "charge.dispute.funds_withdrawn": _dispute,
    "charge.dispute.funds_reinstated": _dispute,
    "charge.dispute.closed": _dispute,
    "radar.early_fraud_warning.created": shapes.fraud_warning,
    "payout.created": _payout,
    "payout.paid": _payout,
    "payout.failed": _payout,
    "payout.canceled": _payout,
    "payout.reconciliation_completed": _payout,
}
KINDS = tuple(_READERS)
