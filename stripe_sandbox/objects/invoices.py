"""Invoices: what a period costs, and whether it is paid."""

from collections.abc import Sequence
from typing import Any

from stripe_sandbox.core import ids
from stripe_sandbox.core.currencies import written
from stripe_sandbox.core.desk import Desk
from stripe_sandbox.core.errors import invalid
from stripe_sandbox.core.shapes import Obj, blank, listing

UNCHANGED: Obj = {"proration": False, "proration_details": {"credited_items": None}}


def draft(
    desk: Desk,
    subscription: Obj,
    reason: str,
    period: tuple[int, int],
    told: bool = True,
    once: Sequence[tuple[Obj, int]] = (),
    **fields: Any,
) -> Obj:
    """An invoice that may still change; what is bought `once` stands on the first one beside the subscription."""
    invoice = desk.make("invoice", **fields_of(desk, subscription, reason, period, once), **fields)
    number_lines(invoice, subscription, once)
    desk.save(invoice)
    if told:
        desk.emit("invoice.created", invoice)
    return invoice


def preview(desk: Desk, subscription: Obj, period: tuple[int, int]) -> Obj:
    """What the next invoice would look like; it is not kept."""
    fields = fields_of(desk, subscription, "upcoming", period)
    invoice = blank("invoice", created=desk.now, livemode=False, auto_advance=True, **fields)
    number_lines(invoice, subscription)
    return invoice


def fields_of(
    desk: Desk,
    subscription: Obj,
    reason: str,
    period: tuple[int, int],
    once: Sequence[tuple[Obj, int]] = (),
) -> Obj:
    customer = desk.load("customer", subscription["customer"])
    details = {"metadata": dict(subscription["metadata"]), "subscription": subscription["id"]}
    total = sum(entry["price"]["unit_amount"] * entry["quantity"] for entry in subscription["items"]["data"])
    total += sum(price["unit_amount"] * quantity for price, quantity in once)
    return {
        **amounts(total),
        "account_country": "US",
        "account_name": "Sandbox charity",
        "billing_reason": reason,
        "currency": subscription["currency"],
        "customer": customer["id"],
        "customer_address": customer["address"],
        "customer_email": customer["email"],
        "customer_name": customer["name"],
        "customer_phone": customer["phone"],
        "customer_tax_exempt": customer["tax_exempt"],
        "customer_tax_ids": [],
        "issuer": {"type": "self"},
        "metadata": {},
        "parent": {"quote_details": None, "subscription_details": details, "type": "subscription_details"},
        "period_start": period[0],
        "period_end": period[1],
        "status": "draft",
        "test_clock": desk.clock,
    }


def number_lines(invoice: Obj, subscription: Obj, once: Sequence[tuple[Obj, int]] = ()) -> None:
    lines = [line(invoice, subscription, entry) for entry in subscription["items"]["data"]]
    lines += [line_once(invoice, subscription, price, quantity) for price, quantity in once]
    invoice["lines"] = listing(lines, f"/v1/invoices/{invoice['id']}/lines")


def amounts(total: int) -> Obj:
    same = (
        "amount_due",
        "amount_remaining",
        "subtotal",
        "subtotal_excluding_tax",
        "total",
        "total_excluding_tax",
    )
    empty: Obj = {"total_discount_amounts": [], "total_pretax_credit_amounts": [], "total_taxes": []}
    return dict.fromkeys(same, total) | empty


def line(invoice: Obj, subscription: Obj, entry: Obj) -> Obj:
    price = entry["price"]
    each = f"{written(price['unit_amount'], price['currency'])} / {price['recurring']['interval']}"
    details = {"invoice_item": None, "subscription": subscription["id"], "subscription_item": entry["id"]}
    return written_line(
        invoice,
        price,
        entry["quantity"],
        description=f"{entry['quantity']} × gift (at {each})",
        metadata=dict(subscription["metadata"]),
        parent={
            "invoice_item_details": None,
            "subscription_item_details": details | UNCHANGED,
            "type": "subscription_item_details",
        },
        period={"start": entry["current_period_start"], "end": entry["current_period_end"]},
        subscription=subscription["id"],
    )


def line_once(invoice: Obj, subscription: Obj, price: Obj, quantity: int) -> Obj:
    """Something that is paid with the first invoice of a subscription and never again."""
    details = {"invoice_item": ids.fresh("invoiceitem"), "subscription": subscription["id"]}
    return written_line(
        invoice,
        price,
        quantity,
        description=f"{quantity} × gift",
        metadata={},
        parent={
            "invoice_item_details": details | UNCHANGED,
            "subscription_item_details": None,
            "type": "invoice_item_details",
        },
        period={"start": invoice["period_start"], "end": invoice["period_end"]},
        subscription=subscription["id"],
    )


def written_line(invoice: Obj, price: Obj, quantity: int, **fields: Any) -> Obj:
    amount = price["unit_amount"] * quantity
    return blank(
        "line_item",
        id=ids.fresh("line_item"),
        amount=amount,
        currency=price["currency"],
        discount_amounts=[],
        discountable=True,
        invoice=invoice["id"],
        pretax_credit_amounts=[],
        pricing={
            "price_details": {"price": price["id"], "product": price["product"]},
            "type": "price_details",
            "unit_amount_decimal": price["unit_amount_decimal"],
        },
        quantity=quantity,
        quantity_decimal=str(quantity),
        subtotal=amount,
        taxes=[],
        **fields,
    )


def finalize(desk: Desk, invoice: Obj) -> Obj:
    """The invoice gets its number and is owed from now on."""
    customer = desk.load("customer", invoice["customer"])
    number = f"{customer['invoice_prefix']}-{customer['next_invoice_sequence']:04d}"
    desk.save(customer, next_invoice_sequence=customer["next_invoice_sequence"] + 1)
    moments = invoice["status_transitions"] | {"finalized_at": desk.now}
    desk.save(
        invoice,
        status="open",
        number=number,
        effective_at=desk.now,
        automatically_finalizes_at=None,
        hosted_invoice_url=f"{desk.public_url}/invoice/{invoice['id']}",
        invoice_pdf=f"{desk.public_url}/invoice/{invoice['id']}",
        status_transitions=moments,
    )
    desk.emit("invoice.finalized", invoice)
    return invoice


def expect_payment(desk: Desk, invoice: Obj, intent: Obj) -> Obj:
    """Tie a payment intent to the invoice that it is to pay."""
    desk.save(intent, _invoice=invoice["id"])
    return desk.make(
        "invoice_payment",
        amount_paid=None,
        amount_requested=invoice["amount_due"],
        currency=invoice["currency"],
        invoice=invoice["id"],
        is_default=True,
        payment={"payment_intent": intent["id"], "type": "payment_intent"},
        status="open",
    )


def mark_paid(desk: Desk, invoice: Obj, intent: Obj) -> Obj:
    """The invoice is paid by this intent."""
    payment = desk.find("invoice_payment", payment__payment_intent=intent["id"])[0]
    desk.save(
        payment,
        amount_paid=invoice["amount_due"],
        status="paid",
        status_transitions={"canceled_at": None, "paid_at": desk.now},
    )
    desk.emit("invoice_payment.paid", payment)
    desk.save(
        invoice,
        status="paid",
        amount_paid=invoice["amount_due"],
        amount_remaining=0,
        attempted=True,
        attempt_count=invoice["attempt_count"] + 1,
        next_payment_attempt=None,
        status_transitions=invoice["status_transitions"] | {"paid_at": desk.now},
    )
    desk.emit("invoice.paid", invoice)
    desk.emit("invoice.payment_succeeded", invoice)
    return invoice


def void(desk: Desk, invoice: Obj) -> Obj:
    """The invoice is not owed any more."""
    if invoice["status"] not in ("open", "uncollectible"):
        raise invalid(f"You can only void an open invoice; this one is {invoice['status']}.")
    moments = invoice["status_transitions"] | {"voided_at": desk.now}
    desk.save(
        invoice, status="void", status_transitions=moments, next_payment_attempt=None, auto_advance=False
    )
    desk.emit("invoice.voided", invoice)
    for payment in desk.find("invoice_payment", invoice=invoice["id"], status="open"):
        stamps = payment["status_transitions"] | {"canceled_at": desk.now}
        desk.save(payment, status="canceled", status_transitions=stamps)
    return invoice


def write_off(desk: Desk, invoice: Obj) -> Obj:
    """Nobody expects this invoice to be paid."""
    moments = invoice["status_transitions"] | {"marked_uncollectible_at": desk.now}
    desk.save(invoice, status="uncollectible", status_transitions=moments, next_payment_attempt=None)
    desk.emit("invoice.marked_uncollectible", invoice)
    return invoice
