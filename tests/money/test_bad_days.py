"""A bad day at Stripe: errors, haste, conflicts, answers that are lost or slow: nobody loses a cent or their words."""

import pytest
from sqlalchemy import select

from hope.giving import changing
from hope.giving.gateway import GatewayError
from hope.giving.models import Checkout
from hope.kernel.money import Money
from tests.support.gifts import send_form

STAFF = "ada@example.org"
OPEN = "POST /v1/checkout/sessions"
# How often each strikes before the library has given up.
FATAL = {"500": 3, "409": 3, "429": 1}


@pytest.fixture
def campaign(life):
    return life.campaign()


def pages(life):
    """The pages to pay on that Stripe has opened."""
    return [session_id for session_id, *_ in life.gateway.listings.sessions(None)]


@pytest.mark.parametrize("kind", FATAL)
def test_a_page_that_cannot_be_opened_is_said_kindly_and_the_next_try_is_the_same_gift(life, campaign, kind):
    life.sandbox.fault(OPEN, kind, times=FATAL[kind])
    refused = send_form(life.client, campaign, note="Still here")
    assert (refused.status_code, "Still here" in refused.text) == (503, True)
    again = send_form(life.client, campaign, note="Still here")
    assert again.status_code == 303
    assert (len(pages(life)), life.session.query(Checkout).count()) == (1, 1)


@pytest.mark.parametrize("kind", ["500", "409", "drop_after_commit", "500_after_commit", "slow"])
def test_a_single_stumble_is_not_noticed_and_opens_one_page(life, campaign, kind):
    life.sandbox.fault(OPEN, kind, seconds=0.2)
    checkout = life.open(campaign)
    assert pages(life) == [checkout.session_id]
    life.pay(checkout)
    assert life.raised(campaign) == 2500


def test_every_answer_lost_still_opens_one_page_and_the_gift_is_counted_once(life, campaign):
    life.sandbox.fault(OPEN, "drop_after_commit")
    life.sandbox.fault(OPEN, "500", times=2)
    assert send_form(life.client, campaign).status_code == 503
    [page] = pages(life)
    life.sandbox.pay(page)  # somebody kept the page open
    life.catch_up()
    [checkout] = life.session.scalars(select(Checkout))
    assert (checkout.state, len(life.gifts()), life.raised(campaign)) == ("completed", 1, 2500)


@pytest.mark.parametrize("kind", ["drop_after_commit", "500_after_commit"])
def test_a_change_whose_answer_was_lost_is_made_once(life, campaign, kind):
    recurring = life.give_monthly(campaign)
    life.sandbox.fault(f"POST /v1/subscriptions/{recurring.subscription_id}", kind)
    changing.change_amount(recurring, Money(4200, "USD"), STAFF, life.gateway)
    life.catch_up()
    assert life.recurring().total == Money(4200, "USD")
    assert life.kinds() == ["recurring_changed"]


def test_a_cancellation_that_stripe_did_not_take_changes_nothing(life, campaign):
    recurring = life.give_monthly(campaign)
    life.sandbox.fault(f"DELETE /v1/subscriptions/{recurring.subscription_id}", "500", times=3)
    with pytest.raises(GatewayError):
        changing.cancel_now(recurring, STAFF, life.gateway)
    assert (life.recurring().status, life.kinds()) == ("active", [])


def test_an_event_that_has_to_ask_on_a_bad_day_asks_again_later(life, campaign):
    recurring = life.give_monthly(campaign)
    life.sandbox.fault(f"GET /v1/subscriptions/{recurring.subscription_id}", "429")
    life.press(recurring.subscription_id, "cancel")
    event = life.event("customer.subscription.deleted")
    assert (event.outcome, event.attempts) == ("recorded", 3)
    assert life.recurring().status == "canceled"


def test_a_payout_made_by_hand_is_known_though_stripe_does_not_say_what_it_carries(life, campaign):
    life.give(campaign, pay={"card": "4000000000000077"})
    payouts = life.gateway._client.v1.payouts
    made = life.gateway.ask(payouts.create, {"amount": 1000, "currency": "usd"})
    life.catch_up()
    assert life.event("payout.paid").detail == "payout paid"
    assert life.flask("books", "check")[0] == 0
    assert made["automatic"] is False
