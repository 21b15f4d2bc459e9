"""Lists that Stripe leaves out of an object unless `expand` names them."""

from stripe_sandbox.core.desk import Desk
from stripe_sandbox.core.shapes import Obj, listing


def include(desk: Desk, obj: Obj, name: str) -> Obj:
    """The list that belongs under this name."""
    maker = MAKERS.get((obj["object"], name))
    return maker(desk, obj) if maker else listing([], f"/v1/{obj['object']}s/{obj['id']}/{name}")


def session_line_items(desk: Desk, session: Obj) -> Obj:
    stored = desk.load("checkout.session", session["id"])
    return listing(stored["_line_items"], f"/v1/checkout/sessions/{session['id']}/line_items")


def charge_refunds(desk: Desk, charge: Obj) -> Obj:
    found = desk.find("refund", charge=charge["id"])
    return listing(found[:10], f"/v1/charges/{charge['id']}/refunds", len(found) > 10)


def invoice_payments(desk: Desk, invoice: Obj) -> Obj:
    return listing(desk.find("invoice_payment", invoice=invoice["id"]), "/v1/invoice_payments")


def customer_subscriptions(desk: Desk, customer: Obj) -> Obj:
    found = [s for s in desk.find("subscription", customer=customer["id"]) if s["status"] != "canceled"]
    return listing(found[:10], "/v1/subscriptions", len(found) > 10)


MAKERS = {
    ("checkout.session", "line_items"): session_line_items,
    ("charge", "refunds"): charge_refunds,
    ("invoice", "payments"): invoice_payments,
    ("customer", "subscriptions"): customer_subscriptions,
}
