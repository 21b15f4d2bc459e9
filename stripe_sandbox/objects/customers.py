"""Customers: who pays."""

from typing import Any

from stripe_sandbox.core.desk import Desk
from stripe_sandbox.core.errors import missing
from stripe_sandbox.core.shapes import Obj

PLAIN = (
    "name",
    "email",
    "phone",
    "description",
    "balance",
    "individual_name",
    "business_name",
    "preferred_locales",
)
HASHES = ("address", "shipping", "tax_exempt")


def make(desk: Desk, params: dict[str, Any]) -> Obj:
    """A new customer, on a test clock where one is named."""
    clock = params.get("test_clock")
    fields: Obj = {"invoice_prefix": None, "delinquent": False, "tax_exempt": "none", "discount": None}
    fields |= {"address": None, "name": None, "phone": None, "preferred_locales": [], "currency": None}
    fields |= {"next_invoice_sequence": 1, "metadata": {}, "_deleted": False}
    if clock:
        desk = desk.on_clock(desk.load("test_helpers.test_clock", clock, "test_clock")["id"])
        fields["test_clock"] = clock
    customer = desk.make("customer", **(fields | asked(params)))
    customer = desk.save(customer, invoice_prefix=customer["id"][-8:].upper())
    desk.emit("customer.created", customer)
    return customer


def asked(params: dict[str, Any]) -> Obj:
    wanted = {name: params[name] for name in (*PLAIN, *HASHES) if name in params}
    wanted = {name: None if value == "" else value for name, value in wanted.items()}
    if "metadata" in params:
        wanted["metadata"] = params["metadata"] or {}
    return wanted


def update(desk: Desk, customer: Obj, params: dict[str, Any]) -> Obj:
    """Change what is asked for; a default card must be one of the customer's own."""
    changes = asked(params)
    if "metadata" in params:
        changes["metadata"] = merged(customer["metadata"], params["metadata"])
    settings = params.get("invoice_settings", {})
    if "default_payment_method" in settings:
        method = desk.load("payment_method", settings["default_payment_method"], "invoice_settings")
        changes["invoice_settings"] = {**customer["invoice_settings"], "default_payment_method": method["id"]}
    return desk.change(customer, "customer.updated", **changes)


def merged(old: dict[str, str] | None, new: dict[str, str] | str) -> dict[str, str]:
    """Metadata after an update: named keys change, an empty value removes its key, an empty hash removes all."""
    if not isinstance(new, dict):
        return {}
    return {key: value for key, value in {**(old or {}), **new}.items() if value != ""}


def clock_of(desk: Desk, customer_id: str | None) -> str | None:
    """The test clock that a customer lives by, if any."""
    customer = desk.store.get("customer", customer_id) if customer_id else None
    clock: str | None = customer.get("test_clock") if customer else None
    return clock


def load(desk: Desk, id: str, param: str = "id") -> Obj:
    """A customer who was not deleted, or Stripe's 404."""
    customer = desk.load("customer", id, param)
    if customer["_deleted"]:
        raise missing("customer", id, param)
    return customer


def delete(desk: Desk, customer: Obj) -> None:
    """Forget who the customer is; the id stays known as deleted."""
    desk.save(customer, _deleted=True, email=None, name=None, phone=None, address=None)
    desk.emit("customer.deleted", customer)
