"""A day of giving: a little of everything the sandbox can do."""

import stripe

from stripe_sandbox.testing import RunningSandbox
from tests.sandbox.orders import monthly, once, paid

DEEP = {"expand": ["payment_intent.latest_charge.balance_transaction", "line_items", "customer"]}
STANDING = {"expand": ["subscription.latest_invoice.payments", "invoice.customer", "customer.subscriptions"]}


def a_day(client: stripe.StripeClient, sandbox: RunningSandbox) -> None:
    """Gifts, lists and endpoints."""
    gifts(client, sandbox)
    standing_gifts(client, sandbox)
    things(client)
    lists(client)


def gifts(client: stripe.StripeClient, sandbox: RunningSandbox) -> None:
    done = paid(client, sandbox, once(customer_creation="always", locale="en"))
    client.v1.checkout.sessions.retrieve(done.id, DEEP)
    session = client.v1.checkout.sessions.create(once())
    sandbox.pay(session.id, card="4000000000000002")
    sandbox.pay(session.id, card="4000002760003184")
    sandbox.pay(session.id, card="4000002760003184", confirm=False)
    sandbox.pay(session.id, account="000123456789")
    client.v1.checkout.sessions.line_items.list(session.id)
    wanted = {
        "after_expiration": {"recovery": {"enabled": True}},
        "consent_collection": {"promotions": "auto"},
        "custom_text": {"submit": {"message": "Thank you."}},
        "custom_fields": [{"key": "note", "label": {"custom": "Note", "type": "custom"}, "type": "text"}],
    }
    client.v1.checkout.sessions.expire(client.v1.checkout.sessions.create(once(**wanted)).id)
    for currency, amount in (("jpy", 5000), ("kwd", 5000), ("eur", 700)):
        paid(client, sandbox, once(amount, currency))


def standing_gifts(client: stripe.StripeClient, sandbox: RunningSandbox) -> None:
    done = paid(client, sandbox, monthly())
    client.v1.checkout.sessions.retrieve(done.id, STANDING)
    invoice = client.v1.invoices.retrieve(done.invoice, {"expand": ["payments.data.payment.payment_intent"]})
    intent = invoice.payments.data[0].payment.payment_intent.id
    client.v1.invoice_payments.list({"payment": {"type": "payment_intent", "payment_intent": intent}})
    client.v1.subscription_items.list({"subscription": done.subscription})
    paid(client, sandbox, monthly(interval="year"), card="4000002500003155", confirm=True)


def things(client: stripe.StripeClient) -> None:
    customer = client.v1.customers.create(
        {"email": "dana@example.org", "name": "Dana", "metadata": {"k": "v"}}
    )
    client.v1.customers.update(customer.id, {"name": "Dana Donor", "metadata": {"k": ""}})
    client.v1.customers.delete(customer.id)
    client.v1.customers.retrieve(customer.id)
    product = client.v1.products.create({"name": "A loom"})
    client.v1.products.update(product.id, {"name": "A wide loom"})
    price = client.v1.prices.create({"product": product.id, "currency": "usd", "unit_amount": 900})
    client.v1.prices.update(price.id, {"active": False})
    wanted = {
        "url": "http://127.0.0.1:9/",
        "enabled_events": ["charge.failed"],
        "api_version": "2026-10-28.endive",
    }
    endpoint = client.v1.webhook_endpoints.create(wanted)
    client.v1.webhook_endpoints.update(endpoint.id, {"enabled_events": ["*"], "disabled": True})
    client.v1.webhook_endpoints.delete(endpoint.id)


def lists(client: stripe.StripeClient) -> None:
    client.v1.balance.retrieve()
    client.v1.accounts.retrieve_current()
    client.v1.checkout.sessions.list()
    plain = (
        "balance_transactions", "charges", "customers", "events", "invoice_payments", "invoices", "payment_intents",
        "payment_methods", "prices", "products", "subscriptions", "webhook_endpoints",
    )  # fmt: skip
    for name in plain:
        listed = getattr(client.v1, name).list({"limit": 100})
        if listed.data and name != "payment_methods":
            getattr(client.v1, name).retrieve(listed.data[0].id)
