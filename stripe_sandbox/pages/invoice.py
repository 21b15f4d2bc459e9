"""The page of an invoice, where a donor pays what a renewal could not collect."""

from flask import Blueprint, Response, abort, request

from stripe_sandbox.core.desk import Desk
from stripe_sandbox.core.shapes import Obj
from stripe_sandbox.objects import collecting, paying
from stripe_sandbox.objects.cards import DECLINES
from stripe_sandbox.pages.payer_form import PayerForm
from stripe_sandbox.pages.payer_page import card_form, card_page, method_from
from stripe_sandbox.pages.web import go, office

pages = Blueprint("invoice", __name__)


@pages.get("/invoice/<id>")
def show(id: str) -> Response:
    """What is owed, or that it is paid."""
    with office().desk() as desk:
        invoice = found(desk, id)
        return form_page(desk, invoice, form_for(desk, invoice))


@pages.post("/invoice/<id>")
def pay(id: str) -> Response:
    """Pay with another card."""
    with office().desk() as opened:
        invoice = found(opened, id)
        desk = opened.on_clock(invoice["test_clock"])
        form = form_for(desk, invoice)
        if "fill" in request.form:
            form.fill(request.form["fill"][:19])
            return form_page(desk, invoice, form)
        payer = form.read() if invoice["status"] == "open" else None
        if payer is None:
            return form_page(desk, invoice, form, 422 if form.errors else 200)
        result = paying.pay_as_donor(desk, invoice, method_from(desk, payer))
        return answer(desk, invoice, form, result)


@pages.post("/invoice/<id>/confirmation")
def confirm(id: str) -> Response:
    """Tell the bank that it is really you."""
    with office().desk() as opened:
        invoice = found(opened, id)
        desk = opened.on_clock(invoice["test_clock"])
        if not waits(desk, invoice):
            return go(f"/invoice/{id}")
        result = paying.confirm(desk, invoice, request.form.get("answer") == "complete")
        return answer(desk, invoice, form_for(desk, invoice), result)


def answer(desk: Desk, invoice: Obj, form: PayerForm, result: str) -> Response:
    if result in DECLINES:
        form.refuse("number", DECLINES[result].message)
        return form_page(desk, desk.load("invoice", invoice["id"]), form, 402)
    return go(f"/invoice/{invoice['id']}")


def found(desk: Desk, id: str) -> Obj:
    invoice = desk.store.get("invoice", id)
    if invoice is None or invoice["status"] == "draft":
        abort(404)
    return invoice


def waits(desk: Desk, invoice: Obj) -> bool:
    if invoice["status"] != "open" or not desk.find("invoice_payment", invoice=invoice["id"]):
        return False
    return bool(collecting.intent_for(desk, invoice)["status"] == "requires_action")


def form_for(desk: Desk, invoice: Obj) -> PayerForm:
    return card_form(desk.load("customer", invoice["customer"]), invoice["currency"], request.form)


def form_page(desk: Desk, invoice: Obj, form: PayerForm, status: int = 200) -> Response:
    return card_page("invoice.html", form, status, invoice=invoice, waits=waits(desk, invoice))
