"""Subscriptions: a standing gift and its periods."""

from typing import Any

from stripe_sandbox.core import ids
from stripe_sandbox.core.calendar import next_end
from stripe_sandbox.core.desk import Desk
from stripe_sandbox.core.shapes import Obj, blank, listing
from stripe_sandbox.objects.prices import as_plan

SETTINGS = {
    "payment_method_options": None,
    "payment_method_types": None,
    "save_default_payment_method": "off",
}
UPCOMING = 7 * 86400


def make(desk: Desk, customer: str, prices: list[tuple[Obj, int]], method: str, asked: dict[str, Any]) -> Obj:
    """A subscription that starts now."""
    subscription = desk.make(
        "subscription",
        customer=customer,
        billing_cycle_anchor=desk.now,
        billing_mode={"flexible": {"proration_discounts": "included"}, "type": "flexible"},
        cancellation_details=dict.fromkeys(("comment", "feedback", "feedback_option", "reason")),
        currency=prices[0][0]["currency"],
        default_payment_method=method,
        default_tax_rates=[],
        description=asked.get("description"),
        metadata=asked.get("metadata", {}),
        payment_settings=dict(SETTINGS),
        start_date=desk.now,
        status="active",
        test_clock=desk.clock,
        trial_settings={
            "end_behavior": {"billing_cycle_anchor": "unchanged", "missing_payment_method": "create_invoice"}
        },
        _fail_next=0,
    )
    made = [item(desk, subscription["id"], price, quantity) for price, quantity in prices]
    desk.save(subscription, items=listing(made, f"/v1/subscription_items?subscription={subscription['id']}"))
    roll(desk, subscription, desk.now)
    return subscription


def item(desk: Desk, subscription: str, price: Obj, quantity: int) -> Obj:
    return blank(
        "subscription_item",
        id=ids.fresh("subscription_item"),
        created=desk.now,
        plan=as_plan(price),
        price=price,
        quantity=quantity,
        subscription=subscription,
        tax_rates=[],
    )


def roll(desk: Desk, subscription: Obj, start: int) -> None:
    """Begin the period that starts at this moment and plan what comes at its end."""
    end = next_end(subscription["billing_cycle_anchor"], *rhythm(subscription), start)
    entries = [
        e | {"current_period_start": start, "current_period_end": end} for e in subscription["items"]["data"]
    ]
    desk.save(subscription, items=subscription["items"] | {"data": entries})
    desk.later(max(start, end - UPCOMING), "announce_invoice", subscription["id"])
    desk.later(end, "renew", subscription["id"])


def rhythm(subscription: Obj) -> tuple[str, int]:
    recurring = subscription["items"]["data"][0]["price"]["recurring"]
    return recurring["interval"], recurring["interval_count"]


def period(subscription: Obj) -> tuple[int, int]:
    """The running period."""
    first = subscription["items"]["data"][0]
    return first["current_period_start"], first["current_period_end"]
