"""The life of a standing gift."""

import pytest
import stripe

from tests.sandbox.orders import monthly, paid

DAY = 86400


@pytest.fixture
def standing(client, sandbox):
    """A subscription that was started with this card."""

    def start(card="4242424242424242", confirm=True, **more):
        session = paid(client, sandbox, monthly(**more), card=card, confirm=confirm)
        return client.v1.subscriptions.retrieve(session.subscription)

    return start


def types(client):
    return [event.type for event in client.v1.events.list({"limit": 100}).data][::-1]


def since(client, type):
    """What was told after the last event of this type."""
    told = types(client)
    return told[len(told) - told[::-1].index(type) :]


def test_a_month_later_the_gift_renews(client, sandbox, standing):
    before = standing()
    sandbox.advance(before.id)
    after = client.v1.subscriptions.retrieve(before.id)
    item, old = after["items"].data[0], before["items"].data[0]
    assert (after.status, item.current_period_start) == ("active", old.current_period_end)
    invoices = client.v1.invoices.list({"subscription": before.id}).data
    assert {invoice.status for invoice in invoices} == {"paid"}
    assert [invoice.billing_reason for invoice in invoices] == ["subscription_cycle", "subscription_create"]
    assert invoices[0].parent.subscription_details.metadata["pledge"] == "7"
    assert since(client, "test_helpers.test_clock.advancing") == [
        "invoice.upcoming", "customer.subscription.updated", "invoice.created", "invoice.finalized",
        "payment_intent.created", "charge.succeeded", "payment_intent.succeeded", "invoice_payment.paid",
        "invoice.paid", "invoice.payment_succeeded", "test_helpers.test_clock.ready",
    ]  # fmt: skip


def test_a_clock_lives_through_many_months(client, sandbox):
    clock = client.v1.test_helpers.test_clocks.create({"frozen_time": 1_769_817_600})  # 31 January 2026
    customer = client.v1.customers.create({"test_clock": clock.id, "email": "dana@example.org"})
    session = paid(client, sandbox, monthly(customer=customer.id))
    told = client.v1.test_helpers.test_clocks.advance(clock.id, {"frozen_time": 1_769_817_600 + 100 * DAY})
    assert told.status == "advancing"
    assert client.v1.test_helpers.test_clocks.retrieve(clock.id).status == "ready"
    starts = [i.created for i in client.v1.invoices.list({"subscription": session.subscription}).data][::-1]
    assert [(start - 1_769_817_600) // DAY for start in starts] == [0, 28, 59, 89]


def test_a_failed_renewal_is_tried_again_and_recovers(client, sandbox, standing):
    started = standing()
    sandbox.act(started.id, "fail_next")
    sandbox.advance(started.id)
    invoice = client.v1.invoices.list({"subscription": started.id}).data[0]
    assert client.v1.subscriptions.retrieve(started.id).status == "past_due"
    assert (invoice.status, invoice.attempt_count) == ("open", 1)
    assert invoice.next_payment_attempt
    sandbox.advance(started.id, days=4)
    assert client.v1.subscriptions.retrieve(started.id).status == "active"
    assert client.v1.invoices.retrieve(invoice.id).status == "paid"
    assert len(client.v1.invoice_payments.list({"invoice": invoice.id}).data) == 1


@pytest.mark.parametrize(
    ("setting", "status"), [("cancel", "canceled"), ("unpaid", "unpaid"), ("past_due", "past_due")]
)
def test_when_the_retries_end_the_account_decides(client, sandbox, standing, setting, status):
    sandbox.settings(after_retries=setting)
    started = standing("4000000000000341")
    sandbox.advance(started.id)
    sandbox.advance(started.id, days=20)
    ended = client.v1.subscriptions.retrieve(started.id)
    assert ended.status == status
    assert types(client).count("invoice.payment_failed") == 4
    if status == "canceled":
        assert ended.cancellation_details.reason == "payment_failed"


def test_a_bank_that_asks_every_time_needs_the_donor(client, sandbox, standing):
    started = standing("4000002760003184")
    sandbox.advance(started.id)
    told = since(client, "invoice.finalized")
    assert told.index("invoice.payment_action_required") < told.index("invoice.payment_failed")
    invoice = client.v1.invoices.list({"subscription": started.id}).data[0]
    assert invoice.hosted_invoice_url.startswith(sandbox.url)
    sandbox.http.post(invoice.hosted_invoice_url + "/confirmation", data={"answer": "complete"}, timeout=5)
    assert client.v1.invoices.retrieve(invoice.id).status == "paid"
    assert client.v1.subscriptions.retrieve(started.id).status == "active"


def test_an_end_at_the_period_can_be_undone(client, sandbox, standing):
    started = standing()
    planned = client.v1.subscriptions.update(started.id, {"cancel_at_period_end": True})
    assert planned.cancel_at == started["items"].data[0].current_period_end
    assert (planned.status, planned.cancellation_details.reason) == ("active", "cancellation_requested")
    undone = client.v1.subscriptions.update(started.id, {"cancel_at_period_end": False})
    assert (undone.cancel_at, undone.canceled_at) == (None, None)
    client.v1.subscriptions.update(started.id, {"cancel_at": "min_period_end"})
    sandbox.advance(started.id)
    ended = client.v1.subscriptions.retrieve(started.id)
    assert (ended.status, ended.ended_at) == ("canceled", planned.cancel_at)
    assert len(client.v1.invoices.list({"subscription": started.id}).data) == 1


def test_an_end_on_a_date(client, sandbox, standing):
    started = standing()
    client.v1.subscriptions.update(started.id, {"cancel_at": started.start_date + 5 * DAY})
    sandbox.advance(started.id, days=6)
    assert client.v1.subscriptions.retrieve(started.id).ended_at == started.start_date + 5 * DAY


def test_ending_now_is_final(client, standing):
    started = standing()
    ended = client.v1.subscriptions.cancel(started.id, {"cancellation_details": {"comment": "Moving"}})
    assert (ended.status, ended.cancellation_details.comment) == ("canceled", "Moving")
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        client.v1.subscriptions.cancel(started.id)
    assert refusal.value.code == "resource_missing"
    assert client.v1.subscriptions.list().data == []
    assert len(client.v1.subscriptions.list({"status": "all"}).data) == 1


@pytest.mark.parametrize(
    ("behavior", "status"),
    [("void", "void"), ("mark_uncollectible", "uncollectible"), ("keep_as_draft", "draft")],
)
def test_a_pause_keeps_the_status_and_collects_nothing(client, sandbox, standing, behavior, status):
    started = standing()
    resumes = started["items"].data[0].current_period_end + 3 * DAY
    wanted = {"pause_collection": {"behavior": behavior, "resumes_at": resumes}}
    assert client.v1.subscriptions.update(started.id, wanted).status == "active"
    sandbox.advance(started.id)
    assert client.v1.invoices.list({"subscription": started.id}).data[0].status == status
    assert len(client.v1.charges.list().data) == 1
    sandbox.advance(started.id, days=4)
    assert client.v1.subscriptions.retrieve(started.id).pause_collection is None
    sandbox.advance(started.id)
    assert len(client.v1.charges.list().data) == 2


def test_a_pause_can_be_ended_by_hand(client, standing):
    started = standing()
    client.v1.subscriptions.update(started.id, {"pause_collection": {"behavior": "void"}})
    assert client.v1.subscriptions.update(started.id, {"pause_collection": ""}).pause_collection is None


def test_a_new_amount_counts_from_the_next_period(client, sandbox, standing):
    started = standing()
    item = started["items"].data[0]
    price = {
        "currency": "usd",
        "unit_amount": 4000,
        "recurring": {"interval": "month"},
        "product": item.price.product,
    }
    wanted = {"items": [{"id": item.id, "price_data": price}], "proration_behavior": "none"}
    changed = client.v1.subscriptions.update(started.id, wanted)
    assert changed["items"].data[0].price.unit_amount == 4000
    sandbox.advance(started.id)
    assert [i.amount_paid for i in client.v1.invoices.list({"subscription": started.id}).data] == [4000, 2500]


def test_pausing_and_resuming_the_subscription_itself(client, sandbox, standing):
    started = standing()
    assert client.v1.subscriptions.pause(started.id).status == "paused"
    sandbox.advance(started.id)
    assert len(client.v1.charges.list().data) == 1
    resumed = client.v1.subscriptions.resume(started.id, {"billing_cycle_anchor": {"type": "now"}})
    assert resumed.status == "active"
    assert len(client.v1.charges.list().data) == 2


def test_an_open_invoice_can_be_paid_or_voided(client, sandbox, standing):
    started = standing()
    sandbox.act(started.id, "fail_next", times=1)
    sandbox.advance(started.id)
    invoice = client.v1.invoices.list({"subscription": started.id}).data[0]
    assert client.v1.invoices.pay(invoice.id).status == "paid"
    with pytest.raises(stripe.InvalidRequestError, match="already paid"):
        client.v1.invoices.pay(invoice.id)
    sandbox.act(started.id, "fail_next")
    sandbox.advance(started.id)
    latest = client.v1.invoices.list({"subscription": started.id}).data[0]
    assert client.v1.invoices.void_invoice(latest.id).status == "void"


def test_paying_an_invoice_with_a_bad_card_is_a_card_error(client, sandbox, standing):
    started = standing("4000000000000341")
    sandbox.advance(started.id)
    invoice = client.v1.invoices.list({"subscription": started.id}).data[0]
    with pytest.raises(stripe.CardError) as refusal:
        client.v1.invoices.pay(invoice.id)
    assert (refusal.value.http_status, refusal.value.code) == (402, "card_declined")
    assert client.v1.invoices.retrieve(invoice.id).attempt_count == 2


@pytest.mark.parametrize(("currency", "amount"), [("jpy", 5000), ("kwd", 12340)])
def test_other_currencies_renew_to_the_coin(client, sandbox, standing, currency, amount):
    started = standing(amount=amount, currency=currency)
    sandbox.advance(started.id)
    invoices = client.v1.invoices.list({"subscription": started.id}).data
    assert [(i.amount_paid, i.currency) for i in invoices] == [(amount, currency)] * 2


def test_items_can_be_taken_away_but_not_the_last_one(client, standing):
    started = standing()
    gone = {"items": [{"id": started["items"].data[0].id, "deleted": True}], "proration_behavior": "none"}
    with pytest.raises(stripe.InvalidRequestError, match="at least one"):
        client.v1.subscriptions.update(started.id, gone)
