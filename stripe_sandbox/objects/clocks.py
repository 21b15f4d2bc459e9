"""Test clocks: time that a test moves."""

from stripe_sandbox.core.desk import Desk
from stripe_sandbox.core.errors import invalid
from stripe_sandbox.core.shapes import Obj
from stripe_sandbox.objects import ending
from stripe_sandbox.objects.subscriptions import period
from stripe_sandbox.objects.works import run_due

DAY = 86400
# Long enough for the invoice's hour as a draft, and for its first attempt.
AFTERWARDS = 2 * 3600
MOVED = """
UPDATE jobs SET clock = ? WHERE target IN (
    SELECT id FROM objects WHERE kind IN ('subscription', 'invoice', 'payment_intent')
    AND json_extract(body, '$.customer') = ?)
"""


def make(desk: Desk, frozen_time: int, name: str | None) -> Obj:
    """A clock that stands still until it is advanced."""
    clock = desk.make(
        "test_helpers.test_clock",
        created=desk.now,
        deletes_after=desk.now + 30 * DAY,
        frozen_time=frozen_time,
        name=name,
        status="ready",
        livemode=False,
    )
    desk.emit("test_helpers.test_clock.created", clock)
    return clock


def advance(desk: Desk, clock: Obj, to: int) -> Obj:
    """Live through everything until this moment, in order."""
    if to <= clock["frozen_time"]:
        raise invalid("You can only advance a test clock to a time in the future.", "frozen_time")
    desk.save(clock, status="advancing", status_details={"advancing": {"target_frozen_time": to}})
    answered = dict(clock)
    desk.emit("test_helpers.test_clock.advancing", clock)
    run_due(desk.on_clock(clock["id"]), to)
    desk.save(clock, frozen_time=to, status="ready", status_details={})
    desk.emit("test_helpers.test_clock.ready", clock)
    return answered


def adopt(desk: Desk, customer: Obj) -> Obj:
    """Let a customer who lived by everybody's time live by a clock of their own from now on."""
    if customer.get("test_clock"):
        return desk.load("test_helpers.test_clock", customer["test_clock"])
    clock = make(desk, desk.now, f"Clock of {customer['email'] or customer['id']}")
    desk.save(customer, test_clock=clock["id"])
    for kind in ("subscription", "invoice"):
        for obj in desk.find(kind, customer=customer["id"]):
            desk.save(obj, test_clock=clock["id"])
    desk.store.execute(MOVED, clock["id"], customer["id"])
    return clock


def advance_subscription(desk: Desk, subscription: Obj, days: int | None = None) -> Obj:
    """Live through the subscription's running period, or so many days, on its customer's own clock."""
    clock = adopt(desk, desk.load("customer", subscription["customer"]))
    boundary = max(period(subscription)[1] + AFTERWARDS, clock["frozen_time"] + 1)
    return advance(desk, clock, boundary if days is None else clock["frozen_time"] + days * DAY)


def delete(desk: Desk, clock: Obj) -> None:
    """Remove a clock with the customers who live by it and their subscriptions."""
    here = desk.on_clock(clock["id"])
    for customer in here.find("customer", test_clock=clock["id"]):
        ending.forget(here, customer)
    desk.store.execute("DELETE FROM jobs WHERE clock = ?", clock["id"])
    desk.store.remove(clock["id"])
    desk.emit("test_helpers.test_clock.deleted", clock)
