"""A one-time payment, from the session to the fee."""

import pytest
import stripe

from tests.sandbox.orders import once, paid

WHOLE = {"expand": ["payment_intent.latest_charge.balance_transaction", "line_items", "customer"]}


def test_a_new_session_waits_on_its_page(client):
    session = client.v1.checkout.sessions.create(once())
    assert (session.status, session.payment_status, session.payment_intent) == ("open", "unpaid", None)
    assert session.id.startswith("cs_test_")
    assert session.url.endswith("/c/pay/" + session.id)
    assert session.amount_total == 5000
    assert "line_items" not in session


def test_a_paid_session_leads_to_the_fee(client, sandbox):
    done = paid(client, sandbox, once(), email="dana@example.org", name="Dana Donor")
    session = client.v1.checkout.sessions.retrieve(done.id, WHOLE)
    charge = session.payment_intent.latest_charge
    assert (session.status, session.payment_status, session.url) == ("complete", "paid", None)
    assert session.customer_details.email == "dana@example.org"
    assert session.line_items.data[0].amount_total == 5000
    assert (charge.status, charge.amount, charge.metadata["pledge"]) == ("succeeded", 5000, "7")
    assert (charge.balance_transaction.fee, charge.balance_transaction.net) == (175, 4825)


@pytest.mark.parametrize(
    ("currency", "amount", "fee"),
    [("usd", 10330, 330), ("jpy", 1000, 59), ("kwd", 10000, 590)],
)
def test_fees_are_whole_coins_in_every_currency(client, sandbox, currency, amount, fee):
    session = paid(client, sandbox, once(amount, currency))
    session = client.v1.checkout.sessions.retrieve(session.id, WHOLE)
    booked = session.payment_intent.latest_charge.balance_transaction
    assert (booked.fee, booked.net) == (fee, amount - fee)


@pytest.mark.parametrize(
    ("card", "code", "decline_code"),
    [
        ("4000000000000002", "card_declined", "generic_decline"),
        ("4000000000009995", "card_declined", "insufficient_funds"),
        ("4000000000000069", "expired_card", "expired_card"),
        ("4000000000000127", "incorrect_cvc", "incorrect_cvc"),
        ("4100000000000019", "card_declined", "fraudulent"),
    ],
)
def test_a_declined_card_leaves_the_session_open(client, sandbox, card, code, decline_code):
    session = client.v1.checkout.sessions.create(once())
    told = sandbox.pay(session.id, card=card)
    assert (told["status"], told["code"], told["decline_code"]) == ("declined", code, decline_code)
    assert client.v1.checkout.sessions.retrieve(session.id).status == "open"
    charge = client.v1.charges.list().data[0]
    assert (charge.status, charge.paid, charge.failure_code) == ("failed", False, code)


def test_after_a_decline_the_same_payment_succeeds(client, sandbox):
    session = client.v1.checkout.sessions.create(once())
    sandbox.pay(session.id, card="4000000000000002")
    sandbox.pay(session.id)
    assert [charge.status for charge in client.v1.charges.list().data] == ["succeeded", "failed"]
    assert len(client.v1.payment_intents.list().data) == 1


def test_paying_twice_charges_once(client, sandbox):
    session = client.v1.checkout.sessions.create(once())
    assert sandbox.pay(session.id) == sandbox.pay(session.id)
    assert len(client.v1.charges.list().data) == 1


def test_a_bank_may_ask_first(client, sandbox):
    session = client.v1.checkout.sessions.create(once())
    assert sandbox.pay(session.id, card="4000002760003184")["status"] == "requires_action"
    assert client.v1.payment_intents.list().data[0].status == "requires_action"
    assert sandbox.pay(session.id, card="4000002760003184", confirm=False)["status"] == "declined"
    assert sandbox.pay(session.id, card="4000002760003184", confirm=True)["status"] == "succeeded"


def test_a_confirmed_card_may_still_be_declined(client, sandbox):
    session = client.v1.checkout.sessions.create(once())
    assert sandbox.pay(session.id, card="4000008400001629", confirm=True)["status"] == "declined"


def test_expiry_is_final(client, sandbox):
    session = client.v1.checkout.sessions.create(once(after_expiration={"recovery": {"enabled": True}}))
    expired = client.v1.checkout.sessions.expire(session.id)
    assert (expired.status, expired.url) == ("expired", None)
    assert expired.after_expiration.recovery.url
    for again in (session.id, paid(client, sandbox, once()).id):
        with pytest.raises(stripe.InvalidRequestError, match="Only Checkout Sessions"):
            client.v1.checkout.sessions.expire(again)


def test_an_abandoned_session_expires_by_itself(client, sandbox):
    session = client.v1.checkout.sessions.create(once())
    sandbox.control("tick", seconds=86400)
    assert client.v1.checkout.sessions.retrieve(session.id).status == "expired"
    assert client.v1.events.list().data[0].type == "checkout.session.expired"


def test_a_session_payment_cannot_be_cancelled_behind_its_back(client, sandbox):
    session = client.v1.checkout.sessions.create(once())
    sandbox.pay(session.id, card="4000000000000002")
    intent = client.v1.payment_intents.list().data[0]
    with pytest.raises(stripe.InvalidRequestError, match="Expire the Checkout Session"):
        client.v1.payment_intents.cancel(intent.id)


def test_a_customer_is_made_when_wanted(client, sandbox):
    assert paid(client, sandbox, once()).customer is None
    made = paid(client, sandbox, once(customer_creation="always"), email="dana@example.org")
    assert client.v1.customers.retrieve(made.customer).email == "dana@example.org"


def test_the_fee_may_come_late(client, sandbox):
    sandbox.settings(balance_transaction="late")
    paid(client, sandbox, once())
    assert client.v1.charges.list().data[0].balance_transaction is None
    sandbox.control("tick", seconds=10)
    assert client.v1.charges.list().data[0].balance_transaction
    assert client.v1.events.list().data[0].type == "charge.updated"


def test_no_card_number_is_kept(client, sandbox):
    paid(client, sandbox, once(customer_creation="always"))
    method = client.v1.payment_methods.retrieve(client.v1.charges.list().data[0].payment_method)
    assert (method.card.brand, method.card.last4) == ("visa", "4242")
    everything = str(client.v1.events.list({"limit": 100})) + str(method)
    assert "42424242" not in everything
