"""Bank debits: neither paid nor failed for days."""

import pytest

from tests.sandbox.orders import monthly, once, paid

FIRST = [
    "payment_intent.created",
    "payment_intent.processing",
    "charge.pending",
    "checkout.session.completed",
]


def types(client):
    return [event.type for event in client.v1.events.list({"limit": 100}).data][::-1]


def test_a_debit_succeeds_days_later(client, sandbox):
    session = paid(client, sandbox, once(), account="000123456789")
    assert (session.status, session.payment_status) == ("complete", "unpaid")
    assert types(client) == FIRST
    sandbox.tick(5 * 86400)
    assert types(client)[4:] == [
        "charge.succeeded", "payment_intent.succeeded", "checkout.session.async_payment_succeeded",
    ]  # fmt: skip
    assert client.v1.checkout.sessions.retrieve(session.id).payment_status == "paid"


@pytest.mark.parametrize("how", [{"account": "000222222227"}, {"iban": "DE62370400440532013203"}])
def test_a_debit_fails_days_later(client, sandbox, how):
    currency = "eur" if "iban" in how else "usd"
    session = paid(client, sandbox, once(currency=currency), **how)
    sandbox.tick(5 * 86400)
    assert types(client)[4:] == [
        "charge.failed", "payment_intent.payment_failed", "checkout.session.async_payment_failed",
    ]  # fmt: skip
    assert client.v1.checkout.sessions.retrieve(session.id).payment_status == "unpaid"


def test_the_dashboard_can_decide_at_once(client, sandbox):
    session = paid(client, sandbox, once(), account="000123456789")
    sandbox.act(session.payment_intent, "bounce")
    assert client.v1.payment_intents.retrieve(session.payment_intent).status == "requires_payment_method"


def test_a_standing_gift_by_debit_is_paid_when_the_bank_pays(client, sandbox):
    session = paid(client, sandbox, monthly(), account="000123456789")
    assert client.v1.invoices.retrieve(session.invoice).status == "open"
    sandbox.tick(5 * 86400)
    assert client.v1.invoices.retrieve(session.invoice).status == "paid"
    sandbox.advance(session.subscription)
    renewal = client.v1.invoices.list({"subscription": session.subscription}).data[0]
    assert (renewal.status, renewal.billing_reason) == ("open", "subscription_cycle")
    sandbox.advance(session.subscription, days=5)
    assert client.v1.invoices.retrieve(renewal.id).status == "paid"
