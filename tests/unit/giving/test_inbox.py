"""The inbox: every event is kept once, a failure leaves no half effect, and the worker tries again until it stops."""

from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import delete, select, update

from hope.accounts.models import Supporter
from hope.giving import inbox, receipts
from hope.giving.models import (
    CampaignGiver,
    Checkout,
    GiftLine,
    Outcome,
    Receipt,
    ReceiptCounter,
    StripeEvent,
)
from hope.kernel.clock import now
from tests.support.builders import make_campaign, make_checkout, make_gift, run_jobs
from tests.support.gifts import NOTHING, ONE_GIFT, at_once, count, happened
from tests.support.stripe_events import completed, deliver


@pytest.fixture
def checkout(client, session):
    return make_checkout(client, make_campaign(session))


@pytest.fixture
def stumbling(session, checkout):
    """An event whose effect fails half-way: the giver is written, the campaign of the gift's line is not there."""
    point_to(session, checkout, 999_999)
    return completed(checkout)


def point_to(session, checkout, campaign_id):
    lines = [{**line, "campaign_id": campaign_id, "tier_id": None} for line in checkout.lines]
    session.execute(update(Checkout).where(Checkout.id == checkout.id).values(lines=lines))
    session.commit()


def mend(session):
    """Let the checkout point to a campaign that is there, and the event be due."""
    point_to(session, session.scalars(select(Checkout)).first(), make_campaign(session).id)
    let_it_be_due(session)


def kept(session):
    session.expire_all()
    return session.scalars(select(StripeEvent)).one()


def let_it_be_due(session):
    session.execute(update(StripeEvent).values(next_attempt_at=now() - timedelta(seconds=1)))
    session.commit()


def test_an_effect_that_fails_leaves_the_event_and_nothing_else(client, session, stumbling):
    assert deliver(client, stumbling).status_code == 200
    assert happened(session) == NOTHING
    assert [count(session, table) for table in (Supporter, GiftLine, CampaignGiver, ReceiptCounter)] == [
        0
    ] * 4
    assert session.scalars(select(Checkout.state)).one() == "open"
    assert (kept(session).outcome, kept(session).attempts) == (Outcome.FAILED, 1)


def test_an_effect_that_fails_late_leaves_no_half_of_it_and_no_gap_in_the_numbers(
    client, session, gateway, checkout
):
    """The next receipt's number is taken already, which shows only when the gift itself is written."""
    earlier = make_gift(session, make_campaign(session))
    year = receipts.receipt_of(session, earlier.id).number[:4]
    squatter = Receipt(number=f"{year}-000002", gift_id=earlier.id, version=1, kept=earlier.total)
    session.execute(delete(Receipt))
    session.add(squatter)
    session.commit()
    before = happened(session)
    deliver(client, completed(checkout))
    assert happened(session) == before
    assert kept(session).outcome is Outcome.FAILED
    session.execute(delete(Receipt))
    let_it_be_due(session)
    assert inbox.retry_due(gateway) == 1
    assert session.scalars(select(Receipt.number)).all() == [f"{year}-000002"]


def test_a_failed_event_is_not_done_by_its_second_delivery_but_by_the_worker(
    app, client, session, gateway, stumbling
):
    for _ in range(2):
        assert deliver(client, stumbling).status_code == 200
    assert kept(session).attempts == 1
    mend(session)
    assert inbox.retry_due(gateway) == 1
    assert happened(session) == ONE_GIFT
    assert (kept(session).outcome, kept(session).attempts) == (Outcome.RECORDED, 2)
    assert kept(session).next_attempt_at is None


def test_an_event_that_is_not_due_waits(session, gateway, client, stumbling):
    deliver(client, stumbling)
    assert inbox.retry_due(gateway) == 0
    assert kept(session).attempts == 1


def test_each_pause_is_longer_and_the_last_attempt_is_followed_by_none(client, session, gateway, stumbling):
    deliver(client, stumbling)
    pauses = [kept(session).next_attempt_at - now()]
    for _ in range(inbox.MOST_ATTEMPTS - 1):
        let_it_be_due(session)
        inbox.retry_due(gateway)
        if kept(session).next_attempt_at:
            pauses.append(kept(session).next_attempt_at - now())
    assert len(pauses) == inbox.MOST_ATTEMPTS - 1
    assert all(later > sooner * 0.99 for sooner, later in pairwise(pauses))
    assert (kept(session).outcome, kept(session).next_attempt_at) == (Outcome.FAILED, None)
    assert kept(session).attempts == inbox.MOST_ATTEMPTS


def test_what_is_done_is_not_done_again(client, session, gateway, checkout):
    deliver(client, completed(checkout))
    let_it_be_due(session)
    assert inbox.retry_due(gateway) == 0
    assert happened(session) == ONE_GIFT


def test_two_workers_at_once_do_a_failed_event_once(app, client, session, gateway, stumbling):
    deliver(client, stumbling)
    mend(session)

    def work():
        with app.app_context():
            return inbox.retry_due(gateway)

    assert sum(at_once(work, work, work)) == 1
    assert happened(session) == ONE_GIFT
    assert kept(session).attempts == 2


def test_the_worker_finds_a_failed_event_by_itself(app, client, session, stumbling):
    deliver(client, stumbling)
    mend(session)
    app.extensions["jobs"][inbox.RETRY]()
    run_jobs(app)
    assert happened(session) == ONE_GIFT


def test_one_bad_event_does_not_hold_up_another(client, session, gateway, stumbling):
    deliver(client, stumbling)
    good = make_checkout(client, make_campaign(session), email="good@example.org")
    deliver(client, completed(good))
    assert happened(session) == ONE_GIFT
    assert count(session, StripeEvent) == 2


def test_no_personal_word_of_a_failure_is_repeated_in_the_log(client, stumbling, caplog):
    deliver(client, stumbling)
    assert "Marigold" not in caplog.text
    assert "@example.org" not in caplog.text
