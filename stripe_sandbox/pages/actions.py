"""What the dashboard's buttons, and tests, can make happen to an object."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from stripe_sandbox.core.desk import Desk
from stripe_sandbox.core.errors import invalid
from stripe_sandbox.core.shapes import Obj
from stripe_sandbox.objects import (
    clocks,
    collecting,
    disputes,
    ending,
    invoices,
    payouts,
    refunds,
    sessions,
    settling,
)

Typed = dict[str, str]
Field = tuple[str, str, tuple[str, ...]]
ACTIONS: dict[tuple[str, str], "Action"] = {}


@dataclass(frozen=True)
class Action:
    """A button: its words, the fields beside it, when it is offered, and what it does."""

    name: str
    label: str
    offered: Callable[[Obj], bool]
    fields: tuple[Field, ...]
    run: Callable[[Desk, Obj, Typed], Any]


def action(
    kind: str, label: str, offered: Callable[[Obj], bool], *fields: Field
) -> Callable[[Callable[[Desk, Obj, Typed], Any]], Callable[[Desk, Obj, Typed], Any]]:
    """Offer the decorated function for this kind of object."""

    def remember(run: Callable[[Desk, Obj, Typed], Any]) -> Callable[[Desk, Obj, Typed], Any]:
        name = run.__name__
        ACTIONS[kind, name] = Action(name, label, offered, fields, run)
        return run

    return remember


def offered(obj: Obj) -> list[Action]:
    """The buttons for an object as it is now."""
    return [found for (kind, _), found in ACTIONS.items() if kind == obj["object"] and found.offered(obj)]


def perform(desk: Desk, obj: Obj, name: str, typed: Typed) -> None:
    """Press one of its buttons, on the object's own time."""
    found = ACTIONS.get((obj["object"], name))
    if found is None:
        raise invalid(f"There is no action {name} for this object.", "action")
    clock = obj.get("test_clock") or obj.get("_clock")
    found.run(desk.on_clock(clock if isinstance(clock, str) else None), obj, typed)


def number(typed: Typed, name: str) -> int | None:
    """A whole number that was typed, or None for nothing."""
    text = str(typed.get(name, "")).strip()
    if not text:
        return None
    if not text.isdecimal() or not text.isascii():
        raise invalid(f"{name} must be a whole number.", name)
    return int(text)


def is_(*states: str) -> Callable[[Obj], bool]:
    return lambda obj: obj["status"] in states


def charge_of(desk: Desk, intent: Obj) -> Obj:
    return desk.load("charge", intent["latest_charge"] or "")


@action("checkout.session", "Expire this session", is_("open"))
def expire(desk: Desk, obj: Obj, typed: Typed) -> Any:
    return sessions.expire(desk, obj)


@action("payment_intent", "The bank pays", is_("processing"))
def settle(desk: Desk, obj: Obj, typed: Typed) -> Any:
    return settling.settle(desk, obj)


@action("payment_intent", "The bank refuses", is_("processing"))
def bounce(desk: Desk, obj: Obj, typed: Typed) -> Any:
    return settling.settle(desk, obj, "bank_insufficient_funds")


@action("payment_intent", "Refund", is_("succeeded"), ("amount", "Amount in minor units (empty: all)", ()))
def refund(desk: Desk, obj: Obj, typed: Typed) -> Any:
    amount = number(typed, "amount")
    return refunds.make(desk, {"payment_intent": obj["id"]} | ({"amount": amount} if amount else {}))


@action("payment_intent", "Open a dispute", is_("succeeded"), ("reason", "Reason", disputes.REASONS))
def dispute(desk: Desk, obj: Obj, typed: Typed) -> Any:
    return disputes.make(desk, charge_of(desk, obj), typed.get("reason", "fraudulent"))


@action("payment_intent", "Open an inquiry", is_("succeeded"))
def inquire(desk: Desk, obj: Obj, typed: Typed) -> Any:
    return disputes.make(desk, charge_of(desk, obj), "general", inquiry=True)


@action("payment_intent", "Warn of fraud", is_("succeeded"))
def warn(desk: Desk, obj: Obj, typed: Typed) -> Any:
    return disputes.warn(desk, charge_of(desk, obj))


@action("refund", "The refund arrives", is_("pending"))
def arrive(desk: Desk, obj: Obj, typed: Typed) -> Any:
    return refunds.succeed(desk, obj)


@action("refund", "The refund fails", is_("pending", "succeeded"))
def fail(desk: Desk, obj: Obj, typed: Typed) -> Any:
    return refunds.fail(desk, obj)


@action("dispute", "The charity wins", is_(*disputes.OPEN))
def win(desk: Desk, obj: Obj, typed: Typed) -> Any:
    return disputes.decide(desk, obj, won=True)


@action("dispute", "The charity loses", is_(*disputes.OPEN))
def lose(desk: Desk, obj: Obj, typed: Typed) -> Any:
    return disputes.decide(desk, obj, won=False)


@action("payout", "The bank sends it back", is_("paid", "in_transit"))
def send_back(desk: Desk, obj: Obj, typed: Typed) -> Any:
    return payouts.fail(desk, obj)


@action(
    "subscription",
    "Advance the time",
    lambda obj: obj["status"] != "canceled",
    ("days", "Days (empty: to the next period)", ()),
)
def advance(desk: Desk, obj: Obj, typed: Typed) -> Any:
    return clocks.advance_subscription(desk, obj, number(typed, "days"))


@action(
    "subscription",
    "Let the next attempts fail",
    lambda obj: obj["status"] != "canceled",
    ("times", "How many (empty: one)", ()),
)
def fail_next(desk: Desk, obj: Obj, typed: Typed) -> Any:
    times = number(typed, "times")
    return desk.save(obj, _fail_next=1 if times is None else times)


@action("subscription", "Cancel now", lambda obj: obj["status"] != "canceled")
def cancel(desk: Desk, obj: Obj, typed: Typed) -> Any:
    return ending.end(desk, obj, "cancellation_requested")


@action("invoice", "Try to collect now", is_("open"))
def collect(desk: Desk, obj: Obj, typed: Typed) -> Any:
    return collecting.collect(desk, obj)


@action("invoice", "Void", is_("open"))
def void(desk: Desk, obj: Obj, typed: Typed) -> Any:
    return invoices.void(desk, obj)


@action("test_helpers.test_clock", "Advance", is_("ready"), ("days", "Days", ()))
def advance_clock(desk: Desk, obj: Obj, typed: Typed) -> Any:
    days = number(typed, "days") or 1
    return clocks.advance(desk, obj, obj["frozen_time"] + days * clocks.DAY)
