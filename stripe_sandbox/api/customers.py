"""Customers."""

from typing import Any

from stripe_sandbox.core.desk import Desk
from stripe_sandbox.core.shapes import Obj
from stripe_sandbox.objects import customers, ending
from stripe_sandbox.wire.endpoint import Calls

calls = Calls()


@calls.on("POST", "/v1/customers")
def create(desk: Desk, params: dict[str, Any]) -> Obj:
    """A new customer."""
    return customers.make(desk, params)


@calls.on("POST", "/v1/customers/{id}")
def update(desk: Desk, params: dict[str, Any], id: str) -> Obj:
    """Change a customer."""
    return customers.update(desk, customers.load(desk, id), params)


@calls.on("DELETE", "/v1/customers/{id}")
def delete(desk: Desk, params: dict[str, Any], id: str) -> Obj:
    """Forget a customer; running subscriptions end."""
    customer = customers.load(desk, id)
    ending.forget(desk.on_clock(customer.get("test_clock")), customer)
    return {"id": id, "object": "customer", "deleted": True}
