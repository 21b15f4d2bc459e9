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
