"""The hosted checkout page."""

import re
from collections.abc import Mapping

from flask import Blueprint, Response, request

from stripe_sandbox.core.currencies import written
from stripe_sandbox.core.desk import Desk
from stripe_sandbox.core.shapes import Obj
from stripe_sandbox.objects import checkout
from stripe_sandbox.objects.cards import DECLINES
from stripe_sandbox.pages.payer_form import PayerForm
from stripe_sandbox.pages.test_cards import COUNTRIES, TEST_CARDS
from stripe_sandbox.pages.web import go, office, page

pages = Blueprint("checkout", __name__)
AT_FIELD = {"expired_card": "expiry", "incorrect_cvc": "cvc"}


@pages.get("/c/pay/<id>")
def show(id: str) -> Response:
    """The page where a person pays."""
    with office().desk() as desk:
        session = desk.store.get("checkout.session", id)
        if session is None or session["status"] != "open":
            return closed(session)
        return form_page(desk, session, form_for(desk, session, {}))


@pages.post("/c/pay/<id>")
def submit(id: str) -> Response:
    """Pay; a second press of the button finds the session complete and moves on."""
    with office().desk() as desk:
        session = desk.store.get("checkout.session", id)
        if session is None or session["status"] != "open":
            return closed(session)
        form = form_for(desk, session, request.form)
        if "fill" in request.form:
            form.fill(request.form["fill"][:19])
            return form_page(desk, session, form)
        return answer(desk, session, form)


def answer(desk: Desk, session: Obj, form: PayerForm) -> Response:
    payer = form.read()
    if payer is None:
        return form_page(desk, session, form, 422)
    result = checkout.submit(desk, session, payer)
    if result in DECLINES:
        form.refuse(AT_FIELD.get(result, "number"), DECLINES[result].message)
        return form_page(desk, session, form, 402)
    return go(next_page(session, result))


def next_page(session: Obj, result: str) -> str:
    """Where the browser goes once a payment was tried."""
    here = f"{office().public_url}/c/pay/{session['id']}"
    if result == "confirm" or result in DECLINES:
        return here + ("/confirm" if result == "confirm" else "")
    return str(session["success_url"]).replace("{CHECKOUT_SESSION_ID}", session["id"])


@pages.get("/c/pay/<id>/confirm")
def ask(id: str) -> Response:
    """The bank's question: is it you?"""
    with office().desk() as desk:
        session = desk.store.get("checkout.session", id)
        if session is None or session["status"] != "open" or not session["_intent"]:
            return closed(session)
        return page("checkout/confirm.html", session=session, summary=summary(session))


@pages.post("/c/pay/<id>/confirm")
def confirm(id: str) -> Response:
    """The answer to the bank's question."""
    with office().desk() as desk:
        session = desk.store.get("checkout.session", id)
        if session is None or session["status"] != "open" or not waits(desk, session):
            return closed(session)
        result = checkout.confirm(desk, session, request.form.get("answer") == "complete")
        if result in DECLINES:
            form = form_for(desk, session, {})
            form.refuse("number", DECLINES[result].message)
            return form_page(desk, session, form, 402)
        return go(next_page(session, result))


def waits(desk: Desk, session: Obj) -> bool:
    intent = desk.store.get("payment_intent", session["_intent"]) if session["_intent"] else None
    return intent is not None and intent["status"] == "requires_action"


def closed(session: Obj | None) -> Response:
    """There is nothing to pay here, or not any more."""
    if session is not None and session["status"] == "complete" and request.method == "POST":
        return go(next_page(session, "succeed"))
    return page("checkout/closed.html", 404 if session is None else 200, session=session)


def form_for(desk: Desk, session: Obj, typed: Mapping[str, str]) -> PayerForm:
    customer = desk.store.get("customer", session["customer"]) if session["customer"] else None
    return PayerForm(session, typed, session["customer_email"] or (customer or {}).get("email"))


def form_page(desk: Desk, session: Obj, form: PayerForm, status: int = 200) -> Response:
    return page(
        "checkout/pay.html",
        status,
        session=session,
        form=form,
        summary=summary(session),
        countries=COUNTRIES,
        test_cards=TEST_CARDS,
    )


def summary(session: Obj) -> Obj:
    """The amount and the button in words."""
    amount = written(session["amount_total"], session["currency"])
    repeating = [line for line in session["_line_items"] if line["price"]["recurring"]]
    every = rhythm_of(repeating[0]["price"]) if repeating else ""
    later = sum(line["amount_total"] for line in repeating)
    mixed = 0 < len(repeating) < len(session["_line_items"])
    if mixed:
        every = f"today, then {written(later, session['currency'])} {every}"
    verb = {"donate": "Donate", "book": "Book", "subscribe": "Subscribe", "pay": "Pay"}.get(
        session["submit_type"] or "", "Subscribe" if session["mode"] == "subscription" else "Pay"
    )
    spoken = f"{amount} {every}" if every else amount
    button = f"{verb} {spoken}" if verb in ("Donate", "Pay") else f"{verb}: {spoken}"
    lines = [
        {
            "name": name_of(line),
            "amount": written(line["amount_total"], line["currency"]),
            "quantity": line["quantity"],
            "rhythm": (rhythm_of(line["price"]) or "once") if mixed else "",
        }
        for line in session["_line_items"]
    ]
    return {"amount": amount, "every": every, "verb": verb, "button": button, "lines": lines}


def rhythm_of(price: Obj) -> str:
    recurring = price["recurring"]
    if not recurring:
        return ""
    count, interval = recurring["interval_count"], recurring["interval"]
    return f"every {interval}" if count == 1 else f"every {count} {interval}s"


def name_of(line: Obj) -> str:
    product = line["price"]["product"]
    with office().desk() as desk:
        found = desk.store.get("product", product)
    return re.sub(r"\s+", " ", found["name"]) if found else product
