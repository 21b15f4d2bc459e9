"""Checkout sessions: one try to pay, open until it is complete or expired."""

from typing import Any

from stripe_sandbox.core import ids
from stripe_sandbox.core.desk import Desk
from stripe_sandbox.core.errors import invalid
from stripe_sandbox.core.shapes import Obj, blank
from stripe_sandbox.objects import customers, session_rules
from stripe_sandbox.objects.prices import make_price

DAY = 86400
RECOVERABLE = 30 * DAY
COPIED = (
    "allow_promotion_codes", "billing_address_collection", "cancel_url", "client_reference_id", "customer_email",
    "locale", "metadata", "success_url", "allowed_payment_method_types", "excluded_payment_method_types",
    "phone_number_collection", "integration_identifier", "origin_context",
)  # fmt: skip


def make(desk: Desk, params: dict[str, Any]) -> Obj:
    """A new session with its page."""
    session_rules.check(params, desk.now)
    customer = params.get("customer")
    if customer:
        customers.load(desk, customer, "customer")
    mode = params["mode"]
    prices = [price_of(desk, line, f"line_items[{i}]") for i, line in enumerate(params["line_items"])]
    session_rules.check_lines(mode, prices)
    total = sum(price["unit_amount"] * quantity for price, quantity in prices)
    fields: Obj = {name: params[name] for name in COPIED if name in params}
    session = desk.make(
        "checkout.session",
        **shown(params, mode),
        **({"metadata": {}} | fields),
        mode=mode,
        customer=customer,
        amount_subtotal=total,
        amount_total=total,
        total_details={"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0},
        currency=prices[0][0]["currency"],
        expires_at=params.get("expires_at", desk.now + DAY),
        _line_items=[line_item(price, quantity) for price, quantity in prices],
        _intent=None,
        _payment_intent_data=params.get("payment_intent_data", {}),
        _subscription_data=params.get("subscription_data", {}),
        _clock=customers.clock_of(desk, customer),
    )
    desk.save(session, url=f"{desk.public_url}/c/pay/{session['id']}")
    desk.later(session["expires_at"], "expire_session", session["id"])
    return session


def shown(params: dict[str, Any], mode: str) -> Obj:
    """Fields that repeat or complete what was asked for."""
    recovery = params.get("after_expiration", {}).get("recovery")
    collect = params.get("consent_collection")
    return {
        "status": "open",
        "payment_status": "unpaid",
        "ui_mode": "hosted_page",
        "payment_method_types": ["card"],
        "payment_method_options": {"card": {"request_three_d_secure": "automatic"}}
        if mode == "payment"
        else {},
        "payment_method_collection": "always" if mode == "subscription" else "if_required",
        "customer_creation": params.get("customer_creation", "if_required") if mode == "payment" else None,
        "submit_type": params.get("submit_type"),
        "adaptive_pricing": {"enabled": params.get("adaptive_pricing", {}).get("enabled", True)},
        "custom_text": custom_text(params.get("custom_text", {})),
        "custom_fields": [custom_field(field) for field in params.get("custom_fields", [])],
        "consent_collection": collect
        and {"payment_method_reuse_agreement": None, "promotions": "none", "terms_of_service": "none"}
        | collect,
        "invoice_creation": None,
        "after_expiration": recovery
        and {"recovery": {"allow_promotion_codes": False, "expires_at": None, "url": None} | recovery},
        **({"excluded_payment_method_types": []} if "excluded_payment_method_types" in params else {}),
    } | ({"invoice_creation": invoice_creation()} if mode == "payment" else {})


def invoice_creation() -> Obj:
    names = ("account_tax_ids", "custom_fields", "description", "footer", "issuer", "rendering_options")
    return {"enabled": False, "invoice_data": dict.fromkeys(names) | {"metadata": {}}}


def custom_text(asked: dict[str, Any]) -> Obj:
    names = ("after_submit", "shipping_address", "submit", "terms_of_service_acceptance")
    return {name: asked.get(name) or None for name in names}


def custom_field(asked: dict[str, Any]) -> Obj:
    kept: Obj = {name: asked[name] for name in ("key", "label", "type")} | {
        "optional": asked.get("optional", False)
    }
    detail = dict(asked.get(asked["type"], {}))
    if asked["type"] == "dropdown":
        kept["dropdown"] = {"default_value": None, "value": None} | detail
    else:
        lengths = {"default_value": None, "maximum_length": None, "minimum_length": None, "value": None}
        kept[asked["type"]] = lengths | detail
    return kept


def price_of(desk: Desk, line: dict[str, Any], at: str) -> tuple[Obj, int]:
    if bool(line.get("price")) == bool(line.get("price_data")):
        raise invalid("You must specify either `price` or `price_data`.", at)
    quantity = line.get("quantity")
    if quantity is None:
        raise invalid("Quantity is required. Add `quantity` to the line item.", f"{at}[quantity]")
    if quantity < 1:
        raise invalid(
            "This value must be greater than or equal to 1.", f"{at}[quantity]", "parameter_invalid_integer"
        )
    if line.get("price"):
        return desk.load("price", line["price"], f"{at}[price]"), quantity
    return make_price(desk, line["price_data"], f"{at}[price_data]", active=False), quantity


def line_item(price: Obj, quantity: int) -> Obj:
    amount = price["unit_amount"] * quantity
    return blank(
        "item",
        id=ids.fresh("item"),
        amount_subtotal=amount,
        amount_total=amount,
        currency=price["currency"],
        price=price,
        quantity=quantity,
    )


def expire(desk: Desk, session: Obj) -> Obj:
    """Close an open session for good."""
    if session["status"] != "open":
        words = (
            'Only Checkout Sessions with a status in ["open"] can be expired. '
            f"This Checkout Session has a status of {session['status']}."
        )
        raise invalid(words, code="checkout_session_not_open")
    recovery = (session["after_expiration"] or {}).get("recovery")
    if recovery and recovery["enabled"]:
        link = {"expires_at": desk.now + RECOVERABLE, "url": f"{desk.public_url}/c/recover/{session['id']}"}
        desk.save(session, after_expiration={"recovery": recovery | link})
    desk.save(session, status="expired", url=None)
    desk.emit("checkout.session.expired", session)
    return session


def expire_when_due(desk: Desk, id: str) -> None:
    """An abandoned session ends by itself."""
    session = desk.load("checkout.session", id)
    if session["status"] == "open":
        expire(desk, session)


def complete(desk: Desk, session: Obj, paid: bool, **fields: Any) -> Obj:
    """The person is done; the money may still be on its way."""
    collected = {"business_name": None, "individual_name": None, "shipping_details": None}
    desk.save(
        session,
        status="complete",
        url=None,
        payment_status="paid" if paid else "unpaid",
        collected_information=collected,
        **fields,
    )
    desk.emit("checkout.session.completed", session)
    return session


def settle(desk: Desk, session: Obj, paid: bool) -> None:
    """A delayed payment has succeeded or failed."""
    if paid:
        desk.save(session, payment_status="paid")
    desk.emit(f"checkout.session.async_payment_{'succeeded' if paid else 'failed'}", session)
