"""What we ask Stripe to do, as the parameters of its API (version 2026-10-28.endive)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hope.giving.models import Checkout
from hope.giving.pledge import Interval, lines_from_json
from hope.giving.shapes import REFERENCE, REQUEST
from hope.kernel.money import Money

Shape = dict[str, Any]
# What Stripe calls a subscription that charges nothing ever again.
OVER = ("canceled", "incomplete_expired")
API_VERSION = "2026-10-28.endive"


@dataclass(frozen=True)
class Change:
    """What a donor or staff want of a standing gift; what is None stays as it is."""

    ends_now: bool = False
    ends_after_period: bool | None = None
    paused: bool | None = None
    resumes_at: datetime | None = None
    total: Money | None = None
    # The next payment is on this day, and the later ones follow from it.
    next_at: datetime | None = None
    # What Stripe calls it from now on, where it becomes a gift for something else.
    named: str = ""


def session_params(checkout: Checkout, thanks_url: str, cancelled_url: str) -> Shape:
    """Our row as a request for a checkout page; the reference goes where every later event can see it.

    Metadata does not travel by itself: the session's stays there, so payment and subscription get their own.
    """
    tag = {REFERENCE: checkout.reference}
    once = checkout.interval is Interval.ONCE
    closes = {"expires_at": int(checkout.expires_at.timestamp())} if checkout.expires_at else {}
    return {
        **closes,
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


def refund_params(payment_intent_id: str, total: Money, reason: str, key: str) -> Shape:
    """A refund of a payment, in part or whole; Stripe knows three reasons, ours stay with us."""
    known = reason if reason in ("duplicate", "fraudulent") else "requested_by_customer"
    asked = {"payment_intent": payment_intent_id, "amount": total.amount, "reason": known}
    return asked | {"metadata": {REQUEST: key}}


def change_params(change: Change, current: Shape, product: str | None = None) -> Shape:
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
        params |= {"items": _repriced(current, change.total, product), "proration_behavior": "none"}
    if change.next_at:
        # Stripe's way to another day: nothing is owed until then, and the rhythm is counted from there.
        params |= {"trial_end": int(change.next_at.timestamp()), "proration_behavior": "none"}
    return params


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


def _line_items(checkout: Checkout) -> list[Shape]:
    """The lines and the cover; in a standing gift some of both may be for its first payment only."""
    items = [
        _line_item(
            f"{line.label}: {line.campaign_title}", line.unit, line.quantity, _rhythm(checkout, line.once)
        )
        for line in lines_from_json(checkout.lines)
    ]
    today, currency = checkout.cover_once_amount, checkout.total.currency
    for amount, once in ((checkout.cover_amount - today, False), (today, True)):
        if amount:
            cover = Money(amount, currency)
            items.append(_line_item("Towards the card fee", cover, 1, _rhythm(checkout, once)))
    return items


def _rhythm(checkout: Checkout, once: bool) -> Interval:
    return Interval.ONCE if once else checkout.interval


def _line_item(name: str, unit: Money, quantity: int, interval: Interval) -> Shape:
    price: Shape = {
        "currency": unit.currency.lower(),
        "unit_amount": unit.amount,
        "product_data": {"name": name[:250]},
    }
    if interval is not Interval.ONCE:
        price["recurring"] = {"interval": interval.value}
    return {"quantity": quantity, "price_data": price}


def _repriced(current: Shape, total: Money, product: str | None) -> list[Shape]:
    """The first item at the new amount, the others gone: one standing gift is one price from then on."""
    first, *others = current["items"]["data"]
    price = first["price"]
    data = {
        "currency": total.currency.lower(),
        "product": product or price["product"],
        "unit_amount": total.amount,
        "recurring": {"interval": price["recurring"]["interval"]},
    }
    gone = [{"id": item["id"], "deleted": True} for item in others]
    return [{"id": first["id"], "price_data": data, "quantity": 1}, *gone]
