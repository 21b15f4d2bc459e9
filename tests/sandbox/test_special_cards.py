"""Every special number of Stripe’s page about testing does here what it does there."""

import pytest
import requests

from tests.sandbox.orders import monthly, once

WORKS = ("4242424242424242", "4000056655665556", "5555555555554444", "378282246310005", "6011111111111117")
REFUSED = {
    "4000000000000002": ("card_declined", "generic_decline"),
    "4000000000009995": ("card_declined", "insufficient_funds"),
    "4000000000009987": ("card_declined", "lost_card"),
    "4000000000009979": ("card_declined", "stolen_card"),
    "4000000000000069": ("expired_card", "expired_card"),
    "4000000000000127": ("incorrect_cvc", "incorrect_cvc"),
    "4000000000000119": ("processing_error", "processing_error"),
    "4100000000000019": ("card_declined", "fraudulent"),
    "4000000000004954": ("card_declined", "fraudulent"),
}
ASKS = {
    "4000002500003155": "succeeded",
    "4000002760003184": "succeeded",
    "4000008260003178": "insufficient_funds",
    "4000008400001629": "generic_decline",
}
DISPUTED = {
    "4000000000000259": ("fraudulent", "needs_response"),
    "4000000000002685": ("product_not_received", "needs_response"),
    "4000000000001976": ("general", "warning_needs_response"),
}
BOUNCES = ("000111111113", "000111111116", "000222222227")


@pytest.fixture
def session(client):
    return client.v1.checkout.sessions.create(once(5000))


def pressed(client, sandbox, card, button, **fields):
    """What a gift with this card is after a button of the dashboard was pressed for its payment."""
    made = client.v1.checkout.sessions.create(once(5000))
    assert sandbox.pay(made.id, card=card)["status"] == "succeeded"
    intent = client.v1.checkout.sessions.retrieve(made.id).payment_intent
    return sandbox.act(intent, button, **fields) if button else intent


@pytest.mark.parametrize("card", WORKS)
def test_it_works(client, sandbox, session, card):
    assert sandbox.pay(session.id, card=card)["status"] == "succeeded"


@pytest.mark.parametrize("card", REFUSED)
def test_it_is_refused(client, sandbox, session, card):
    told = sandbox.pay(session.id, card=card)
    assert (told["status"], told["code"], told["decline_code"]) == ("declined", *REFUSED[card])
    assert client.v1.checkout.sessions.retrieve(session.id).status == "open"


def test_a_number_that_is_none_is_refused(sandbox, session):
    with pytest.raises(requests.HTTPError, match="400"):
        sandbox.pay(session.id, card="4242424242424241")


@pytest.mark.parametrize("card", ASKS)
def test_the_bank_asks_first(client, sandbox, session, card):
    assert sandbox.pay(session.id, card=card)["status"] == "requires_action"
    told = sandbox.pay(session.id, card=card, confirm=True)
    assert ASKS[card] in (told["status"], told.get("decline_code"))


def test_it_is_kept_and_fails_from_the_second_time_on(client, sandbox):
    made = client.v1.checkout.sessions.create(monthly(5000))
    assert sandbox.pay(made.id, card="4000000000000341")["status"] == "succeeded"
    subscription = client.v1.checkout.sessions.retrieve(made.id).subscription
    sandbox.advance(subscription)
    assert client.v1.subscriptions.retrieve(subscription).status == "past_due"


@pytest.mark.parametrize("card", DISPUTED)
def test_it_is_disputed(client, sandbox, card):
    intent = pressed(client, sandbox, card, "")
    sandbox.tick(1)
    [dispute] = client.v1.disputes.list({"payment_intent": intent}).data
    assert (dispute.reason, dispute.status) == DISPUTED[card]


@pytest.mark.parametrize(("words", "status"), [("winning_evidence", "won"), ("losing_evidence", "lost")])
def test_two_texts_decide_a_dispute(client, sandbox, words, status):
    intent = pressed(client, sandbox, "4000000000000259", "")
    sandbox.tick(1)
    [dispute] = client.v1.disputes.list({"payment_intent": intent}).data
    decided = client.v1.disputes.update(dispute.id, {"evidence": {"uncategorized_text": words}})
    assert decided.status == status


def test_a_fraud_warning_follows(client, sandbox):
    intent = pressed(client, sandbox, "4000000000005423", "")
    sandbox.tick(1)
    [event] = client.v1.events.list({"type": "radar.early_fraud_warning.created"}).data
    assert event.data.object.payment_intent == intent


@pytest.mark.parametrize(
    ("card", "first", "then"),
    [("4000000000007726", "pending", "succeeded"), ("4000000000005126", "succeeded", "failed")],
)
def test_its_refund_goes_on_later(client, sandbox, card, first, then):
    pressed(client, sandbox, card, "refund")
    assert client.v1.refunds.list().data[0].status == first
    sandbox.tick(2 * 86_400)
    assert client.v1.refunds.list().data[0].status == then


def test_its_money_is_available_at_once(client, sandbox):
    intent = pressed(client, sandbox, "4000000000000077", "")
    charge = client.v1.payment_intents.retrieve(intent, {"expand": ["latest_charge.balance_transaction"]})
    assert charge.latest_charge.balance_transaction.status == "available"


def test_an_account_that_pays(client, sandbox, session):
    assert sandbox.pay(session.id, account="000123456789")["status"] == "processing"
    sandbox.tick(5 * 86_400)
    assert client.v1.checkout.sessions.retrieve(session.id).payment_status == "paid"


@pytest.mark.parametrize("account", BOUNCES)
def test_an_account_that_does_not(client, sandbox, session, account):
    assert sandbox.pay(session.id, account=account)["status"] == "processing"
    sandbox.tick(5 * 86_400)
    assert client.v1.checkout.sessions.retrieve(session.id).payment_status == "unpaid"
    assert client.v1.events.list({"type": "checkout.session.async_payment_failed"}).data
