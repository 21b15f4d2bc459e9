"""What we ask Stripe to do, as the parameters of its API (version 2026-10-28.endive)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hope.giving.models import Checkout
from hope.giving.pledge import Interval, lines_from_json
from hope.giving.shapes import REFERENCE
from hope.kernel.money import Money

Shape = dict[str, Any]
API_VERSION = "2026-10-28.endive"


@dataclass(frozen=True)
class Change:
    """What a donor or staff want of a standing gift; what is None stays as it is."""

    ends_now: bool = False
    ends_after_period: bool | None = None
    paused: bool | None = None
    resumes_at: datetime | None = None
    total: Money | None = None


def session_params(checkout: Checkout, thanks_url: str, cancelled_url: str) -> Shape:
    """Our row as a request for a checkout page; the reference goes where every later event can see it.

    Metadata does not travel by itself: the session's stays there, so payment and subscription get their own.
    """
    tag = {REFERENCE: checkout.reference}
    once = checkout.interval is Interval.ONCE
    return {
        "mode": "payment" if once else "subscription",
        "line_items": _line_items(checkout),
        "submit_type": "donate",
        "customer_email": checkout.giver_email,
        "client_reference_id": checkout.reference,
        "metadata": tag,
        "success_url": thanks_url,
        "cancel_url": cancelled_url,
        # The books stay in the currency that the donor chose to give in.
        "adaptive_pricing": {"enabled": False},
        "payment_intent_data" if once else "subscription_data": {"metadata": tag},
    }


def refund_params(payment_intent_id: str, total: Money, reason: str) -> Shape:
    """A refund of a payment, in part or whole; Stripe knows three reasons, ours stay with us."""
    known = reason if reason in ("duplicate", "fraudulent") else "requested_by_customer"
    return {"payment_intent": payment_intent_id, "amount": total.amount, "reason": known}


def change_params(change: Change, current: Shape) -> Shape:
    """The update of a subscription that brings about this change; nothing is charged before its next date."""
    params: Shape = {}
    if change.ends_after_period is not None:
        params["cancel_at_period_end"] = change.ends_after_period
    if change.paused is False:
        params["pause_collection"] = ""
    elif change.paused:
        pause: Shape = {"behavior": "void"}
        if change.resumes_at:
            pause["resumes_at"] = int(change.resumes_at.timestamp())
        params["pause_collection"] = pause
    if change.total:
        params |= {"items": _repriced(current, change.total), "proration_behavior": "none"}
    return params


def setup(
    v1: Any, ask: Callable[..., Shape], webhook_url: str, kinds: list[str], return_url: str
) -> list[str]:
    """Make the webhook endpoint and the portal what this version needs; says, line by line, what it did."""
    return [*_setup_webhook(v1, ask, webhook_url, kinds), *_setup_portal(v1, ask, return_url)]


def _setup_webhook(v1: Any, ask: Callable[..., Shape], url: str, kinds: list[str]) -> list[str]:
    found = ask(v1.webhook_endpoints.list, {"limit": 100})["data"]
    ours = [endpoint for endpoint in found if endpoint["url"] == url]
    if not ours:
        made = ask(
            v1.webhook_endpoints.create, {"url": url, "enabled_events": kinds, "api_version": API_VERSION}
        )
        return [f"webhook: made for {url}", f"webhook: set STRIPE_WEBHOOK_SECRET={made['secret']}"]
    endpoint = ours[0]
    lines = []
    if endpoint.get("api_version") not in (API_VERSION, None):
        lines.append(
            f"webhook: speaks {endpoint['api_version']}, which cannot be changed; delete it and run this again"
        )
    if "*" not in endpoint["enabled_events"] and set(endpoint["enabled_events"]) != set(kinds):
        ask(v1.webhook_endpoints.update, endpoint["id"], {"enabled_events": kinds})
        return [*lines, "webhook: brought its list of events up to date"]
    return [*lines, "webhook: nothing to change"]


def portal_params(customer_id: str, return_url: str, configuration: Shape | None) -> Shape:
    """A visit to Stripe's page for a new card, and straight back: the link in a mail shows no past payments."""
    params: Shape = {
        "customer": customer_id,
        "return_url": return_url,
        "flow_data": {
            "type": "payment_method_update",
            "after_completion": {"type": "redirect", "redirect": {"return_url": return_url}},
        },
    }
    return params | ({"configuration": configuration["id"]} if configuration else {})


def portal_configuration(v1: Any, ask: Callable[..., Shape]) -> Shape | None:
    """The portal settings that `setup` made; without them Stripe uses those saved in its dashboard."""
    found = ask(v1.billing_portal.configurations.list, {"active": True, "limit": 100})["data"]
    return next((one for one in found if (one.get("metadata") or {}).get("hope") == "portal"), None)


def _setup_portal(v1: Any, ask: Callable[..., Shape], return_url: str) -> list[str]:
    features = {"payment_method_update": {"enabled": True}, "invoice_history": {"enabled": True}}
    ours = portal_configuration(v1, ask)
    if ours and all(ours["features"][name]["enabled"] for name in features):
        return ["portal: nothing to change"]
    if ours:
        ask(v1.billing_portal.configurations.update, ours["id"], {"features": features})
        return ["portal: switched on new cards and past payments"]
    settings = {"features": features, "default_return_url": return_url, "metadata": {"hope": "portal"}}
    ask(v1.billing_portal.configurations.create, settings)
    return ["portal: made"]


def _line_items(checkout: Checkout) -> list[Shape]:
    items = [
        _line_item(f"{line.label}: {line.campaign_title}", line.unit, line.quantity, checkout.interval)
        for line in lines_from_json(checkout.lines)
    ]
    if checkout.cover_amount:
        cover = Money(checkout.cover_amount, checkout.total.currency)
        items.append(_line_item("Towards the card fee", cover, 1, checkout.interval))
    return items


def _line_item(name: str, unit: Money, quantity: int, interval: Interval) -> Shape:
    price: Shape = {
        "currency": unit.currency.lower(),
        "unit_amount": unit.amount,
        "product_data": {"name": name[:250]},
    }
    if interval is not Interval.ONCE:
        price["recurring"] = {"interval": interval.value}
    return {"quantity": quantity, "price_data": price}


def _repriced(current: Shape, total: Money) -> list[Shape]:
    """The first item at the new amount, the others gone: one standing gift is one price from then on."""
    first, *others = current["items"]["data"]
    price = first["price"]
    data = {
        "currency": total.currency.lower(),
        "product": price["product"],
        "unit_amount": total.amount,
        "recurring": {"interval": price["recurring"]["interval"]},
    }
    gone = [{"id": item["id"], "deleted": True} for item in others]
    return [{"id": first["id"], "price_data": data, "quantity": 1}, *gone]
