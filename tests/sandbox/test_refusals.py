"""The sandbox refuses what Stripe refuses, in Stripe's envelope."""

import pytest
import requests
import stripe

from tests.sandbox.conftest import client_of
from tests.sandbox.orders import monthly, once

KEY = {"Authorization": "Bearer sk_test_sandbox_tests"}


@pytest.mark.parametrize(
    ("more", "param"),
    [
        ({"colour": "red"}, "colour"),
        ({"payment_intent_data": {"colour": "red"}}, "payment_intent_data[colour]"),
        ({"payment_method_types": ["card"]}, "payment_method_types"),
    ],
)
def test_an_unknown_parameter_is_refused(client, more, param):
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        client.v1.checkout.sessions.create(once(**more))
    assert refusal.value.code == "parameter_unknown"
    assert refusal.value.param == param
    assert refusal.value.user_message == f"Received unknown parameter: {param}"


def test_an_unknown_parameter_deep_inside_a_list_is_refused(client):
    asked = once()
    asked["line_items"][0]["price_data"]["product_data"]["flavour"] = "x"
    with pytest.raises(stripe.InvalidRequestError, match="price_data") as refusal:
        client.v1.checkout.sessions.create(asked)
    assert refusal.value.param == "line_items[0][price_data][product_data][flavour]"


@pytest.mark.parametrize(
    ("asked", "param"),
    [
        (once(mode="donation"), "mode"),
        (once(customer_email="a@example.org", customer="cus_1"), "customer_email"),
        (once(expires_at=1), "expires_at"),
        (once(success_url="/thanks"), "success_url"),
        (once(amount=49), "line_items"),
        (once(amount=49, currency="jpy"), "line_items"),
        (once(amount=1001, currency="kwd"), "line_items"),
        (once(amount=100_000_000), "line_items"),
        (once(subscription_data={"description": "x"}), "subscription_data"),
        (monthly(payment_intent_data={"description": "x"}), "payment_intent_data"),
        (monthly(line_items=once()["line_items"]), "line_items"),
        (once(line_items=monthly()["line_items"]), "line_items"),
        (once(metadata={"k" * 41: "v"}), "metadata"),
        (once(metadata={"k": "v" * 501}), "metadata[k]"),
        (once(customer="cus_nobody"), "customer"),
        (once(locale="tlh"), "locale"),
    ],
)
def test_a_wrong_session_is_refused(client, asked, param):
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        client.v1.checkout.sessions.create(asked)
    assert refusal.value.param == param


@pytest.mark.parametrize(
    "key", ["sk_live_abcdefghijkl", "rk_live_abcdefghijkl", "pk_test_abcdefghijkl", "nonsense"]
)
def test_only_test_keys_may_call(sandbox, key):
    with pytest.raises(stripe.AuthenticationError) as refusal:
        client_of(sandbox.url, key).v1.balance.retrieve()
    assert refusal.value.http_status == 401
    assert key not in refusal.value.user_message


def test_another_version_is_refused(sandbox):
    reply = requests.get(
        sandbox.url + "/v1/balance", headers=KEY | {"Stripe-Version": "2020-08-27"}, timeout=5
    )
    assert reply.status_code == 400
    assert "2020-08-27" in reply.json()["error"]["message"]


def test_an_address_that_is_no_part_of_the_api_answers_in_json(sandbox):
    for method, path in [("GET", "/v1/nothing"), ("DELETE", "/v1/charges"), ("POST", "/v1/events")]:
        reply = requests.request(method, sandbox.url + path, headers=KEY, timeout=5)
        assert reply.status_code == 404
        assert reply.json()["error"]["type"] == "invalid_request_error"
        assert reply.headers["Request-Id"].startswith("req_")


def test_an_unknown_id_is_a_404(client):
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        client.v1.charges.retrieve("ch_nobody")
    assert (refusal.value.http_status, refusal.value.code) == (404, "resource_missing")


@pytest.mark.parametrize("name", ["colour", "payment_intent.colour", "metadata", "line_items.datum"])
def test_what_cannot_be_expanded_is_refused(client, name):
    session = client.v1.checkout.sessions.create(once())
    with pytest.raises(stripe.InvalidRequestError, match="cannot be expanded"):
        client.v1.checkout.sessions.retrieve(session.id, {"expand": [name]})


def test_five_levels_are_too_deep(client):
    session = client.v1.checkout.sessions.create(once())
    deep = "payment_intent.latest_charge.balance_transaction.source.customer"
    with pytest.raises(stripe.InvalidRequestError, match="4 levels"):
        client.v1.checkout.sessions.retrieve(session.id, {"expand": [deep]})


def test_a_list_keeps_to_its_limit(client):
    for wrong in (0, 101):
        with pytest.raises(stripe.InvalidRequestError):
            client.v1.charges.list({"limit": wrong})
