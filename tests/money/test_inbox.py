"""The inbox: kept before it is acted on, tried again with backoff, listed, shown, replayed; nothing is misread."""

import json
import logging
from datetime import timedelta

import pytest

from hope.giving.models import CheckoutState, Gift, Outcome
from hope.kernel.clock import now
from tests.support.builders import run_jobs
from tests.support.gifts import happened
from tests.support.stripe_events import deliver, event


@pytest.fixture
def gift(life):
    return life.give(life.campaign())


def test_an_event_of_another_api_version_is_told_loudly_and_its_object_asked_for(life, caplog):
    checkout = life.open()
    life.sandbox.settings(webhooks="drop")
    life.sandbox.pay(checkout.session_id)
    # The words of this version may mean something else: here even the amount does.
    thing = {"id": checkout.session_id, "object": "checkout.session", "amount_total": 1, "mode": "payment"}
    told = event("checkout.session.completed", thing, api_version="2019-03-14")
    with caplog.at_level(logging.ERROR):
        assert deliver(life.client, told).status_code == 200
    assert "2019-03-14" in caplog.text
    assert life.event(told["type"]).outcome == Outcome.WAITING
    assert life.gifts() == []
    life.catch_up()
    assert life.event(told["type"]).outcome == Outcome.RECORDED
    assert life.gifts()[0].total == checkout.total


def test_an_event_of_the_wrong_mode_is_refused_and_told_loudly(life, caplog):
    before = happened(life.session)
    told = event("checkout.session.completed", {"id": "cs_live_1"}, livemode=True)
    with caplog.at_level(logging.WARNING):
        assert deliver(life.client, told).status_code == 400
    assert ("ERROR", "refused: an event of the other mode") in [
        (r.levelname, r.message) for r in caplog.records
    ]
    assert happened(life.session) == before


def test_a_failed_event_is_kept_and_tried_again_later_and_later(life):
    checkout = life.open()
    life.sandbox.settings(webhooks="hold")
    life.sandbox.pay(checkout.session_id)
    [paid] = [row for row in life.sandbox.deliveries() if row["type"] == "checkout.session.completed"]
    checkout.cover_amount = 7  # somebody broke our row: what was paid is not what was asked
    life.session.commit()
    assert life.sandbox.resend(paid["event"])[0]["status"] == 200
    pauses = []
    for _ in range(4):
        kept = life.event("checkout.session.completed")
        assert (kept.outcome, kept.detail[:12]) == (Outcome.FAILED, "CannotRecord")
        pauses.append(kept.next_attempt_at - now())
        kept.next_attempt_at = now()
        life.session.commit()
        life.app.extensions["jobs"]["giving.retry_events"]()
        run_jobs(life.app)
    assert pauses == sorted(pauses)
    assert timedelta(seconds=5) < pauses[0] < pauses[3]
    assert life.gifts() == []
    life.session.refresh(checkout)
    checkout.cover_amount = 0
    life.session.commit()
    life.sandbox.settings(webhooks="deliver")
    life.sandbox.flush()
    life.catch_up()
    kept = life.event("checkout.session.completed")
    assert (kept.outcome, len(life.gifts()), kept.attempts) == (Outcome.RECORDED, 1, 6)


def test_a_refund_that_comes_before_its_gift_waits_for_it(life):
    checkout = life.open()
    life.sandbox.settings(webhooks="hold")
    life.sandbox.pay(checkout.session_id)
    [facts] = life.gateway.fetch_facts(checkout.session_id)
    life.sandbox.act(facts.payment_intent_id, "refund", amount=100)
    rows = {row["type"]: row["event"] for row in life.sandbox.deliveries()}
    life.sandbox.resend(rows["refund.created"])
    assert life.event("refund.created").outcome == Outcome.FAILED
    life.sandbox.settings(webhooks="deliver")
    life.sandbox.flush()
    life.catch_up()
    assert life.event("refund.created").outcome == Outcome.RECORDED
    assert life.receipt(life.gifts()[0]) == (2, 2400)


def test_events_are_listed_and_shown_word_for_word(life, gift):
    kept = life.event("checkout.session.completed")
    code, listed = life.flask("events", "list", "--outcome", "recorded")
    assert code == 0
    assert f"recorded  {kept.event_id}  checkout.session.completed  gift {gift.reference}" in listed
    _, shown = life.flask("events", "show", kept.event_id)
    assert shown.startswith("checkout.session.completed, recorded after 1 attempts")
    assert json.loads(shown.partition("\n")[2])["id"] == kept.event_id
    assert life.flask("events", "show", "evt_none")[0] == 1


def test_a_replay_in_a_dry_run_says_which_rows_would_change_and_changes_none(life):
    checkout = life.open()
    life.sandbox.settings(webhooks="hold")
    life.sandbox.pay(checkout.session_id)
    [paid] = [row for row in life.sandbox.deliveries() if row["type"] == "checkout.session.completed"]
    checkout.cover_amount = 7
    life.session.commit()
    life.sandbox.resend(paid["event"])
    code, words = life.flask("events", "replay", "--dry-run", paid["event"])
    assert (code, "paid" in words) == (1, True)
    checkout.cover_amount = 0
    code, words = life.flask("events", "replay", "--dry-run", paid["event"])
    assert code == 0
    for line in (
        "insert gift: 1 row",
        "insert ledger_entry: 1 row",
        "insert receipt: 1 row",
        "Would do: gift",
    ):
        assert line in words
    assert (life.gifts(), life.event("checkout.session.completed").outcome) == ([], Outcome.FAILED)
    code, words = life.flask("events", "replay", paid["event"])
    assert (code, "Did: gift" in words) == (0, True)
    assert life.session.query(Gift).count() == 1
    assert life.event("checkout.session.completed").outcome == Outcome.RECORDED
    life.session.refresh(checkout)
    assert checkout.state is CheckoutState.COMPLETED
    assert "known already" in life.flask("events", "replay", paid["event"])[1]
    life.sandbox.settings(webhooks="deliver")
    life.sandbox.flush()
