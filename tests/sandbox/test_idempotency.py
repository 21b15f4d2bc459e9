"""A key is worked on once."""

import threading

import pytest
import requests
import stripe

from tests.sandbox.orders import once

KEY = {"Authorization": "Bearer sk_test_sandbox_tests", "Idempotency-Key": "k"}


def test_the_same_key_gives_the_same_answer(client):
    first = client.v1.checkout.sessions.create(once(), {"idempotency_key": "k"})
    second = client.v1.checkout.sessions.create(once(), {"idempotency_key": "k"})
    assert first.id == second.id
    assert second.last_response.headers["Idempotent-Replayed"] == "true"
    assert second.last_response.headers["Idempotency-Key"] == "k"
    assert len(client.v1.checkout.sessions.list().data) == 1


def test_the_same_key_for_something_else_is_refused(client):
    client.v1.checkout.sessions.create(once(), {"idempotency_key": "k"})
    with pytest.raises(stripe.IdempotencyError) as refusal:
        client.v1.checkout.sessions.create(once(amount=5001), {"idempotency_key": "k"})
    assert refusal.value.http_status == 400


def test_a_refused_request_does_not_use_its_key_up(client):
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.checkout.sessions.create(once(colour="red"), {"idempotency_key": "k"})
    assert client.v1.checkout.sessions.create(once(), {"idempotency_key": "k"}).id


def test_a_key_in_use_is_a_conflict(sandbox):
    sandbox.fault("POST /v1/customers", "slow", seconds=0.4)
    replies: list[int] = []

    def call():
        replies.append(requests.post(sandbox.url + "/v1/customers", headers=KEY, timeout=5).status_code)

    threads = [threading.Thread(target=call) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(replies) == [200, 409]


def test_an_answer_that_was_lost_is_given_again(client, sandbox):
    sandbox.fault("POST /v1/checkout/sessions", "drop_after_commit")
    with pytest.raises(stripe.APIConnectionError):
        client.v1.checkout.sessions.create(once(), {"idempotency_key": "k"})
    again = client.v1.checkout.sessions.create(once(), {"idempotency_key": "k"})
    assert [session.id for session in client.v1.checkout.sessions.list().data] == [again.id]


@pytest.mark.parametrize(
    ("kind", "error", "status"),
    [("500", stripe.APIError, 500), ("429", stripe.RateLimitError, 429), ("409", stripe.StripeError, 409)],
)
def test_bad_days_can_be_arranged(client, sandbox, kind, error, status):
    sandbox.fault("POST /v1/customers", kind)
    with pytest.raises(error) as trouble:
        client.v1.customers.create({})
    assert trouble.value.http_status == status
    assert client.v1.customers.create({}).id
