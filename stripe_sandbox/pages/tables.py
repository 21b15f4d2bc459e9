"""The dashboard's lists: which columns each kind of object has."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from stripe_sandbox.core.currencies import written
from stripe_sandbox.core.shapes import Obj
from stripe_sandbox.pages.web import moment

Cell = Callable[[Obj], Any]


@dataclass(frozen=True)
class Table:
    """One list of the dashboard."""

    kind: str
    title: str
    empty: str
    columns: tuple[tuple[str, Cell], ...]
    status: Cell = lambda obj: obj.get("status")


def money(field: str) -> Cell:
    return lambda obj: written(obj[field], obj["currency"])


def when(field: str) -> Cell:
    return lambda obj: moment(obj[field])


def plain(field: str) -> Cell:
    return lambda obj: obj[field] or "–"


def payer(obj: Obj) -> str:
    return str((obj["customer_details"] or {}).get("email") or obj["customer_email"] or "–")


def gift(obj: Obj) -> str:
    price = obj["items"]["data"][0]["price"]
    total = sum(entry["price"]["unit_amount"] * entry["quantity"] for entry in obj["items"]["data"])
    return f"{written(total, obj['currency'])} / {price['recurring']['interval']}"


def about(event: Obj) -> str:
    return str(event["data"]["object"].get("id", "–"))


TABLES = {
    "sessions": Table(
        "checkout.session",
        "Checkout sessions",
        "No session yet. One appears as soon as the site sends a donor here.",
        (("Amount", money("amount_total")), ("Mode", plain("mode")), ("Payer", payer), ("Created", when("created"))),
    ),
    "payments": Table(
        "payment_intent",
        "Payments",
        "No payment yet.",
        (("Amount", money("amount")), ("Description", plain("description")), ("Created", when("created"))),
    ),
    "subscriptions": Table(
        "subscription",
        "Subscriptions",
        "No subscription yet.",
        (("Gift", gift), ("Customer", plain("customer")), ("Started", when("start_date"))),
    ),
    "invoices": Table(
        "invoice",
        "Invoices",
        "No invoice yet.",
        (("Amount", money("total")), ("Number", plain("number")), ("Reason", plain("billing_reason")),
         ("Created", when("created"))),
    ),
    "refunds": Table(
        "refund",
        "Refunds",
        "No refund yet. Open a payment to make one.",
        (("Amount", money("amount")), ("Reason", plain("reason")), ("Created", when("created"))),
    ),
    "disputes": Table(
        "dispute",
        "Disputes",
        "No dispute yet. Open a payment to start one.",
        (("Amount", money("amount")), ("Reason", plain("reason")), ("Created", when("created"))),
    ),
    "payouts": Table(
        "payout",
        "Payouts",
        "No payout yet.",
        (("Amount", money("amount")), ("Arrival", when("arrival_date")), ("Created", when("created"))),
    ),
    "clocks": Table(
        "test_helpers.test_clock",
        "Clocks",
        "No test clock yet. Advancing a subscription makes one.",
        (("Name", plain("name")), ("Time", when("frozen_time")), ("Created", when("created"))),
    ),
    "events": Table(
        "event",
        "Events",
        "Nothing has happened yet.",
        (("Type", plain("type")), ("About", about), ("Created", when("created"))),
        status=lambda obj: "waiting" if obj["pending_webhooks"] else "sent",
    ),
}  # fmt: skip
