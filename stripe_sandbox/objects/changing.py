"""Changes that a subscription can take: amount, card, day, pause, end."""

from typing import Any

from stripe_sandbox.core.desk import Desk
from stripe_sandbox.core.errors import invalid, missing
from stripe_sandbox.core.shapes import Obj
from stripe_sandbox.objects import collecting, ending, invoices, renewing, subscriptions, trials
from stripe_sandbox.objects.customers import merged
from stripe_sandbox.objects.prices import as_plan, make_price

KNOWN = {
    "cancel_at", "cancel_at_period_end", "cancellation_details", "default_payment_method", "description", "items",
    "metadata", "off_session", "pause_collection", "payment_behavior", "payment_settings", "proration_behavior",
    "trial_end",
}  # fmt: skip


def update(desk: Desk, subscription: Obj, params: dict[str, Any]) -> Obj:
    """Change a subscription; only what this sandbox can follow through is taken."""
    strange = sorted(params.keys() - KNOWN)
    if strange:
        raise invalid(f"This sandbox cannot change {strange[0]} of a subscription.", strange[0])
    if subscription["status"] == "canceled":
        raise invalid("A canceled subscription can only update its cancellation_details and metadata.")
    changes: Obj = {}
    if "metadata" in params:
        changes["metadata"] = merged(subscription["metadata"], params["metadata"])
    if "description" in params:
        changes["description"] = params["description"] or None
    if "default_payment_method" in params:
        method = desk.load("payment_method", params["default_payment_method"], "default_payment_method")
        changes["default_payment_method"] = method["id"]
    if "items" in params:
        changes["items"] = changed_items(desk, subscription, params)
    if "pause_collection" in params:
        changes["pause_collection"] = pause(desk, subscription, params["pause_collection"])
    if "trial_end" in params:
        changes |= trials.begin(desk, subscription | changes, params)
    changes |= changed_end(desk, subscription, params)
    return desk.change(subscription, "customer.subscription.updated", **changes)


def changed_items(desk: Desk, subscription: Obj, params: dict[str, Any]) -> Obj:
    """New prices for the items that are named; the rhythm stays and nothing is prorated."""
    if params.get("proration_behavior") != "none":
        raise invalid("This sandbox does not prorate: pass proration_behavior=none.", "proration_behavior")
    entries = {entry["id"]: dict(entry) for entry in subscription["items"]["data"]}
    for place, asked in enumerate(params["items"]):
        entry = entries.get(asked.get("id", ""))
        if entry is None:
            raise missing("subscription_item", asked.get("id", ""), f"items[{place}][id]")
        if asked.get("deleted"):
            del entries[entry["id"]]
            continue
        price = new_price(desk, asked, f"items[{place}]") or entry["price"]
        if price["recurring"] is None or price["currency"] != subscription["currency"]:
            raise invalid(
                "The price must be recurring and in the subscription's currency.", f"items[{place}]"
            )
        rhythm = (price["recurring"]["interval"], price["recurring"]["interval_count"])
        if rhythm != subscriptions.rhythm(subscription):
            raise invalid("This sandbox does not change the billing interval.", f"items[{place}]")
        entry |= {
            "price": price,
            "plan": as_plan(price),
            "quantity": asked.get("quantity", entry["quantity"]),
        }
        entry["metadata"] = merged(entry["metadata"], asked.get("metadata", {}) or {})
        entries[entry["id"]] = entry
    if not entries:
        raise invalid("A subscription must have at least one active item.", "items")
    return {**subscription["items"], "data": list(entries.values())}


def new_price(desk: Desk, asked: dict[str, Any], at: str) -> Obj | None:
    if "price_data" in asked:
        return make_price(desk, asked["price_data"], f"{at}[price_data]", active=False)
    return desk.load("price", asked["price"], f"{at}[price]") if "price" in asked else None


def pause(desk: Desk, subscription: Obj, asked: Any) -> Obj | None:
    """Pause collection until a date or until further notice; an empty value ends the pause."""
    if not asked:
        return None
    resumes = asked.get("resumes_at")
    if resumes is not None:
        if resumes <= desk.now:
            raise invalid("resumes_at must be in the future.", "pause_collection[resumes_at]")
        desk.later(resumes, "resume_collection", subscription["id"])
    return {"behavior": asked["behavior"], "resumes_at": resumes}


def changed_end(desk: Desk, subscription: Obj, params: dict[str, Any]) -> Obj:
    """When the subscription is to end, if that is asked for."""
    comment = {key: value or None for key, value in params.get("cancellation_details", {}).items()}
    if "cancel_at" in params and "cancel_at_period_end" in params:
        raise invalid(
            "You may only specify one of these parameters: cancel_at, cancel_at_period_end.", "cancel_at"
        )
    boundary = subscriptions.period(subscription)[1]
    if "cancel_at_period_end" in params:
        at = boundary if params["cancel_at_period_end"] else None
        return ending.planned(desk, subscription, at, params["cancel_at_period_end"], comment)
    if "cancel_at" in params:
        asked = params["cancel_at"]
        at = None if asked == "" else boundary if isinstance(asked, str) else asked
        if at is not None and at <= desk.now:
            raise invalid("cancel_at must be in the future.", "cancel_at")
        return ending.planned(desk, subscription, at, False, comment)
    return {"cancellation_details": subscription["cancellation_details"] | comment} if comment else {}


def halt(desk: Desk, subscription: Obj) -> Obj:
    """Pause the subscription itself: no period runs and nothing is invoiced until it is resumed."""
    if subscription["status"] not in ("active", "past_due"):
        raise invalid(f"A subscription that is {subscription['status']} cannot be paused.")
    cause = {"subscription": {"type": "pause_requested"}, "transitioned_at": desk.now, "type": "subscription"}
    before = {"status": subscription["status"]}
    desk.save(subscription, status="paused", status_details={"paused": cause})
    desk.emit("customer.subscription.paused", subscription, before)
    desk.emit("customer.subscription.updated", subscription, before)
    return subscription


def resume(desk: Desk, subscription: Obj, params: dict[str, Any]) -> Obj:
    """Begin again, with a new period from now unless the old rhythm is to stay."""
    if subscription["status"] != "paused":
        raise invalid("Only a paused subscription can be resumed.", code="subscription_not_paused")
    subscription.pop("status_details", None)
    before = {"status": "paused"}
    desk.save(subscription, status="active")
    if params.get("billing_cycle_anchor", {}).get("type", "now") == "now":
        desk.save(subscription, billing_cycle_anchor=desk.now)
        subscriptions.roll(desk, subscription, desk.now)
        invoice = invoices.draft(
            desk, subscription, "subscription_update", (desk.now, desk.now), auto_advance=True
        )
        desk.save(subscription, latest_invoice=invoice["id"])
        collecting.collect(desk, invoices.finalize(desk, invoice))
    elif subscriptions.period(subscription)[1] <= desk.now:
        renewing.catch_up(desk, subscription)
    subscription = desk.load("subscription", subscription["id"])
    desk.emit("customer.subscription.resumed", subscription, before)
    desk.emit("customer.subscription.updated", subscription, before)
    return subscription
