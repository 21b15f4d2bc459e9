"""Calls that only look: retrieve one, list many."""

from typing import Any

from stripe_sandbox.core import query
from stripe_sandbox.core.desk import Desk
from stripe_sandbox.core.errors import invalid
from stripe_sandbox.core.shapes import Obj, listing
from stripe_sandbox.wire.endpoint import Calls
from stripe_sandbox.wire.lists import by_fields, listed

calls = Calls()
RETRIEVED = {
    "balance_transactions": "balance_transaction",
    "billing_portal/configurations": "billing_portal.configuration",
    "charges": "charge",
    "checkout/sessions": "checkout.session",
    "customers": "customer",
    "disputes": "dispute",
    "events": "event",
    "invoice_payments": "invoice_payment",
    "invoices": "invoice",
    "payment_intents": "payment_intent",
    "payment_methods": "payment_method",
    "payouts": "payout",
    "prices": "price",
    "products": "product",
    "refunds": "refund",
    "subscriptions": "subscription",
    "test_helpers/test_clocks": "test_helpers.test_clock",
    "webhook_endpoints": "webhook_endpoint",
}
LISTED_ELSEWHERE = {"balance_transactions", "events", "subscriptions"}
RENAMED = {
    "invoices": {"subscription": "parent.subscription_details.subscription"},
}


def retrieve(kind: str) -> Any:
    def work(desk: Desk, params: dict[str, Any], id: str) -> Obj:
        found = desk.load(kind, id)
        if found.get("_deleted"):
            return {"id": id, "object": kind, "deleted": True}
        return found

    return work


def list_all(kind: str, path: str) -> Any:
    def work(desk: Desk, params: dict[str, Any]) -> Obj:
        wanted = by_fields(kind, params, RENAMED.get(path))
        if kind == "customer":
            wanted.where["_deleted"] = False
        return listed(desk, wanted, params, f"/v1/{path}")

    return work


for _path, _kind in RETRIEVED.items():
    calls.on("GET", f"/v1/{_path}/{{id}}")(retrieve(_kind))
    if _path not in LISTED_ELSEWHERE:
        calls.on("GET", f"/v1/{_path}")(list_all(_kind, _path))


@calls.on("GET", "/v1/balance_transactions")
def list_movements(desk: Desk, params: dict[str, Any]) -> Obj:
    """Movements of money, those of one payout where Stripe itself chose what it carries."""
    if "payout" in params and not desk.load("payout", params["payout"], "payout")["automatic"]:
        words = "Balance transaction history can only be filtered on automatic payouts, not manual."
        raise invalid(words, "payout")
    wanted = by_fields("balance_transaction", params, {"payout": "_payout"})
    return listed(desk, wanted, params, "/v1/balance_transactions")


@calls.on("GET", "/v1/events")
def list_events(desk: Desk, params: dict[str, Any]) -> Obj:
    """Events, by type or by whether every endpoint has them."""
    wanted = query.Query("event")
    for name in ("type", "types"):
        if name in params:
            wanted.among["type"] = [params[name]] if name == "type" else params[name]
    if isinstance(params.get("created"), dict):
        wanted.ranges["created"] = params["created"]
    if "delivery_success" in params:
        wanted.ranges["pending_webhooks"] = {"lte": 0} if params["delivery_success"] else {"gt": 0}
    return listed(desk, wanted, params, "/v1/events")


@calls.on("GET", "/v1/subscriptions")
def list_subscriptions(desk: Desk, params: dict[str, Any]) -> Obj:
    """Subscriptions; cancelled ones only when asked for."""
    status = params.pop("status", None)
    wanted = by_fields(
        "subscription", params, {"price": "items.data[0].price.id", "plan": "items.data[0].plan.id"}
    )
    if status == "ended":
        wanted.among["status"] = ["canceled", "incomplete_expired"]
    elif status and status != "all":
        wanted.where["status"] = status
    elif not status:
        wanted.among["status"] = ["active", "incomplete", "past_due", "paused", "trialing", "unpaid"]
    return listed(desk, wanted, params, "/v1/subscriptions")


@calls.on("GET", "/v1/subscription_items")
def list_items(desk: Desk, params: dict[str, Any]) -> Obj:
    """The items of one subscription."""
    subscription = desk.load("subscription", params["subscription"], "subscription")
    return listing(subscription["items"]["data"], "/v1/subscription_items")


@calls.on("GET", "/v1/customers/{id}/payment_methods")
def list_methods(desk: Desk, params: dict[str, Any], id: str) -> Obj:
    """A customer's payment methods."""
    desk.load("customer", id)
    wanted = by_fields("payment_method", {**params, "customer": id})
    return listed(desk, wanted, params, f"/v1/customers/{id}/payment_methods")


@calls.on("GET", "/v1/invoices/{id}/lines")
def list_lines(desk: Desk, params: dict[str, Any], id: str) -> Obj:
    """An invoice's lines."""
    return dict(desk.load("invoice", id)["lines"])
