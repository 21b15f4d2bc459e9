"""A day of giving: a little of everything the sandbox can do."""

import stripe

from stripe_sandbox.testing import RunningSandbox
from tests.sandbox.orders import monthly, once, paid

DAY = 86400
DEEP = {"expand": ["payment_intent.latest_charge.balance_transaction", "line_items", "customer"]}
STANDING = {"expand": ["subscription.latest_invoice.payments", "invoice.customer", "customer.subscriptions"]}


def a_day(client: stripe.StripeClient, sandbox: RunningSandbox) -> None:
    """Gifts, lists and endpoints."""
    gifts(client, sandbox)
    standing_gifts(client, sandbox)
    bad_months(client, sandbox)
    bad_debits(client, sandbox)
    refunds(client, sandbox)
    disputes(client, sandbox)
    payouts(client, sandbox)
    doors(client, sandbox)
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


def bad_months(client: stripe.StripeClient, sandbox: RunningSandbox) -> None:
    clock = client.v1.test_helpers.test_clocks.create({"frozen_time": 1_769_817_600, "name": "A bad month"})
    customer = client.v1.customers.create({"test_clock": clock.id, "email": "dana@example.org"})
    session = paid(client, sandbox, monthly(customer=customer.id))
    client.v1.test_helpers.test_clocks.advance(clock.id, {"frozen_time": 1_769_817_600 + 62 * DAY})
    client.v1.subscriptions.update(session.subscription, {"pause_collection": {"behavior": "void"}})
    sandbox.advance(session.subscription)
    client.v1.subscriptions.update(
        session.subscription, {"pause_collection": "", "cancel_at_period_end": True}
    )
    sandbox.advance(session.subscription)
    client.v1.subscriptions.retrieve(
        session.subscription, {"expand": ["test_clock", "latest_invoice.payments"]}
    )
    for card in ("4000000000000341", "4000002760003184"):
        failing = paid(client, sandbox, monthly(), card=card, confirm=True)
        sandbox.advance(failing.subscription)
        client.v1.subscriptions.list({"status": "past_due", "expand": ["data.latest_invoice"]})
        sandbox.advance(failing.subscription, days=20)


def bad_debits(client: stripe.StripeClient, sandbox: RunningSandbox) -> None:
    resting = paid(client, sandbox, monthly(amount=9000, currency="jpy"))
    client.v1.subscriptions.pause(resting.subscription)
    client.v1.subscriptions.resume(resting.subscription, {"billing_cycle_anchor": {"type": "now"}})
    client.v1.subscriptions.cancel(resting.subscription)
    debit = paid(client, sandbox, monthly(), account="000222222227")
    owed = client.v1.invoice_payments.list({"invoice": debit.invoice}).data[0]
    sandbox.act(owed.payment.payment_intent, "bounce")
    client.v1.invoices.void_invoice(debit.invoice)


def refunds(client: stripe.StripeClient, sandbox: RunningSandbox) -> None:
    for card in ("4000000000007726", "4000000000005126", "4242424242424242"):
        gift = paid(client, sandbox, once(), card=card)
        refund = client.v1.refunds.create({"payment_intent": gift.payment_intent, "amount": 1000})
        client.v1.refunds.update(refund.id, {"metadata": {"row": "1"}})
    debit = paid(client, sandbox, once(), account="000123456789")
    sandbox.act(debit.payment_intent, "settle")
    client.v1.refunds.create({"payment_intent": debit.payment_intent})
    sandbox.tick(3 * DAY)
    client.v1.charges.list({"expand": ["data.refunds", "data.payment_intent"]})


def disputes(client: stripe.StripeClient, sandbox: RunningSandbox) -> None:
    for card in ("4000000000000259", "4000000000001976", "4000000000005423"):
        paid(client, sandbox, once(), card=card)
    sandbox.tick()
    for dispute in client.v1.disputes.list().data:
        client.v1.disputes.update(dispute.id, {"evidence": {"customer_name": "Dana"}})
        sandbox.act(dispute.id, "win")
    gift = paid(client, sandbox, once())
    sandbox.act(gift.payment_intent, "inquire")
    inquiry = client.v1.disputes.list({"payment_intent": gift.payment_intent}).data[0]
    sandbox.act(inquiry.id, "lose")
    client.v1.disputes.close(inquiry.id)


def payouts(client: stripe.StripeClient, sandbox: RunningSandbox) -> None:
    sandbox.tick(3 * DAY)
    client.v1.payouts.create({"amount": 100, "currency": "usd"})
    payout = sandbox.payout()
    client.v1.balance_transactions.list({"payout": payout["id"], "expand": ["data.source"]})
    sandbox.act(payout["id"], "send_back")
    sandbox.payout()


def doors(client: stripe.StripeClient, sandbox: RunningSandbox) -> None:
    giver = paid(client, sandbox, monthly())
    features = {"payment_method_update": {"enabled": True}, "subscription_cancel": {"enabled": True}}
    made = client.v1.billing_portal.configurations.create({"features": features})
    client.v1.billing_portal.configurations.update(
        made.id, {"features": {"invoice_history": {"enabled": True}}}
    )
    wanted = {"customer": giver.customer, "return_url": "http://127.0.0.1:9/account"}
    client.v1.billing_portal.sessions.create(wanted)
    door = client.v1.billing_portal.sessions.create(wanted | {"flow_data": {"type": "payment_method_update"}})
    typed = {"number": "5555555555554444", "expiry": "11/33", "cvc": "123", "name": "Dana Donor"}
    sandbox.http.post(door.url + "/card", data=typed, timeout=5)
    item = client.v1.subscriptions.retrieve(giver.subscription)["items"].data[0]
    price = {
        "currency": "usd",
        "unit_amount": 4000,
        "recurring": {"interval": "month"},
        "product": item.price.product,
    }
    changed = {"items": [{"id": item.id, "price_data": price}], "proration_behavior": "none"}
    client.v1.subscriptions.update(giver.subscription, changed)


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
    client.v1.test_helpers.test_clocks.list()
    client.v1.billing_portal.configurations.list()
    plain = (
        "balance_transactions", "charges", "customers", "disputes", "events", "invoice_payments", "invoices",
        "payment_intents", "payment_methods", "payouts", "prices", "products", "refunds", "subscriptions",
        "webhook_endpoints",
    )  # fmt: skip
    for name in plain:
        listed = getattr(client.v1, name).list({"limit": 100})
        if listed.data and name != "payment_methods":
            getattr(client.v1, name).retrieve(listed.data[0].id)
