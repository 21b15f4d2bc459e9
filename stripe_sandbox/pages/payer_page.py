"""A page that asks for a card outside of checkout: in the portal and on an invoice."""

from collections.abc import Mapping

from flask import Response

from stripe_sandbox.core.desk import Desk
from stripe_sandbox.core.shapes import Obj
from stripe_sandbox.objects import methods
from stripe_sandbox.objects.checkout import Payer
from stripe_sandbox.pages.payer_form import PayerForm
from stripe_sandbox.pages.test_cards import COUNTRIES, TEST_CARDS
from stripe_sandbox.pages.web import page


def card_form(customer: Obj, currency: str, typed: Mapping[str, str]) -> PayerForm:
    """The form for this customer's card."""
    asks: Obj = {"currency": currency, "consent_collection": None}
    form = PayerForm(asks, typed, customer["email"] or "donor@example.org")
    form.values["name"] = form.values["name"] or customer["name"] or ""
    return form


def card_page(template: str, form: PayerForm, status: int = 200, **context: object) -> Response:
    """The form on its page."""
    return page(template, status, form=form, countries=COUNTRIES, test_cards=TEST_CARDS, **context)


def method_from(desk: Desk, payer: Payer) -> Obj:
    """The payment method that was typed."""
    address = dict.fromkeys(("city", "country", "line1", "line2", "postal_code", "state"))
    address |= {"country": payer.country, "postal_code": payer.postal_code}
    billing: Obj = {
        "address": address,
        "email": payer.email,
        "name": payer.name,
        "phone": None,
        "tax_id": None,
    }
    return methods.make(desk, payer.instrument, payer.expiry, billing)
