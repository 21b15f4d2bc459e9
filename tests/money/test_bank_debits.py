"""Bank debits: days pass before the bank pays or does not, the donor hears each step, and nothing counts before."""

import pytest

from hope.giving.models import Checkout
from tests.support.web import text_of

PAYS, FAILS = "000123456789", "000222222227"


@pytest.fixture
def campaign(life):
    return life.campaign()


def begun(life, campaign, account, **form):
    checkout = life.open(campaign, **form)
    life.pay(checkout, account=account)
    return checkout


def state(life):
    life.session.expire_all()
    return life.session.query(Checkout).one().state


def test_while_the_bank_takes_its_time_the_donor_knows_and_nothing_is_counted(life, campaign):
    checkout = begun(life, campaign, PAYS)
    assert (state(life), life.gifts(), life.raised(campaign)) == ("processing", [], 0)
    assert [mail.kind for mail in life.mails()] == ["payment_processing"]
    assert "bank" in text_of(life.client.get(f"/give/thanks/{checkout.reference}"))


def test_days_later_the_bank_pays_and_it_is_a_gift(life, campaign):
    begun(life, campaign, PAYS)
    life.days_later(5)
    assert (state(life), life.raised(campaign)) == ("completed", 2500)
    assert [mail.kind for mail in life.mails()] == ["payment_processing", "receipt"]


def test_days_later_the_bank_refuses_and_the_donor_is_told(life, campaign):
    checkout = begun(life, campaign, FAILS)
    life.days_later(5)
    assert (state(life), life.gifts(), life.raised(campaign)) == ("failed", [], 0)
    assert [mail.kind for mail in life.mails()] == ["payment_processing", "payment_failed"]
    assert life.client.get(f"/give/thanks/{checkout.reference}").status_code == 200
    assert state(life) == "failed"


def test_told_backwards_it_ends_the_same(life, campaign):
    checkout = life.open(campaign)
    life.sandbox.settings(webhooks="hold")
    life.sandbox.pay(checkout.session_id, account=FAILS)
    life.sandbox.tick(5 * 86_400)
    told = [row["event"] for row in life.sandbox.deliveries() if row["type"].startswith("checkout.")]
    for event in reversed(told):
        life.sandbox.resend(event)
    life.sandbox.settings(webhooks="deliver")
    life.sandbox.flush()
    life.catch_up()
    assert state(life) == "failed"
    assert [mail.kind for mail in life.mails()] == ["payment_failed"]


def test_a_standing_gift_by_debit_is_told_and_counted_when_the_bank_pays(life, campaign):
    begun(life, campaign, PAYS, interval="month")
    assert (state(life), life.gifts()) == ("processing", [])
    assert life.kinds() == ["payment_processing"]
    life.days_later(5)
    assert (state(life), life.raised(campaign)) == ("completed", 2500)
    life.a_month_later()
    assert life.raised(campaign) == 2500
    life.a_month_later(days=5)
    assert life.raised(campaign) == 5000
    assert [mail.kind for mail in life.mails()] == ["payment_processing", "receipt", "receipt"]


def test_a_first_debit_of_a_standing_gift_that_fails_is_told_once(life, campaign):
    begun(life, campaign, FAILS, interval="month")
    life.days_later(5)
    assert (life.gifts(), life.raised(campaign)) == ([], 0)
    assert state(life) == "failed"
    assert life.kinds() == ["payment_processing", "payment_failed"]
