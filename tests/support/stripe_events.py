"""Stripe's events as Stripe sends them, signed by our own hand so that the library's check is really checked.

Shapes are those of API version 2026-10-28.endive; what our code does not read is here too, as Stripe would send it.
"""

import hashlib
import hmac
import itertools
import json
import time
from typing import Any

from werkzeug.test import Client, TestResponse

from hope.giving.models import Checkout
from tests.support.gateway import session_id_of

API_VERSION = "2026-10-28.endive"
SECRET = "whsec_sandbox_development_only"
PATH = "/webhooks/stripe"
_numbers = itertools.count(1)
Event = dict[str, Any]


def deliver(
    client: Client, event: Event | bytes, *, secret: str = SECRET, at: float | None = None
) -> TestResponse:
    """Bring an event to the site as Stripe does: raw bytes, a signature made at `at`, no browser's headers."""
    body = event if isinstance(event, bytes) else json.dumps(event, indent=2).encode()
    headers = {"Stripe-Signature": sign(body, secret, at), "Sec-Fetch-Site": "cross-site"}
    return client.post(PATH, data=body, content_type="application/json; charset=utf-8", headers=headers)


def sign(body: bytes, secret: str = SECRET, at: float | None = None) -> str:
    """The value of Stripe-Signature for these bytes."""
    moment = int(time.time() if at is None else at)
    digest = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={moment},v1={digest}"


def event(kind: str, thing: dict[str, Any], **over: Any) -> Event:
    """An event of this kind about this object."""
    made = {
        "id": f"evt_test_{next(_numbers):08d}",
        "object": "event",
        "api_version": API_VERSION,
        "created": int(time.time()),
        "data": {"object": thing},
        "livemode": False,
        "pending_webhooks": 1,
        "request": {"id": None, "idempotency_key": None},
        "type": kind,
    }
    return made | over


def session(checkout: Checkout, **over: Any) -> dict[str, Any]:
    """A finished and paid session for this checkout; for a standing gift, one with a subscription."""
    recurring = checkout.interval.value != "once"
    amount, currency = checkout.total.amount, checkout.total.currency.lower()
    made = {
        "id": checkout.session_id or session_id_of(checkout.reference),
        "object": "checkout.session",
        "amount_subtotal": amount,
        "amount_total": amount,
        "client_reference_id": checkout.reference,
        "created": int(time.time()) - 60,
        "currency": currency,
        "customer": f"cus_{checkout.reference.lower()}" if recurring else None,
        "customer_details": {"email": checkout.giver_email, "name": checkout.giver_name, "phone": None},
        "customer_email": checkout.giver_email,
        "expires_at": int(time.time()) + 86_000,
        "invoice": f"in_{checkout.reference.lower()}" if recurring else None,
        "livemode": False,
        "metadata": {"hope_checkout": checkout.reference},
        "mode": "subscription" if recurring else "payment",
        "payment_intent": None if recurring else f"pi_{checkout.reference.lower()}",
        "payment_status": "paid",
        "status": "complete",
        "subscription": subscription_id(checkout) if recurring else None,
        "url": None,
    }
    return made | over


def completed(checkout: Checkout, **over: Any) -> Event:
    """`checkout.session.completed`: the donor is done; paid unless said otherwise."""
    return event("checkout.session.completed", session(checkout, **over))


def processing(checkout: Checkout) -> Event:
    """Completed with a delayed method: the bank has yet to pay."""
    return completed(checkout, payment_status="unpaid")


def paid_later(checkout: Checkout) -> Event:
    """`checkout.session.async_payment_succeeded`: the bank paid."""
    return event("checkout.session.async_payment_succeeded", session(checkout))


def failed_later(checkout: Checkout) -> Event:
    """`checkout.session.async_payment_failed`: the bank did not pay."""
    return event("checkout.session.async_payment_failed", session(checkout, payment_status="unpaid"))


def expired(checkout: Checkout) -> Event:
    """`checkout.session.expired`: the donor left."""
    nothing = {"status": "expired", "payment_status": "unpaid", "payment_intent": None, "subscription": None}
    return event("checkout.session.expired", session(checkout, **nothing))


def invoice_paid(checkout: Checkout, number: int = 1, **over: Any) -> Event:
    """`invoice.paid` for the standing gift of this checkout: its first payment, second, and so on."""
    return event("invoice.paid", invoice(checkout, number, **over))


def invoice(checkout: Checkout, number: int = 1, **over: Any) -> dict[str, Any]:
    """A paid invoice of the standing gift of this checkout."""
    amount, reference = checkout.total.amount, checkout.reference
    suffix = reference.lower() + ("" if number == 1 else f"_{number}")
    details = {"metadata": {"hope_checkout": reference}, "subscription": subscription_id(checkout)}
    made = {
        "id": f"in_{suffix}",
        "object": "invoice",
        "amount_due": amount,
        "amount_paid": amount,
        "amount_remaining": 0,
        "billing_reason": "subscription_create" if number == 1 else "subscription_cycle",
        "created": int(time.time()) - 5,
        "currency": checkout.total.currency.lower(),
        "customer": f"cus_{reference.lower()}",
        "customer_email": checkout.giver_email,
        "livemode": False,
        "metadata": {},
        "parent": {"type": "subscription_details", "quote_details": None, "subscription_details": details},
        "status": "paid",
        "status_transitions": {"finalized_at": int(time.time()) - 4, "paid_at": int(time.time()) - 3},
        "total": amount,
    }
    return made | over


def subscription_id(checkout: Checkout) -> str:
    """The subscription that paying this checkout began."""
    return f"sub_{checkout.reference.lower()}"
