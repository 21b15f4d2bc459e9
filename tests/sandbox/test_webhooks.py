"""Events: in which order they come, how they are signed, and what happens where nobody answers."""

import pytest
import stripe

from tests.sandbox.conftest import SECRET
from tests.sandbox.orders import monthly, once, paid

ONCE = [
    "payment_intent.created",
    "charge.succeeded",
    "payment_intent.succeeded",
    "checkout.session.completed",
]
MONTHLY = [
    "customer.created", "customer.subscription.created", "invoice.created", "invoice.finalized",
    "payment_intent.created", "charge.succeeded", "payment_intent.succeeded", "invoice_payment.paid", "invoice.paid",
    "invoice.payment_succeeded", "payment_method.attached", "checkout.session.completed",
]  # fmt: skip


@pytest.mark.parametrize(("asked", "types"), [(once(), ONCE), (monthly(), MONTHLY)])
def test_events_come_in_stripes_order_and_signed(client, sandbox, listener, asked, types):
    paid(client, sandbox, asked)
    assert sandbox.idle()
    assert listener.types() == types
    for signature, body in listener.heard:
        assert client.construct_event(body, signature, SECRET).api_version == "2026-10-28.endive"


def test_a_failed_delivery_is_tried_again_with_the_same_bytes(client, sandbox, listener):
    listener.answers += [500, 302]
    client.v1.customers.create({})
    assert sandbox.idle()
    bodies = {body for _, body in listener.heard}
    assert (len(listener.heard), len(bodies)) == (3, 1)
    assert sandbox.deliveries()[0]["attempts"] == 3
    assert client.v1.events.list({"delivery_success": True}).data[0].pending_webhooks == 0


def test_it_gives_up_at_the_end(client, sandbox, listener):
    sandbox.settings(max_attempts=3)
    listener.answers += [500] * 10
    client.v1.customers.create({})
    assert sandbox.idle()
    assert len(listener.heard) == 3
    assert sandbox.deliveries()[0]["state"] == "failed"
    assert len(client.v1.events.list({"delivery_success": False}).data) == 1


def test_held_events_wait_for_the_flush(client, sandbox, listener):
    sandbox.settings(webhooks="hold")
    paid(client, sandbox, once())
    assert sandbox.idle()
    assert listener.heard == []
    outcomes = sandbox.flush()
    assert [outcome["type"] for outcome in outcomes] == ONCE == listener.types()
    assert {outcome["status"] for outcome in outcomes} == {200}


def test_dropped_events_never_come(client, sandbox, listener):
    sandbox.settings(webhooks="drop")
    paid(client, sandbox, once())
    assert sandbox.flush() == []
    assert len(client.v1.events.list().data) == len(ONCE)
    assert listener.heard == []


def test_events_can_be_doubled_and_shuffled(client, sandbox, listener):
    sandbox.settings(duplicate=2, shuffle=True, webhooks="hold")
    for _ in range(4):
        paid(client, sandbox, once())
    sandbox.flush()
    assert sorted(listener.types()) == sorted(ONCE * 12)
    assert listener.types() != sorted(listener.types(), key=ONCE.index)


def test_one_event_twenty_times_at_once(client, sandbox, listener):
    event = client.v1.customers.create({}) and client.v1.events.list().data[0]
    assert sandbox.idle()
    outcomes = sandbox.resend(event.id, times=20, concurrent=True)
    assert [outcome["status"] for outcome in outcomes] == [200] * 20
    assert {seen["id"] for seen in listener.events()} == {event.id}
    assert len(listener.heard) == 21


def test_an_endpoint_hears_only_what_it_asked_for(client, sandbox, listener):
    wanted = {"url": listener.url + "?second", "enabled_events": ["charge.succeeded"]}
    endpoint = client.v1.webhook_endpoints.create(wanted)
    assert endpoint.secret.startswith("whsec_")
    assert "secret" not in client.v1.webhook_endpoints.retrieve(endpoint.id)
    paid(client, sandbox, once())
    assert sandbox.idle()
    to_it = [row["type"] for row in sandbox.deliveries() if row["endpoint"] == endpoint.id]
    assert to_it == ["charge.succeeded"]
    signature, body = next(heard for heard in listener.heard if b'"charge.succeeded"' in heard[1])
    with pytest.raises(stripe.SignatureVerificationError):
        client.construct_event(body, signature, "whsec_other")


def test_a_disabled_endpoint_is_left_alone(client, sandbox, listener):
    endpoint = client.v1.webhook_endpoints.list().data[0]
    client.v1.webhook_endpoints.update(endpoint.id, {"disabled": True})
    client.v1.customers.create({})
    assert sandbox.idle()
    assert listener.heard == []
    client.v1.webhook_endpoints.update(endpoint.id, {"disabled": False})


def test_the_payload_is_what_was_true_when_it_happened(client, sandbox, listener):
    sandbox.settings(webhooks="hold")
    customer = client.v1.customers.create({"email": "old@example.org"})
    client.v1.customers.update(customer.id, {"email": "new@example.org"})
    sandbox.flush()
    first, second = listener.events()
    assert first["data"]["object"]["email"] == "old@example.org"
    assert second["data"]["previous_attributes"] == {"email": "old@example.org"}
