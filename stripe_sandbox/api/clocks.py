"""Test clocks."""

from typing import Any

from stripe_sandbox.core.desk import Desk
from stripe_sandbox.core.shapes import Obj
from stripe_sandbox.objects import clocks
from stripe_sandbox.wire.endpoint import Calls

calls = Calls()
PATH = "/v1/test_helpers/test_clocks"


@calls.on("POST", PATH)
def create(desk: Desk, params: dict[str, Any]) -> Obj:
    """A new clock."""
    return clocks.make(desk, params["frozen_time"], params.get("name"))


@calls.on("POST", PATH + "/{id}/advance")
def advance(desk: Desk, params: dict[str, Any], id: str) -> Obj:
    """Move a clock forward; everything due on the way has happened when this answers."""
    return clocks.advance(desk, desk.load("test_helpers.test_clock", id), params["frozen_time"])


@calls.on("DELETE", PATH + "/{id}")
def delete(desk: Desk, params: dict[str, Any], id: str) -> Obj:
    """Remove a clock and who lives by it."""
    clocks.delete(desk, desk.load("test_helpers.test_clock", id))
    return {"id": id, "object": "test_helpers.test_clock", "deleted": True}
