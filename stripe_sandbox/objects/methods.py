"""Payment methods: what a customer pays with. Brand, last four digits and an outcome; never a number."""

from stripe_sandbox.core.desk import Desk
from stripe_sandbox.core.ids import letters
from stripe_sandbox.core.shapes import Obj
from stripe_sandbox.objects.cards import Instrument

CHECKS = {"address_line1_check": None, "address_postal_code_check": None, "cvc_check": "pass"}


def make(desk: Desk, instrument: Instrument, expiry: tuple[int, int], billing: Obj) -> Obj:
    """A payment method from what was typed into a form."""
    details = {"card": card_details, "us_bank_account": bank_details, "sepa_debit": sepa_details}
    made = details[instrument.type](instrument, expiry)
    kept: Obj = {instrument.type: made, "_outcome": instrument.outcome, "_confirmed": False}
    return desk.make(
        "payment_method",
        type=instrument.type,
        billing_details=billing,
        metadata={},
        allow_redisplay="limited",
        **kept,
    )


def card_details(instrument: Instrument, expiry: tuple[int, int]) -> Obj:
    return {
        "brand": instrument.brand,
        "checks": dict(CHECKS),
        "country": instrument.country,
        "display_brand": instrument.brand,
        "exp_month": expiry[0],
        "exp_year": expiry[1],
        "fingerprint": letters(16),
        "funding": instrument.funding,
        "generated_from": None,
        "last4": instrument.last4,
        "networks": {"available": [instrument.brand], "preferred": None},
        "regulated_status": "unregulated",
        "three_d_secure_usage": {"supported": True},
        "wallet": None,
    }


def bank_details(instrument: Instrument, expiry: tuple[int, int]) -> Obj:
    return {
        "account_holder_type": "individual",
        "account_type": "checking",
        "bank_name": instrument.brand,
        "financial_connections_account": None,
        "fingerprint": letters(16),
        "last4": instrument.last4,
        "networks": {"preferred": "ach", "supported": ["ach"]},
        "routing_number": "110000000",
        "status_details": {},
    }


def sepa_details(instrument: Instrument, expiry: tuple[int, int]) -> Obj:
    return {
        "bank_code": instrument.brand,
        "branch_code": "",
        "country": instrument.country,
        "fingerprint": letters(16),
        "generated_from": {"charge": None, "setup_attempt": None},
        "last4": instrument.last4,
    }


def attach(desk: Desk, method: Obj, customer: str) -> Obj:
    """Keep a payment method for a customer."""
    if method["customer"] != customer:
        desk.save(method, customer=customer)
        desk.emit("payment_method.attached", method)
    return method


def as_charged(method: Obj) -> Obj:
    """The `payment_method_details` of a charge."""
    kind = method["type"]
    details = {"card": charged_card, "us_bank_account": charged_bank, "sepa_debit": charged_sepa}[kind](
        method[kind]
    )
    return {"type": kind, kind: details}


def charged_card(card: Obj) -> Obj:
    same = ("brand", "checks", "country", "exp_month", "exp_year", "fingerprint", "funding", "last4")
    empty = (
        "amount_authorized", "authorization_code", "electronic_commerce_indicator", "installments", "mandate",
        "network_transaction_id", "three_d_secure", "transaction_link_id", "wallet",
    )  # fmt: skip
    copied = {name: card[name] for name in same}
    return (
        copied
        | dict.fromkeys(empty)
        | {"network": card["brand"], "regulated_status": card["regulated_status"]}
    )


def charged_bank(bank: Obj) -> Obj:
    same = ("account_holder_type", "account_type", "bank_name", "fingerprint", "last4", "routing_number")
    return {name: bank[name] for name in same} | {"payment_reference": None}


def charged_sepa(account: Obj) -> Obj:
    same = ("bank_code", "branch_code", "country", "fingerprint", "last4")
    return {name: account[name] for name in same} | {"mandate": None}


def adopt(desk: Desk, method: Obj, customer: Obj) -> None:
    """From now on the customer and their running subscriptions pay with this."""
    attach(desk, method, customer["id"])
    settings = customer["invoice_settings"] | {"default_payment_method": method["id"]}
    desk.change(customer, "customer.updated", invoice_settings=settings)
    for subscription in desk.find("subscription", customer=customer["id"]):
        if subscription["status"] != "canceled":
            desk.change(subscription, "customer.subscription.updated", default_payment_method=method["id"])
