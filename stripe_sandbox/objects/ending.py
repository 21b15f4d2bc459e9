"""How subscriptions end: now, at a date, at the end of the period, or because payments fail."""

from stripe_sandbox.core.desk import Desk
from stripe_sandbox.core.shapes import Obj
from stripe_sandbox.objects import customers
from stripe_sandbox.objects.subscriptions import period


def end(desk: Desk, subscription: Obj, reason: str, comment: Obj | None = None) -> Obj:
    """It is over from now on."""
    details = subscription["cancellation_details"] | (comment or {}) | {"reason": reason}
    desk.save(
        subscription,
        status="canceled",
        canceled_at=subscription["canceled_at"] or desk.now,
        ended_at=desk.now,
        cancellation_details=details,
    )
    desk.emit("customer.subscription.deleted", subscription)
    for invoice in desk.find("invoice", parent__subscription_details__subscription=subscription["id"]):
        if invoice["status"] in ("draft", "open"):
            desk.save(invoice, auto_advance=False, next_payment_attempt=None, automatically_finalizes_at=None)
    return subscription


def end_when_due(desk: Desk, id: str) -> None:
    """The date that was asked for has come."""
    subscription = desk.load("subscription", id)
    if subscription["status"] != "canceled" and subscription["cancel_at"] == desk.now:
        end(desk, subscription, "cancellation_requested")


def forget(desk: Desk, customer: Obj) -> None:
    """Forget a customer; running subscriptions end."""
    for subscription in desk.find("subscription", customer=customer["id"]):
        if subscription["status"] != "canceled":
            end(desk, subscription, "cancellation_requested")
    customers.delete(desk, customer)


def planned(desk: Desk, subscription: Obj, at: int | None, at_period_end: bool, comment: Obj) -> Obj:
    """The fields of a subscription that is to end, or not any more."""
    details = subscription["cancellation_details"] | comment
    if at is None:
        none: Obj = {"cancel_at": None, "cancel_at_period_end": False, "canceled_at": None}
        return none | {"cancellation_details": details | {"reason": None}}
    if at != period(subscription)[1]:
        desk.later(at, "end_subscription", subscription["id"])
    return {
        "cancel_at": at,
        "cancel_at_period_end": at_period_end,
        "canceled_at": desk.now,
        "cancellation_details": details | {"reason": "cancellation_requested"},
    }
