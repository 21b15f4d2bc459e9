"""Money that goes back: refunds, disputes, warnings; totals, receipts and mails follow by themselves."""

import pytest
from sqlalchemy import select

from hope.giving.gateway import Unreachable
from hope.giving.models import Dispute, FraudWarning, Refund
from hope.giving.refunds import CannotRefund, refund
from hope.kernel.audit import AuditEntry
from hope.kernel.money import Money

PENDING, FAILING = "4000000000007726", "4000000000005126"
INQUIRY, WARNED = "4000000000001976", "4000000000005423"


@pytest.fixture
def campaign(life):
    return life.campaign()


@pytest.fixture
def gift(life, campaign):
    return life.give(campaign)


def refunds(life):
    return list(life.session.scalars(select(Refund).order_by(Refund.id)))


def dispute(life):
    life.session.expire_all()
    return life.session.scalars(select(Dispute)).one()


def lose_the_answer(life):
    """Stripe does the work, and each of the library's tries to hear of it fails."""
    life.sandbox.fault("POST /v1/refunds", "drop_after_commit")
    life.sandbox.fault("POST /v1/refunds", "500", times=2)


def usd(amount):
    return Money(amount, "USD")


def test_staff_send_a_whole_gift_back(life, campaign, gift):
    made = refund(gift, gift.total, "sent twice", "ada@example.org", life.gateway)
    life.catch_up()
    assert (made.status, made.total, made.asked_by) == ("succeeded", usd(2500), "ada@example.org")
    assert len(refunds(life)) == 1
    assert life.entries() == [("gift", 2500, "USD"), ("fee", -103, "USD"), ("refund", -2500, "USD")]
    assert life.raised(campaign) == 0
    assert life.receipt(gift) == (2, 0)
    assert life.kinds() == ["receipt_replaced"]
    [noted] = life.session.scalars(select(AuditEntry))
    assert (noted.actor, noted.action, noted.reason) == ("ada@example.org", "refund", "sent twice")
    assert noted.subject == f"gift:{gift.id}"


def test_staff_send_a_part_back_and_later_the_rest_but_never_more(life, campaign, gift):
    refund(gift, usd(1000), "partly", "ada@example.org", life.gateway)
    life.catch_up()
    assert (life.raised(campaign), life.receipt(gift)) == (1500, (2, 1500))
    with pytest.raises(CannotRefund, match=r"15\.00 USD"):
        refund(gift, usd(1501), "too much", "ada@example.org", life.gateway)
    refund(gift, usd(1500), "the rest", "ada@example.org", life.gateway)
    life.catch_up()
    assert (life.raised(campaign), life.receipt(gift)) == (0, (3, 0))
    assert [one.reason for one in refunds(life)] == ["partly", "the rest"]


def test_a_refund_from_the_dashboard_is_recorded_the_same(life, campaign, gift):
    life.press(gift.payment_intent_id, "refund", amount=700)
    assert [(one.total, one.asked_by) for one in refunds(life)] == [(usd(700), "")]
    assert (life.raised(campaign), life.receipt(gift)) == (1800, (2, 1800))
    assert life.kinds() == ["receipt_replaced"]


def test_a_covered_fee_goes_back_with_the_gift(life, campaign):
    gift = life.give(campaign, cover_fee="y")
    assert gift.total == usd(2606)
    refund(gift, gift.total, "all of it", "ada@example.org", life.gateway)
    life.catch_up()
    assert (life.raised(campaign), life.receipt(gift)) == (0, (2, 0))
    assert sum(amount for kind, amount, _ in life.entries() if kind != "fee") == 0


@pytest.mark.parametrize(
    ("cents", "words"),
    [
        (1000, "What you added towards the card fee, $1.06, stays"),
        (2550, "Of what went back, $0.50 is from what you added towards the card fee"),
    ],
)
def test_a_part_of_a_gift_with_its_fee_says_which_part_went_back(life, campaign, cents, words):
    gift = life.give(campaign, cover_fee="y")
    life.press(gift.payment_intent_id, "refund", amount=cents)
    [mail] = life.mails("receipt_replaced")
    assert words in mail.text
    assert words in " ".join(mail.html.split())
    assert life.raised(campaign) == 2606 - cents


def test_a_pending_refund_is_booked_once_and_arrives_later(life, campaign):
    gift = life.give(campaign, pay={"card": PENDING})
    refund(gift, gift.total, "", "ada@example.org", life.gateway)
    life.catch_up()
    assert [one.status for one in refunds(life)] == ["pending"]
    life.days_later(2)
    life.session.expire_all()
    assert [one.status for one in refunds(life)] == ["succeeded"]
    assert (life.raised(campaign), life.receipt(gift)) == (0, (2, 0))
    assert life.kinds() == ["receipt_replaced"]


def test_a_refund_that_fails_brings_the_money_back(life, campaign):
    gift = life.give(campaign, pay={"card": FAILING})
    life.press(gift.payment_intent_id, "refund")
    assert life.raised(campaign) == 0
    life.days_later(2)
    assert [one.status for one in refunds(life)] == ["failed"]
    assert [kind for kind, _, _ in life.entries()] == ["gift", "fee", "refund", "reversal"]
    assert (life.raised(campaign), life.receipt(gift)) == (2500, (3, 2500))


def test_a_lost_answer_alone_is_asked_for_again_by_itself(life, campaign, gift):
    life.sandbox.fault("POST /v1/refunds", "drop_after_commit")
    refund(gift, usd(1000), "", "ada@example.org", life.gateway)
    life.catch_up()
    assert [one.total for one in refunds(life)] == [usd(1000)]


def test_an_answer_lost_and_the_same_refund_asked_again_sends_money_back_once(life, campaign, gift):
    lose_the_answer(life)
    with pytest.raises(Unreachable):
        refund(gift, gift.total, "late", "ada@example.org", life.gateway, key=gift.reference)
    life.catch_up()  # Stripe's event comes although its answer did not
    made = refund(gift, gift.total, "late", "ada@example.org", life.gateway, key=gift.reference)
    life.catch_up()
    assert len(refunds(life)) == 1
    assert (made.asked_by, made.reason) == ("ada@example.org", "late")
    assert life.raised(campaign) == 0
    assert len(list(life.session.scalars(select(AuditEntry)))) == 1


def test_an_answer_lost_before_any_event_came_is_the_same(life, campaign, gift):
    life.sandbox.settings(webhooks="hold")
    lose_the_answer(life)
    with pytest.raises(Unreachable):
        refund(gift, usd(1200), "late", "ada@example.org", life.gateway, key=gift.reference)
    refund(gift, usd(1200), "late", "ada@example.org", life.gateway, key=gift.reference)
    life.sandbox.settings(webhooks="deliver")
    life.sandbox.flush()
    life.catch_up()
    assert [one.total for one in refunds(life)] == [usd(1200)]
    assert life.raised(campaign) == 1300


def test_a_renewal_can_be_sent_back_too(life, campaign):
    life.give_monthly(campaign)
    life.a_month_later()
    second = life.gifts()[1]
    refund(second, usd(500), "", "ada@example.org", life.gateway)
    life.catch_up()
    assert life.raised(campaign) == 4500
    assert life.receipt(second) == (2, 2000)
    assert life.receipt(life.gifts()[0]) == (1, 2500)


def test_a_dispute_takes_the_money_and_losing_it_replaces_the_receipt(life, campaign, gift):
    life.press(gift.payment_intent_id, "dispute")
    assert dispute(life).status == "needs_response"
    assert dispute(life).due_by is not None
    assert life.raised(campaign) == 0
    assert life.receipt(gift) == (1, 2500)
    life.press(dispute(life).dispute_id, "lose")
    assert dispute(life).status == "lost"
    assert life.entries(gift)[2:] == [("dispute", -2500, "USD"), ("fee", -1500, "USD")]
    assert (life.raised(campaign), life.receipt(gift)) == (0, (2, 0))
    assert life.kinds() == ["receipt_replaced"]


def test_a_dispute_that_is_won_brings_the_money_back_and_the_receipt_stays(life, campaign, gift):
    life.press(gift.payment_intent_id, "dispute")
    life.press(dispute(life).dispute_id, "win")
    assert dispute(life).status == "won"
    assert [kind for kind, _, _ in life.entries()] == ["gift", "fee", "dispute", "fee", "reversal"]
    assert (life.raised(campaign), life.receipt(gift)) == (2500, (1, 2500))
    assert life.kinds() == []


def test_a_dispute_told_in_any_order_ends_the_same(life, campaign, gift):
    life.sandbox.settings(webhooks="hold", duplicate=1, shuffle=True)
    life.sandbox.act(gift.payment_intent_id, "dispute")
    found = life.gateway.ask(life.gateway._client.v1.disputes.list, {})["data"][0]["id"]
    life.sandbox.act(found, "lose")
    life.sandbox.flush()
    life.sandbox.settings(webhooks="deliver")
    life.catch_up()
    assert dispute(life).status == "lost"
    assert (life.raised(campaign), life.receipt(gift)) == (0, (2, 0))
    assert life.kinds() == ["receipt_replaced"]


def test_an_inquiry_moves_no_money(life, campaign):
    gift = life.give(campaign, pay={"card": INQUIRY})
    life.days_later(0)
    assert dispute(life).status == "warning_needs_response"
    assert (life.raised(campaign), life.receipt(gift)) == (2500, (1, 2500))
    life.press(dispute(life).dispute_id, "win")
    assert dispute(life).status == "warning_closed"
    assert life.raised(campaign) == 2500


def test_an_inquiry_that_becomes_a_dispute_moves_it_then(life, campaign, gift):
    life.press(gift.payment_intent_id, "inquire")
    life.press(dispute(life).dispute_id, "lose")
    assert (dispute(life).status, life.raised(campaign)) == ("needs_response", 0)


def test_an_early_fraud_warning_is_kept_and_moves_nothing(life, campaign):
    gift = life.give(campaign, pay={"card": WARNED})
    life.days_later(0)
    [warning] = life.session.scalars(select(FraudWarning))
    assert (warning.gift_id, warning.kind) == (gift.id, "made_with_stolen_card")
    assert life.raised(campaign) == 2500
