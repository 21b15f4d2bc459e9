"""Paying an open invoice on purpose: by the charity through the API, or by the donor on the invoice's page."""

from typing import Any

from stripe_sandbox.core.desk import Desk
from stripe_sandbox.core.errors import ApiError, invalid
from stripe_sandbox.core.shapes import Obj
from stripe_sandbox.objects import collecting, intents, methods
from stripe_sandbox.objects.cards import DECLINES


def pay(desk: Desk, invoice: Obj, params: dict[str, Any]) -> Obj:
    """Collect now, with the named payment method or the usual one."""
    must_be_open(invoice)
    if params.get("paid_out_of_band") or params.get("forgive"):
        raise invalid("This sandbox settles invoices with payments only.")
    subscription = collecting.subscription_of(desk, invoice)
    chosen = params.get("payment_method")
    method = desk.load("payment_method", chosen, "payment_method") if chosen else None
    method = method or collecting.method_for(desk, subscription)
    if method is None:
        raise invalid("There is no default payment method for this customer.", code="missing")
    result = attempt(desk, invoice, method, off_session=True)
    if result != "succeed" and result != "processing":
        raise refused(desk, invoice, result)
    return desk.load("invoice", invoice["id"])


def pay_as_donor(desk: Desk, invoice: Obj, method: Obj) -> str:
    """The donor pays on the invoice's page; the card is kept for the periods to come."""
    must_be_open(invoice)
    result = attempt(desk, invoice, method, off_session=False)
    if result in ("succeed", "processing"):
        methods.adopt(desk, method, desk.load("customer", invoice["customer"]))
    return result


def confirm(desk: Desk, invoice: Obj, agreed: bool) -> str:
    """The donor confirms with the bank what a renewal could not, or refuses."""
    intent = collecting.intent_for(desk, invoice)
    if invoice["status"] != "open" or intent["status"] != "requires_action":
        raise invalid("This invoice does not wait for a confirmation.")
    if not agreed:
        intents.refuse_confirmation(desk, intent)
        return "authentication_failed"
    method = desk.load("payment_method", intent["payment_method"])
    result = intents.attempt(desk, intent, method, intents.foresee(method, confirmed=True))
    if result == "succeed":
        methods.adopt(desk, method, desk.load("customer", invoice["customer"]))
    collecting.conclude(desk, invoice, collecting.subscription_of(desk, invoice), intent, result)
    return result


def attempt(desk: Desk, invoice: Obj, method: Obj, off_session: bool) -> str:
    intent = collecting.intent_for(desk, invoice)
    result = intents.attempt(desk, intent, method, intents.foresee(method, off_session=off_session))
    if result != "confirm":
        collecting.conclude(desk, invoice, collecting.subscription_of(desk, invoice), intent, result)
    return result


def refused(desk: Desk, invoice: Obj, result: str) -> ApiError:
    """The card error that the caller is to see."""
    refusal = DECLINES[result]
    charge = collecting.intent_for(desk, invoice)["latest_charge"]
    more = {"decline_code": refusal.decline_code, "charge": charge}
    return ApiError(refusal.message, 402, "card_error", refusal.code, **more)


def must_be_open(invoice: Obj) -> None:
    if invoice["status"] == "paid":
        raise invalid("Invoice is already paid", code="invoice_already_paid")
    if invoice["status"] != "open":
        raise invalid(f"This invoice is {invoice['status']} and cannot be paid.", code="invoice_not_open")
