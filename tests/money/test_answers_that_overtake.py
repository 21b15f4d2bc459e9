"""Two workers ask Stripe about one thing at once: the older answer, recorded last, changes nothing."""

import threading

import pytest
from sqlalchemy import select

from hope.giving import inbox
from hope.giving.models import Payout, PayoutLine, RecurringGift
from hope.giving.recording import record
from hope.kernel.db import db, unit_of_work


class Slow:
    """A way to Stripe on which each answer is late."""

    def __init__(self, gateway):
        self.gateway, self.asked, self.arrives = gateway, threading.Event(), threading.Event()

    def look(self, look):
        facts = self.gateway.look(look)
        self.asked.set()
        assert self.arrives.wait(120)
        return facts


@pytest.fixture
def campaign(life):
    return life.campaign()


def recorded(facts):
    with unit_of_work() as session:
        return [record(session, fact) for fact in facts]


def test_a_slow_workers_old_answer_about_a_standing_gift_changes_nothing(life, campaign):
    recurring = life.give_monthly(campaign)
    life.sandbox.settings(webhooks="hold")
    life.sandbox.advance(recurring.subscription_id)
    held = [row["event"] for row in life.sandbox.deliveries("customer.subscription.updated")]
    life.sandbox.resend(held[-1])
    slow = Slow(life.gateway)

    def work():
        with life.app.app_context():
            assert inbox.retry(held[-1], slow)
            db.session.remove()

    worker = threading.Thread(target=work)
    worker.start()
    assert slow.asked.wait(120)  # it knows the gift as active …
    life.sandbox.act(recurring.subscription_id, "cancel")
    life.sandbox.settings(webhooks="deliver")
    life.sandbox.flush()
    [over] = [row["event"] for row in life.sandbox.deliveries("customer.subscription.deleted")]
    with life.app.app_context():
        assert inbox.retry(over, life.gateway)
        db.session.remove()
    slow.arrives.set()  # … and records that last
    worker.join(20)
    assert life.event("customer.subscription.updated").detail == "an older answer"
    assert life.recurring().status == "canceled"
    life.catch_up()
    assert life.kinds() == ["recurring_changed"]


def test_the_same_answer_twice_and_a_newer_one_are_recorded(life, campaign):
    recurring = life.give_monthly(campaign)
    facts = life.gateway.ask_again("subscription", recurring.subscription_id)
    assert recorded(facts) == recorded(facts) == ["recurring gift active"]
    assert life.session.scalar(select(RecurringGift.asked_at)) == facts[0].asked_at


def test_an_old_answer_about_a_payout_neither_revives_it_nor_takes_its_gifts_back(life, campaign):
    life.give(campaign)
    first = life.sandbox.payout()
    old = life.gateway.ask_again("payout", first["id"])
    life.press(first["id"], "send_back")
    second = life.sandbox.payout()
    life.catch_up()
    assert recorded(old) == ["an older answer"]
    assert {row.payout_id: row.status for row in life.session.scalars(select(Payout))} == {
        first["id"]: "failed", second["id"]: "paid",
    }  # fmt: skip


def test_an_old_answer_takes_nothing_from_a_payout_that_is_known_better(life, campaign):
    life.give(campaign)
    life.sandbox.settings(webhooks="drop")
    first = life.sandbox.payout()
    old = life.gateway.ask_again("payout", first["id"])
    life.press(first["id"], "send_back")
    second = life.sandbox.payout()
    recorded(life.gateway.ask_again("payout", second["id"]))
    assert recorded(old) == ["payout paid"]  # the first that is heard of it, and too late
    [tied] = life.session.scalars(select(Payout).join(PayoutLine, PayoutLine.payout_id == Payout.id))
    assert tied.payout_id == second["id"]
    life.sandbox.settings(webhooks="deliver")
    life.flask("books", "check", "--repair")


@pytest.mark.parametrize(
    ("card", "earlier", "later"),
    [("4000000000007726", "pending", "succeeded"), ("4000000000005126", "succeeded", "failed")],
)
def test_what_a_refund_was_before_does_not_come_back(life, campaign, card, earlier, later):
    gift = life.give(campaign, pay={"card": card})
    life.press(gift.payment_intent_id, "refund")
    [refund] = life.gateway.listings.refunds(None)
    assert refund.status == earlier
    life.days_later(2)
    assert recorded([refund]) == [f"refund {later}"]


@pytest.mark.parametrize(("verdict", "later"), [("win", "won"), ("lose", "lost")])
def test_what_a_dispute_was_before_does_not_come_back(life, campaign, verdict, later):
    gift = life.give(campaign)
    life.press(gift.payment_intent_id, "dispute")
    [dispute] = life.gateway.listings.disputes(None)
    life.press(dispute.dispute_id, verdict)
    assert recorded([dispute]) == [f"dispute {later}"]
