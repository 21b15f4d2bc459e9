"""Stripe's objects as our facts. Shapes are those of API version 2026-10-28.endive (Stripe's API reference).

Nothing here asks Stripe anything: what comes in is plain JSON, from an event or from an answer.
"""

from datetime import datetime
from typing import Any

from hope.giving.facts import (
    DisputeState,
    Fact,
    FailedTry,
    FraudWarning,
    Ignored,
    InvoiceFailed,
    Movement,
    PaidInvoice,
    PaymentSettled,
    PayoutState,
    RefundState,
    SubscriptionState,
)
from hope.kernel.clock import from_unix
from hope.kernel.money import Money

Shape = dict[str, Any]
# Stripe keeps our reference in the metadata of whatever a checkout made.
REFERENCE = "hope_checkout"
REQUEST = "hope_refund"
NOT_OURS = Ignored("carries no reference of ours")


def reference_in(thing: Shape) -> str | None:
    """The reference of our checkout that this object carries."""
    reference = (thing.get("metadata") or {}).get(REFERENCE)
    return reference if isinstance(reference, str) else None


def id_of(value: Any) -> str | None:
    """The id of something that may have been expanded."""
    found = value["id"] if isinstance(value, dict) else value
    return found if isinstance(found, str) else None


def moment(seconds: int | None) -> datetime | None:
    """A moment that Stripe may have left out."""
    return from_unix(seconds) if seconds else None


def money(thing: Shape, key: str = "amount") -> Money:
    """An amount of this object in its own currency."""
    return Money(thing[key], thing["currency"].upper())


def paid_invoice(invoice: Shape, happened_at: datetime) -> Fact:
    """The fact in a paid invoice of one of our standing gifts."""
    details = _subscription_details(invoice)
    reference = reference_in(details)
    if reference is None:
        return NOT_OURS
    if invoice["amount_paid"] <= 0:
        return Ignored("an invoice over nothing")
    return PaidInvoice(
        reference=reference,
        invoice_id=invoice["id"],
        subscription_id=id_of(details["subscription"]) or "",
        customer_id=id_of(invoice["customer"]),
        total=money(invoice, "amount_paid"),
        paid_at=moment((invoice.get("status_transitions") or {}).get("paid_at")) or happened_at,
        is_first=invoice.get("billing_reason") == "subscription_create",
    )


def failed_invoice(invoice: Shape, happened_at: datetime, *, needs_action: bool) -> Fact:
    """The fact in an invoice that could not be paid, or not without the donor."""
    details = _subscription_details(invoice)
    reference = reference_in(details)
    if reference is None:
        return NOT_OURS
    return InvoiceFailed(
        reference=reference,
        invoice_id=invoice["id"],
        subscription_id=id_of(details["subscription"]) or "",
        attempt=invoice["attempt_count"],
        next_attempt_at=moment(invoice.get("next_payment_attempt")),
        needs_action=needs_action,
        page_url=invoice.get("hosted_invoice_url"),
        failed_at=happened_at,
        is_first=invoice.get("billing_reason") == "subscription_create",
    )


def subscription(sub: Shape, asked_at: datetime) -> Fact:
    """How a standing gift stands; needs `default_payment_method` expanded to tell the card."""
    reference = reference_in(sub)
    if reference is None:
        return NOT_OURS
    items = sub["items"]["data"]
    pause = sub.get("pause_collection")
    ends = moment(sub.get("cancel_at"))
    if ends is None and sub["cancel_at_period_end"]:
        ends = moment(items[0]["current_period_end"])
    return SubscriptionState(
        reference=reference,
        subscription_id=sub["id"],
        customer_id=id_of(sub["customer"]),
        status=sub["status"],
        interval=items[0]["price"]["recurring"]["interval"],
        total=_total(items, sub["currency"].upper()),
        cancel_at=ends,
        paused=pause is not None or sub["status"] == "paused",
        resumes_at=moment((pause or {}).get("resumes_at")),
        next_payment_at=moment(items[0]["current_period_end"]),
        ended_at=moment(sub.get("ended_at")),
        end_reason=(sub.get("cancellation_details") or {}).get("reason"),
        asked_at=asked_at,
        **_card(sub.get("default_payment_method")),
    )


def settlement(gift_source: str, charge: Shape) -> PaymentSettled | None:
    """What a charge cost; None while its balance transaction (to be expanded) is not there yet."""
    transaction = charge["balance_transaction"]
    if not isinstance(transaction, dict):
        return None
    return PaymentSettled(
        gift_source=gift_source,
        payment_intent_id=id_of(charge["payment_intent"]) or "",
        charge_id=charge["id"],
        transaction_id=transaction["id"],
        gross=money(transaction),
        fee=money(transaction, "fee"),
        method=_method(charge.get("payment_method_details") or {}),
        settled_at=from_unix(transaction["created"]),
    )


def refund(thing: Shape) -> Fact:
    """A refund as Stripe has it; its two transactions say whether money left, and whether it came back."""
    payment_intent = id_of(thing.get("payment_intent"))
    if payment_intent is None:
        return NOT_OURS
    return RefundState(
        refund_id=thing["id"],
        payment_intent_id=payment_intent,
        total=money(thing),
        status=thing["status"],
        reason=thing.get("reason") or "",
        moved=thing.get("balance_transaction") is not None,
        moved_back=thing.get("failure_balance_transaction") is not None,
        refunded_at=from_unix(thing["created"]),
        request=(thing.get("metadata") or {}).get(REQUEST),
    )


def dispute(thing: Shape) -> Fact:
    """A dispute with the money that it has moved so far."""
    payment_intent = id_of(thing.get("payment_intent"))
    if payment_intent is None:
        return NOT_OURS
    return DisputeState(
        dispute_id=thing["id"],
        payment_intent_id=payment_intent,
        total=money(thing),
        status=thing["status"],
        reason=thing["reason"],
        due_by=moment(thing["evidence_details"].get("due_by")),
        opened_at=from_unix(thing["created"]),
        movements=tuple(_movement(row) for row in thing["balance_transactions"]),
    )


def failed_try(charge: Shape) -> FailedTry:
    """A charge that was refused; the bank's word for it is in the outcome."""
    outcome = charge.get("outcome") or {}
    codes = (outcome.get("reason"), charge.get("failure_code"))
    return FailedTry(from_unix(charge["created"]), money(charge), tuple(code for code in codes if code))


def failed_confirmation(intent: Shape) -> FailedTry:
    """A payment that never became a charge: the giver's bank asked, and nobody answered."""
    error = intent["last_payment_error"]
    codes = (error.get("decline_code"), error.get("code"))
    return FailedTry(from_unix(intent["created"]), money(intent), tuple(code for code in codes if code))


def fraud_warning(thing: Shape, happened_at: datetime) -> Fact:
    """A card network's early warning."""
    payment_intent = id_of(thing.get("payment_intent"))
    if payment_intent is None:
        return NOT_OURS
    return FraudWarning(thing["id"], payment_intent, thing["fraud_type"], happened_at)


def payout(thing: Shape, transaction_ids: tuple[str, ...], asked_at: datetime) -> PayoutState:
    """A payout and what it carries."""
    return PayoutState(
        payout_id=thing["id"],
        total=money(thing),
        status=thing["status"],
        arrives_at=from_unix(thing["arrival_date"]),
        transaction_ids=transaction_ids,
        asked_at=asked_at,
    )


def _movement(row: Shape) -> Movement:
    currency = row["currency"].upper()
    return Movement(row["id"], money(row), Money(row["fee"], currency), from_unix(row["created"]))


def _subscription_details(invoice: Shape) -> Shape:
    parent = invoice.get("parent") or {}
    details = parent.get("subscription_details") if parent.get("type") == "subscription_details" else None
    return details or {}


def _total(items: list[Shape], currency: str) -> Money:
    return Money(sum(item["price"]["unit_amount"] * item["quantity"] for item in items), currency)


def _card(method: Any) -> dict[str, str | None]:
    card = method.get("card") if isinstance(method, dict) else None
    if not card:
        return {"card": None, "card_expires": None}
    return {
        "card": f"{card['brand']} {card['last4']}",
        "card_expires": f"{card['exp_year']:04d}-{card['exp_month']:02d}",
    }


def _method(details: Shape) -> str:
    """How it was paid, in words a receipt may show: "visa 4242", "us_bank_account 6789"."""
    kind = details.get("type") or ""
    part = details.get(kind) or {}
    brand = part.get("brand") or kind
    return f"{brand} {part.get('last4') or ''}".strip()
