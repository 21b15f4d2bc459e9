"""Invoices."""

from typing import Any

from stripe_sandbox.core.desk import Desk
from stripe_sandbox.core.shapes import Obj
from stripe_sandbox.objects import invoices, paying
from stripe_sandbox.wire.endpoint import Calls

calls = Calls()


@calls.on("POST", "/v1/invoices/{id}/pay")
def pay(desk: Desk, params: dict[str, Any], id: str) -> Obj:
    """Try to collect an open invoice now; a declined card is a 402."""
    invoice = desk.load("invoice", id)
    return paying.pay(desk.on_clock(invoice["test_clock"]), invoice, params)


@calls.on("POST", "/v1/invoices/{id}/void")
def void(desk: Desk, params: dict[str, Any], id: str) -> Obj:
    """Give an invoice up."""
    invoice = desk.load("invoice", id)
    return invoices.void(desk.on_clock(invoice["test_clock"]), invoice)
