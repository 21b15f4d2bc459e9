"""A new period: announced, invoiced, and collected."""

from stripe_sandbox.core import ids
from stripe_sandbox.core.desk import Desk
from stripe_sandbox.core.shapes import Obj
from stripe_sandbox.objects import collecting, ending, invoices, subscriptions

HOUR = 3600
LIVING = ("active", "past_due", "trialing", "unpaid")


def announce(desk: Desk, id: str) -> None:
    """Say some days ahead that an invoice will come; it has no lasting id yet."""
    subscription = desk.load("subscription", id)
    start, end = subscriptions.period(subscription)
    if subscription["status"] not in LIVING or subscription["cancel_at"]:
        return
    if not max(start, end - subscriptions.UPCOMING) <= desk.now < end:
        return  # another day was chosen meanwhile
    preview = invoices.preview(desk, subscription, (start, end))
    desk.emit("invoice.upcoming", preview | {"id": "upcoming_" + ids.fresh("invoice")})


def renew(desk: Desk, id: str) -> None:
    """The period is over: the subscription ends, or the next period begins with an invoice."""
    subscription = desk.load("subscription", id)
    start, end = subscriptions.period(subscription)
    if subscription["status"] not in LIVING or end != desk.now:
        return
    if subscription["cancel_at"] is not None and subscription["cancel_at"] <= desk.now:
        ending.end(desk, subscription, "cancellation_requested")
        return
    before = {"items": subscription["items"]}
    if subscription["status"] == "trialing":
        before["status"] = "trialing"
        desk.save(subscription, status="active")
    subscriptions.roll(desk, subscription, desk.now)
    invoice = bill(desk, subscription, "subscription_cycle", (start, end))
    before["latest_invoice"] = subscription["latest_invoice"]
    desk.save(subscription, latest_invoice=invoice["id"])
    desk.emit("customer.subscription.updated", subscription, before)
    desk.emit("invoice.created", invoice)


def bill(desk: Desk, subscription: Obj, reason: str, period: tuple[int, int]) -> Obj:
    """A draft for the period that begins, finalized an hour later unless collection is paused for keeping drafts."""
    paused = subscription["pause_collection"]
    held = subscription["status"] == "unpaid" or (paused and paused["behavior"] == "keep_as_draft")
    finalizes = None if held else desk.now + HOUR
    invoice = invoices.draft(
        desk,
        subscription,
        reason,
        period,
        told=False,
        auto_advance=not held,
        automatically_finalizes_at=finalizes,
    )
    if finalizes:
        desk.later(finalizes, "finalize_invoice", invoice["id"])
    return invoice


def finalize(desk: Desk, id: str) -> None:
    """The draft becomes an invoice; a paused subscription's is voided or written off, others are collected."""
    invoice = desk.load("invoice", id)
    if invoice["status"] != "draft" or not invoice["auto_advance"]:
        return
    subscription = collecting.subscription_of(desk, invoice)
    paused = subscription["pause_collection"]
    invoices.finalize(desk, invoice)
    if paused and paused["behavior"] == "void":
        invoices.void(desk, invoice)
    elif paused:
        invoices.write_off(desk, invoice)
    else:
        collecting.collect(desk, invoice)


def resume_collection(desk: Desk, id: str) -> None:
    """The date until which collection was paused has come."""
    subscription = desk.load("subscription", id)
    paused = subscription["pause_collection"]
    if subscription["status"] != "canceled" and paused and paused["resumes_at"] == desk.now:
        desk.change(subscription, "customer.subscription.updated", pause_collection=None)


def catch_up(desk: Desk, subscription: Obj) -> None:
    """A subscription that slept through its period's end takes up its old rhythm with the period that runs now."""
    start = subscriptions.period(subscription)[1]
    while True:
        subscriptions.roll(desk, subscription, start)
        if subscriptions.period(subscription)[1] > desk.now:
            return
        start = subscriptions.period(subscription)[1]
