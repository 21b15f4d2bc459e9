"""What happens when a person submits the checkout page."""

from dataclasses import dataclass

from stripe_sandbox.core.desk import Desk
from stripe_sandbox.core.shapes import Obj
from stripe_sandbox.objects import customers, intents, invoices, methods, sessions, subscriptions
from stripe_sandbox.objects.cards import DECLINES, Instrument


@dataclass(frozen=True)
class Payer:
    """What was typed beside the card."""

    email: str
    name: str
    country: str
    instrument: Instrument
    expiry: tuple[int, int] = (12, 2034)
    postal_code: str | None = None
    promotions: bool | None = None
    terms: bool | None = None


def submit(desk: Desk, session: Obj, payer: Payer) -> str:
    """Pay with what was typed; answers succeed, processing, confirm, or the name of a decline."""
    desk = desk.on_clock(session["_clock"])
    address = dict.fromkeys(("city", "country", "line1", "line2", "postal_code", "state"))
    address |= {"country": payer.country, "postal_code": payer.postal_code}
    billing: Obj = {
        "address": address,
        "email": payer.email,
        "name": payer.name,
        "phone": None,
        "tax_id": None,
    }
    method = methods.make(desk, payer.instrument, payer.expiry, billing)
    desk.save(session, _details=details(payer, address), _consent=consent(session, payer))
    return pay(desk, session, method, intents.foresee(method))


def confirm(desk: Desk, session: Obj, agreed: bool) -> str:
    """The person confirmed the payment with the bank, or did not."""
    desk = desk.on_clock(session["_clock"])
    intent = desk.load("payment_intent", session["_intent"])
    if not agreed:
        intents.refuse_confirmation(desk, intent)
        return "authentication_failed"
    method = desk.load("payment_method", intent["payment_method"])
    return pay(desk, session, method, intents.foresee(method, confirmed=True))


def pay(desk: Desk, session: Obj, method: Obj, foreseen: str) -> str:
    going_ahead = foreseen != "confirm" and foreseen not in DECLINES
    customer = customer_for(desk, session) if going_ahead else session["customer"]
    if session["mode"] == "subscription" and going_ahead:
        return subscribe(desk, session, method, customer, foreseen)
    intent = intent_for(desk, session, customer)
    result = intents.attempt(desk, intent, method, foreseen)
    if result in ("succeed", "processing"):
        sessions.complete(desk, session, result == "succeed", **outcome_fields(session, customer, intent))
    return result


def customer_for(desk: Desk, session: Obj) -> str | None:
    """The session's customer, made now where one is wanted and none was given."""
    wanted = session["mode"] == "subscription" or session["customer_creation"] == "always"
    if session["customer"] or not wanted:
        found: str | None = session["customer"]
        return found
    typed = session["_details"]
    made = customers.make(desk, {name: typed[name] for name in ("email", "name", "address")})
    return str(made["id"])


def intent_for(desk: Desk, session: Obj, customer: str | None) -> Obj:
    """The session's payment, made at the first try and used again after a decline."""
    if session["_intent"]:
        intent = desk.load("payment_intent", session["_intent"])
        return desk.save(intent, customer=customer)
    asked = session["_payment_intent_data"]
    intent = intents.start(
        desk,
        session["amount_total"],
        session["currency"],
        customer=customer,
        description="Subscription creation"
        if session["mode"] == "subscription"
        else asked.get("description"),
        metadata=asked.get("metadata", {}),
        receipt_email=asked.get("receipt_email"),
        setup_future_usage="off_session"
        if session["mode"] == "subscription"
        else asked.get("setup_future_usage"),
        statement_descriptor_suffix=asked.get("statement_descriptor_suffix"),
        _session=session["id"],
    )
    desk.save(session, _intent=intent["id"])
    return intent


def subscribe(desk: Desk, session: Obj, method: Obj, customer: str | None, foreseen: str) -> str:
    assert customer
    prices = [(line["price"], line["quantity"]) for line in session["_line_items"]]
    repeating = [(price, quantity) for price, quantity in prices if price["type"] == "recurring"]
    once = [(price, quantity) for price, quantity in prices if price["type"] == "one_time"]
    subscription = subscriptions.make(desk, customer, repeating, method["id"], session["_subscription_data"])
    desk.emit("customer.subscription.created", subscription)
    invoice = invoices.draft(
        desk, subscription, "subscription_create", (desk.now, desk.now), once=once, auto_advance=True
    )
    desk.save(subscription, latest_invoice=invoice["id"])
    invoices.finalize(desk, invoice)
    intent = intent_for(desk, session, customer)
    invoices.expect_payment(desk, invoice, intent)
    result = intents.attempt(desk, intent, method, foreseen)
    if result == "succeed":
        invoices.mark_paid(desk, invoice, intent)
    methods.attach(desk, method, customer)
    fields = {"subscription": subscription["id"], "invoice": invoice["id"]}
    sessions.complete(desk, session, result == "succeed", **outcome_fields(session, customer, None), **fields)
    return result


def outcome_fields(session: Obj, customer: str | None, intent: Obj | None) -> Obj:
    fields = {"customer": customer, "customer_details": session["_details"], "consent": session["_consent"]}
    return fields | {"payment_intent": intent["id"] if intent else None}


def details(payer: Payer, address: Obj) -> Obj:
    return {
        "address": address,
        "business_name": None,
        "email": payer.email,
        "individual_name": None,
        "name": payer.name,
        "phone": None,
        "tax_exempt": "none",
        "tax_ids": [],
    }


def consent(session: Obj, payer: Payer) -> Obj | None:
    asked = session["consent_collection"]
    if not asked:
        return None
    opted = {True: "opt_in", False: "opt_out", None: None}[payer.promotions]
    return {
        "promotions": opted if asked["promotions"] == "auto" else None,
        "terms_of_service": "accepted" if asked["terms_of_service"] == "required" and payer.terms else None,
    }
