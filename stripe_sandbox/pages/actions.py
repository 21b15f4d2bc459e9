"""The dashboard's buttons: what can be done to an object now, and doing it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from stripe_sandbox.core.desk import Desk
from stripe_sandbox.core.shapes import Obj
from stripe_sandbox.objects import sessions, settling

Typed = dict[str, str]


@dataclass(frozen=True)
class Action:
    """A button, the fields beside it, when it is offered, and what it does."""

    kind: str
    name: str
    label: str
    offered: Callable[[Obj], bool]
    run: Callable[[Desk, Obj, Typed], Any]
    fields: tuple[tuple[str, str, tuple[str, ...]], ...] = ()


ACTIONS = [
    Action(
        "checkout.session",
        "expire",
        "Expire this session",
        lambda obj: obj["status"] == "open",
        lambda desk, obj, _: sessions.expire(desk, obj),
    ),
    Action(
        "payment_intent",
        "settle",
        "The bank pays",
        lambda obj: obj["status"] == "processing",
        lambda desk, obj, _: settling.settle(desk, obj),
    ),
    Action(
        "payment_intent",
        "bounce",
        "The bank refuses",
        lambda obj: obj["status"] == "processing",
        lambda desk, obj, _: settling.settle(desk, obj, "bank_insufficient_funds"),
    ),
]


def offered(obj: Obj) -> list[Action]:
    """The buttons for an object as it is now."""
    return [action for action in ACTIONS if action.kind == obj["object"] and action.offered(obj)]


def named(kind: str, name: str) -> Action | None:
    """The action of this name for this kind of object."""
    return next((action for action in ACTIONS if (action.kind, action.name) == (kind, name)), None)
