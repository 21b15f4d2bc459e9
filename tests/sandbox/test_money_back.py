"""Money going back: refunds, disputes, warnings; and money going on: payouts."""

import pytest
import stripe

from tests.sandbox.orders import once, paid


def gift(client, sandbox, card="4242424242424242", amount=5000, currency="usd"):
    """A paid gift's payment intent."""
    return paid(client, sandbox, once(amount, currency), card=card).payment_intent


def new_types(client, before):
    seen = {event.id for event in before.data}
    return [event.type for event in client.v1.events.list({"limit": 100}).data if event.id not in seen][::-1]


def test_a_refund_in_parts_until_nothing_is_left(client, sandbox):
    intent = gift(client, sandbox)
    first = client.v1.refunds.create({"payment_intent": intent, "amount": 2000, "metadata": {"row": "1"}})
    charge = client.v1.charges.list({"expand": ["data.refunds"]}).data[0]
    assert (charge.amount_refunded, charge.refunded, charge.refunds.data[0].id) == (2000, False, first.id)
    booked = client.v1.balance_transactions.retrieve(first.balance_transaction)
    assert (booked.amount, booked.fee, booked.type) == (-2000, 0, "refund")
    with pytest.raises(stripe.InvalidRequestError, match="greater than unrefunded"):
        client.v1.refunds.create({"payment_intent": intent, "amount": 3001})
    client.v1.refunds.create({"charge": charge.id})
    assert client.v1.charges.retrieve(charge.id).refunded
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        client.v1.refunds.create({"payment_intent": intent})
    assert refusal.value.code == "charge_already_refunded"


def test_refunds_are_told(client, sandbox):
    intent = gift(client, sandbox)
    before = client.v1.events.list({"limit": 100})
    refund = client.v1.refunds.create({"payment_intent": intent})
    assert new_types(client, before) == ["refund.created", "charge.refunded"]
    client.v1.refunds.update(refund.id, {"metadata": {"row": "2"}})
    assert client.v1.events.list().data[0].type == "refund.updated"


def test_a_slow_refund_arrives_later(client, sandbox):
    refund = client.v1.refunds.create({"payment_intent": gift(client, sandbox, "4000000000007726")})
    assert (refund.status, refund.pending_reason) == ("pending", "processing")
    sandbox.tick(2 * 86400)
    assert client.v1.refunds.retrieve(refund.id).status == "succeeded"


def test_a_refund_may_fail_and_the_money_comes_back(client, sandbox):
    refund = client.v1.refunds.create({"payment_intent": gift(client, sandbox, "4000000000005126")})
    assert refund.status == "succeeded"
    sandbox.tick(2 * 86400)
    failed = client.v1.refunds.retrieve(refund.id, {"expand": ["failure_balance_transaction", "charge"]})
    assert (failed.status, failed.failure_reason) == ("failed", "expired_or_canceled_card")
    assert failed.failure_balance_transaction.amount == 5000
    assert (failed.charge.amount_refunded, failed.charge.refunded) == (0, False)
    types = [event.type for event in client.v1.events.list().data]
    assert {"refund.failed", "charge.refund.updated"} <= set(types)


@pytest.mark.parametrize(("won", "status", "net"), [(True, "won", 3325), (False, "lost", -1675)])
def test_a_dispute_takes_the_money_until_it_is_won(client, sandbox, won, status, net):
    sandbox.act(gift(client, sandbox), "dispute", reason="fraudulent")
    dispute = client.v1.disputes.list().data[0]
    assert (dispute.status, dispute.amount, len(dispute.balance_transactions)) == ("needs_response", 5000, 1)
    with pytest.raises(stripe.InvalidRequestError, match="charged back"):
        client.v1.refunds.create({"charge": dispute.charge})
    evidence = "winning_evidence" if won else "losing_evidence"
    closed = client.v1.disputes.update(dispute.id, {"evidence": {"uncategorized_text": evidence}})
    assert closed.status == status
    assert sum(row.net for row in client.v1.balance_transactions.list().data) == net
    with pytest.raises(stripe.InvalidRequestError, match="already closed"):
        client.v1.disputes.close(dispute.id)


def test_a_dispute_is_told_step_by_step(client, sandbox):
    intent = gift(client, sandbox)
    before = client.v1.events.list({"limit": 100})
    sandbox.act(intent, "dispute", reason="duplicate")
    dispute = client.v1.disputes.list({"payment_intent": intent}).data[0]
    client.v1.disputes.update(dispute.id, {"evidence": {"customer_name": "Dana"}})
    assert client.v1.disputes.retrieve(dispute.id).status == "under_review"
    sandbox.act(dispute.id, "win")
    steps = ["created", "funds_withdrawn", "updated", "closed", "funds_reinstated"]
    assert new_types(client, before) == [f"charge.dispute.{step}" for step in steps]


def test_an_inquiry_moves_no_money(client, sandbox):
    gift(client, sandbox, "4000000000001976")
    sandbox.tick()
    inquiry = client.v1.disputes.list().data[0]
    assert (inquiry.status, inquiry.balance_transactions) == ("warning_needs_response", [])
    assert client.v1.disputes.close(inquiry.id).status == "warning_closed"


@pytest.mark.parametrize(
    ("card", "reason"),
    [("4000000000000259", "fraudulent"), ("4000000000002685", "product_not_received")],
)
def test_some_cards_are_disputed_by_themselves(client, sandbox, card, reason):
    gift(client, sandbox, card)
    sandbox.tick()
    assert [dispute.reason for dispute in client.v1.disputes.list().data] == [reason]


def test_a_fraud_warning_is_only_a_warning(client, sandbox):
    gift(client, sandbox, "4000000000005423")
    sandbox.tick()
    assert client.v1.events.list().data[0].type == "radar.early_fraud_warning.created"
    assert client.v1.disputes.list().data == []


@pytest.mark.parametrize(("currency", "amount"), [("usd", 5000), ("jpy", 5000), ("kwd", 5000)])
def test_a_payout_carries_its_payments(client, sandbox, currency, amount):
    gift(client, sandbox, amount=amount, currency=currency)
    gift(client, sandbox, amount=2 * amount, currency=currency)
    client.v1.refunds.create({"payment_intent": gift(client, sandbox, amount=amount, currency=currency)})
    payout = client.v1.payouts.retrieve(sandbox.payout(currency)["id"])
    rows = client.v1.balance_transactions.list({"payout": payout.id, "limit": 100}).data
    carried = [row for row in rows if row.type != "payout"]
    assert (payout.status, payout.reconciliation_status) == ("paid", "completed")
    assert sorted(row.type for row in carried) == ["charge", "charge", "charge", "refund"]
    assert sum(row.net for row in carried) == payout.amount
    assert sum(row.net for row in rows) == 0
    assert {entry.amount for entry in client.v1.balance.retrieve().available} == {0}


def test_a_payout_that_comes_back_can_be_made_again(client, sandbox):
    gift(client, sandbox)
    first = sandbox.payout()
    assert sandbox.act(first["id"], "send_back")["failure_code"] == "account_closed"
    assert sandbox.payout()["amount"] == first["amount"]
    types = [event.type for event in client.v1.events.list().data]
    assert types[:4] == ["payout.reconciliation_completed", "payout.paid", "payout.created", "payout.failed"]
