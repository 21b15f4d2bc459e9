"""A standing gift: each paid invoice is a gift, and it does not matter which event comes first."""

import itertools

import pytest
from sqlalchemy import select

from hope.giving.events import read_fact
from hope.giving.models import CheckoutState, Gift, RecurringGift
from hope.kernel.clock import now
from tests.support.builders import make_campaign, make_checkout
from tests.support.gateway import session_id_of
from tests.support.gifts import NOTHING, ONE_GIFT, TWO_GIFTS, count, happened, raised
from tests.support.stripe_events import completed, deliver, invoice_paid, processing, subscription_id
from tests.support.web import text_of


@pytest.fixture
def campaign(session):
    return make_campaign(session)


@pytest.fixture
def checkout(client, campaign):
    return make_checkout(client, campaign, interval="month")


def test_finishing_the_checkout_alone_brings_no_money(client, session, checkout):
    deliver(client, completed(checkout))
    assert happened(session) == NOTHING
    assert session.scalars(select(RecurringGift.subscription_id)).one() == subscription_id(checkout)


@pytest.mark.parametrize("order", list(itertools.permutations(["session", "invoice", "again"])))
def test_one_gift_in_whatever_order_the_events_come(client, session, campaign, checkout, order):
    told = {
        "session": completed(checkout),
        "invoice": invoice_paid(checkout),
        "again": invoice_paid(checkout),
    }
    for name in order:
        assert deliver(client, told[name]).status_code == 200
    assert happened(session) == ONE_GIFT
    assert raised(session, campaign.id) == (2500, 1, 1)
    assert checkout.state is CheckoutState.COMPLETED
    gift, recurring = session.scalars(select(Gift)).one(), session.scalars(select(RecurringGift)).one()
    assert gift.recurring_id == recurring.id
    assert (gift.interval, recurring.interval) == ("month", "month")
    assert recurring.customer_id == f"cus_{checkout.reference.lower()}"


def test_a_renewal_is_a_second_gift_of_the_same_promise(client, session, campaign, checkout):
    deliver(client, completed(checkout))
    for number in (1, 2):
        deliver(client, invoice_paid(checkout, number))
    assert happened(session) == TWO_GIFTS
    assert raised(session, campaign.id) == (5000, 2, 1)
    assert count(session, RecurringGift) == 1
    assert len(set(session.scalars(select(Gift.recurring_id)))) == 1


def test_a_renewal_told_twice_is_one_gift(client, session, checkout):
    for _ in range(2):
        deliver(client, invoice_paid(checkout, 2))
    assert happened(session) == ONE_GIFT


def test_the_thank_you_page_may_learn_of_both_first(client, session, gateway, checkout):
    told = [completed(checkout), invoice_paid(checkout)]
    facts = [read_fact(event["type"], event["data"]["object"], now()) for event in told]
    gateway.facts[session_id_of(checkout.reference)] = facts
    page = text_of(client.get(f"/give/thanks/{checkout.reference}"))
    assert "The first of your monthly gifts" in page
    assert happened(session) == ONE_GIFT
    for event in told:
        deliver(client, event)
    assert happened(session) == ONE_GIFT


def test_a_standing_gift_that_waits_for_a_bank_is_processing(client, session, checkout):
    deliver(client, processing(checkout))
    assert checkout.state is CheckoutState.PROCESSING
    assert count(session, Gift) == 0


def test_an_invoice_over_nothing_is_no_gift(client, session, checkout):
    deliver(client, invoice_paid(checkout, amount_paid=0, total=0, amount_due=0))
    assert happened(session) == NOTHING


def test_an_invoice_of_somebody_elses_subscription_is_of_no_concern(client, session, checkout):
    stranger = invoice_paid(checkout, parent={"type": "subscription_details", "subscription_details": {
        "metadata": {}, "subscription": "sub_other"}})  # fmt: skip
    assert deliver(client, stranger).status_code == 200
    assert deliver(client, invoice_paid(checkout, parent=None)).status_code == 200
    assert happened(session) == NOTHING


def test_each_renewal_has_its_own_receipt_and_number(client, session, checkout):
    from_first_to_third = [invoice_paid(checkout, number) for number in (1, 2, 3)]
    for told in from_first_to_third:
        deliver(client, told)
    sources = session.scalars(select(Gift.source).order_by(Gift.id)).all()
    assert sources == [f"stripe:{told['data']['object']['id']}" for told in from_first_to_third]
