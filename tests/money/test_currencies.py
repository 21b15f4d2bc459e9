"""Yen, dinars and dollars through every path: nothing multiplied by a hundred, nothing rounded away."""

import pytest
from sqlalchemy import select

from hope.giving import changing
from hope.giving.models import Dispute, Payout
from hope.giving.refunds import refund
from hope.kernel.money import Money

# A gift, what Stripe keeps of it, a part to send back, and how the receipt writes the gift.
PATHS = {
    "USD": (2500, 103, 701, "$25"),
    "JPY": (2501, 103, 701, "¥2,501"),
    "KWD": (2510, 370, 710, "2.510"),
}


@pytest.fixture(params=list(PATHS))
def currency(request):
    return request.param


@pytest.fixture
def campaign(life, currency):
    return life.campaign(currency)


def test_a_gift_its_fee_and_its_receipt(life, campaign, currency):
    amount, fee, _, words = PATHS[currency]
    gift = life.give(campaign)
    assert gift.total == Money(amount, currency)
    assert life.entries() == [("gift", amount, currency), ("fee", -fee, currency)]
    assert life.raised(campaign) == amount
    assert words in life.mails("receipt")[0].text
    life.sandbox.payout(currency.lower())
    life.catch_up()
    [payout] = life.session.scalars(select(Payout))
    assert payout.total == Money(amount - fee, currency)


def test_a_gift_that_covers_its_fee(life, campaign, currency):
    gift = life.give(campaign, cover_fee="y")
    parts = [line.total.amount for line in gift.lines]
    assert sum(parts) == gift.total.amount > PATHS[currency][0]
    assert life.raised(campaign) == gift.total.amount


def test_a_part_sent_back(life, campaign, currency):
    amount, _, part, _ = PATHS[currency]
    gift = life.give(campaign)
    refund(gift, Money(part, currency), "", "ada@example.org", life.gateway)
    life.catch_up()
    assert life.entries()[2:] == [("refund", -part, currency)]
    assert (life.raised(campaign), life.receipt(gift)) == (amount - part, (2, amount - part))


@pytest.mark.parametrize("verdict", ["win", "lose"])
def test_a_dispute(life, campaign, currency, verdict):
    amount = PATHS[currency][0]
    gift = life.give(campaign)
    life.press(gift.payment_intent_id, "dispute")
    found = life.session.scalars(select(Dispute)).one()
    assert found.total == Money(amount, currency)
    life.press(found.dispute_id, verdict)
    kept = amount if verdict == "win" else 0
    assert (life.raised(campaign), life.receipt(gift)[1]) == (kept, kept)


def test_a_gift_by_bank_debit(life, campaign, currency):
    amount = PATHS[currency][0]
    life.pay(life.open(campaign), account="000123456789")
    assert life.raised(campaign) == 0
    life.days_later(5)
    [gift] = life.gifts()
    assert (gift.total, life.raised(campaign)) == (Money(amount, currency), amount)


def test_a_refund_that_fails_and_a_dispute_of_the_rest(life, campaign, currency):
    amount, _, part, _ = PATHS[currency]
    gift = life.give(campaign, pay={"card": "4000000000005126"})
    life.press(gift.payment_intent_id, "refund", amount=part)
    assert (life.raised(campaign), life.receipt(gift)[1]) == (amount - part, amount - part)
    life.days_later(2)
    assert (life.raised(campaign), life.receipt(gift)[1]) == (amount, amount)
    refund(life.gifts()[0], Money(part, currency), "", "ada@example.org", life.gateway)
    life.catch_up()
    life.press(gift.payment_intent_id, "dispute")
    moved = [(kind, cents) for kind, cents, _ in life.entries() if kind != "fee"]
    back = [("refund", -part), ("reversal", part), ("refund", -part), ("dispute", part - amount)]
    assert moved == [("gift", amount), *back]
    assert life.raised(campaign) == 0


def test_a_renewal_that_fails_and_comes_after_all(life, campaign, currency):
    amount = PATHS[currency][0]
    recurring = life.give_monthly(campaign)
    life.press(recurring.subscription_id, "fail_next")
    life.a_month_later()
    [mail] = life.mails("recurring_failed")
    assert PATHS[currency][3] in mail.text
    life.a_month_later(days=4)
    assert (len(life.gifts()), life.raised(campaign)) == (2, amount * 2)


def test_what_was_lost_is_found_to_the_smallest_coin_and_repaired(life, campaign, currency):
    amount, fee, part, _ = PATHS[currency]
    gift = life.give(campaign)
    life.sandbox.settings(webhooks="drop")
    life.press(gift.payment_intent_id, "refund", amount=part)
    life.sandbox.pay(life.open(campaign, email="lost@example.org").session_id)
    code, said = life.flask("books", "check")
    assert code == 1
    assert f"ours nothing, theirs {Money(amount, currency).decimal} {currency} (" in said
    assert f"ours nothing, theirs {Money(-part, currency).decimal} {currency} (" in said
    assert life.flask("books", "check", "--repair")[0] == 0
    assert life.raised(campaign) == amount * 2 - part
    assert [cents for kind, cents, _ in life.entries() if kind == "fee"] == [-fee, -fee]


def test_a_payout_that_comes_back(life, campaign, currency):
    amount, fee, *_ = PATHS[currency]
    life.give(campaign)
    sent = life.sandbox.payout(currency.lower())
    life.catch_up()
    life.press(sent["id"], "send_back")
    [payout] = life.session.scalars(select(Payout))
    assert (payout.total, payout.status) == (Money(amount - fee, currency), "failed")


def test_a_renewal_and_a_new_amount(life, campaign, currency):
    amount = PATHS[currency][0]
    life.give_monthly(campaign)
    life.a_month_later()
    changing.change_amount(life.recurring(), Money(amount * 2, currency), "ada@example.org", life.gateway)
    life.catch_up()
    life.a_month_later()
    assert [gift.total.amount for gift in life.gifts()] == [amount, amount, amount * 2]
    assert {gift.total.currency for gift in life.gifts()} == {currency}
    assert life.raised(campaign) == amount * 4
