"""Gifts of which there is only so many: kept while somebody pays, given back when they do not, never sold twice."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from hope.campaigns.models import GivingTier
from hope.giving import leaving
from hope.giving.facts import CheckoutExpired
from hope.giving.gateway import Refused, Unreachable
from hope.giving.models import Checkout, CheckoutState, HoldState, StockHold
from hope.kernel.clock import now
from tests.support.builders import give_form, make_campaign, make_checkout
from tests.support.gateway import session_id_of
from tests.support.gifts import at_once, happened, send_form
from tests.support.stripe_events import completed, deliver, expired
from tests.support.web import text_of

BUYERS, STOCK = 50, 5


@pytest.fixture
def tier(session):
    """The last two of something."""
    return limited(session, 2)


def limited(session, stock: int) -> GivingTier:
    tier = make_campaign(session).tiers[0]
    tier.stock = stock
    session.commit()
    return tier


def taken(session, tier) -> int:
    session.commit()
    session.refresh(tier)
    return tier.taken


def states(session) -> list[str]:
    session.commit()
    return list(session.scalars(select(StockHold.state).order_by(StockHold.id)))


def test_fifty_buyers_race_for_the_last_five(app, client, session, gateway):
    tier = limited(session, STOCK)
    campaign = tier.campaign
    session.commit()

    def buyer(number):
        return lambda: send_form(
            app.test_client(), campaign, name=f"Buyer {number}", email=f"b{number}@example.org"
        )

    answers = at_once(*[buyer(number) for number in range(BUYERS)])
    codes = [answer.status_code for answer in answers]
    assert (codes.count(303), codes.count(409) + codes.count(422)) == (STOCK, BUYERS - STOCK)
    told = [text_of(answer) for answer in answers if answer.status_code != 303]
    assert all("Nothing was charged" in words for words in told)
    assert all("Buyer" in answer.get_data(as_text=True) for answer in answers if answer.status_code != 303)
    # Nobody else was ever led to a page, nor left a row behind.
    assert (len(gateway.opened), session.scalar(select(func.count(Checkout.id)))) == (STOCK, STOCK)
    for checkout in session.scalars(select(Checkout)):
        deliver(client, completed(checkout))
    assert (taken(session, tier), happened(session)["gifts"]) == (STOCK, STOCK)
    assert states(session) == [HoldState.SOLD] * STOCK


def test_what_is_not_paid_goes_back(client, session, gateway, tier):
    campaign = tier.campaign
    first = make_checkout(client, campaign)
    assert first.expires_at - first.created_at == timedelta(minutes=31)
    assert make_checkout(client, campaign).id == first.id  # the same form once more keeps nothing more
    assert taken(session, tier) == 1
    deliver(client, expired(first))
    deliver(client, expired(first))
    assert (taken(session, tier), states(session)) == (0, [HoldState.GIVEN_BACK])
    # Stripe says no, or nothing: nobody was led to a page, so nothing stays kept.
    gateway.trouble = Refused("no")
    assert send_form(client, campaign, email="no@example.org").status_code == 503
    assert taken(session, tier) == 0
    gateway.trouble = Unreachable("late")
    assert send_form(client, campaign, email="late@example.org").status_code == 503
    gateway.trouble = None
    assert taken(session, tier) == 0
    assert send_form(client, campaign, email="late@example.org").status_code == 303
    assert taken(session, tier) == 1


def test_the_event_that_ends_an_attempt_may_be_lost(client, session, gateway, tier):
    lost, led_nowhere = (make_checkout(client, tier.campaign, email=f"{n}@example.org") for n in "ab")
    past = now() - timedelta(minutes=5)
    session.execute(update(Checkout).values(expires_at=past))
    session.execute(update(Checkout).where(Checkout.id == led_nowhere.id).values(session_id=None))
    session.commit()
    assert leaving.free_overdue(gateway) == 2
    assert taken(session, tier) == 1  # Stripe says that the page is open still, and its word counts
    gateway.facts[session_id_of(lost.reference)] = [fact_of_expiry(lost)]
    leaving.free_overdue(gateway)
    assert taken(session, tier) == 0
    assert leaving.free_overdue(gateway) == 0


def test_who_turns_back_lets_the_next_one_have_it(client, session, gateway, tier):
    checkout = make_checkout(client, tier.campaign)
    gateway.facts[session_id_of(checkout.reference)] = [fact_of_expiry(checkout)]
    assert client.get(f"/give/cancelled/{checkout.reference}").status_code == 200
    assert gateway.closed == [session_id_of(checkout.reference)]
    assert taken(session, tier) == 0
    session.refresh(checkout)
    assert checkout.state is CheckoutState.EXPIRED
    # A gift without a limit is left open: whoever turned back may go on where they were.
    free = make_checkout(client, tier.campaign, tier=1)
    client.get(f"/give/cancelled/{free.reference}")
    assert len(gateway.closed) == 1


def test_paid_at_the_last_moment_is_a_gift_whatever_is_left(client, session, tier):
    checkout = make_checkout(client, tier.campaign)
    deliver(client, expired(checkout))
    deliver(client, completed(checkout))
    assert (taken(session, tier), states(session)) == (1, [HoldState.SOLD])
    again = make_checkout(client, tier.campaign, email="again@example.org")
    deliver(client, expired(again))
    make_checkout(client, tier.campaign, email="quick@example.org")
    deliver(client, completed(again))
    assert (taken(session, tier), happened(session)["gifts"]) == (2, 2)


def test_the_database_refuses_more_than_there_is(session, tier):
    with pytest.raises(IntegrityError):
        session.execute(update(GivingTier).where(GivingTier.id == tier.id).values(taken=3))
    session.rollback()


def test_a_limited_gift_is_given_once(client, session, tier):
    form = give_form(tier.campaign, interval="month")
    answer = client.post(f"/campaigns/{tier.campaign.slug}/give", data=form)
    assert answer.status_code == 422
    assert "so it is given once" in text_of(answer)
    assert taken(session, tier) == 0


def fact_of_expiry(checkout):
    return CheckoutExpired(checkout.reference, now())
