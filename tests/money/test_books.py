"""Fees, payouts and the check of the books: unknown until known, to the cent, repaired only by asking Stripe again."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from hope.giving.models import BooksCheck, Gift, Payout, PayoutLine, Settlement
from hope.kernel.clock import now
from tests.support.builders import run_jobs

MATCH = "The books match, to the cent.\n"


@pytest.fixture
def campaign(life):
    return life.campaign()


def settlement(life):
    life.refresh()
    return life.session.scalar(select(Settlement))


def test_what_a_gift_cost_is_stripes_word(life, campaign):
    gift = life.give(campaign)
    known = settlement(life)
    assert (known.gift_id, known.gross.amount, known.fee.amount) == (gift.id, 2500, 103)
    assert known.method == "visa 4242"
    assert life.entries() == [("gift", 2500, "USD"), ("fee", -103, "USD")]
    assert life.raised(campaign) == 2500  # what was given, not what was left of it


def test_a_cost_is_unknown_until_stripe_knows_and_then_filled_in_once(life, campaign):
    life.sandbox.settings(balance_transaction="late")
    checkout = life.open(campaign)
    life.sandbox.settings(webhooks="hold")
    life.sandbox.pay(checkout.session_id)
    [paid] = [row for row in life.sandbox.deliveries() if row["type"] == "checkout.session.completed"]
    life.sandbox.resend(paid["event"])
    life.refresh()
    [gift] = life.gifts()
    if life.gateway.find_settlement(gift) == []:
        run_jobs(life.app)
        assert settlement(life) is None
        [open_one] = life.differences()
        assert "its cost is not known yet" in open_one
    life.sandbox.settings(webhooks="deliver")
    life.sandbox.flush()
    life.days_later(1)
    assert settlement(life).fee.amount == 103
    assert life.entries() == [("gift", 2500, "USD"), ("fee", -103, "USD")]


def test_a_payout_is_tied_to_the_gifts_that_it_carries(life, campaign):
    life.give(campaign)
    life.give(campaign, email="second@example.org")
    made = life.sandbox.payout()
    life.catch_up()
    [payout] = life.session.scalars(select(Payout))
    assert (payout.payout_id, payout.status, payout.total.amount) == (made["id"], "paid", 2 * (2500 - 103))
    carried = (
        select(Gift.id)
        .join(Settlement, Settlement.gift_id == Gift.id)
        .join(PayoutLine, PayoutLine.transaction_id == Settlement.transaction_id)
        .where(PayoutLine.payout_id == payout.id)
    )
    assert set(life.session.scalars(carried)) == {gift.id for gift in life.gifts()}


def test_a_payout_that_comes_back_is_known_as_failed_and_the_next_carries_the_gifts(life, campaign):
    life.give(campaign)
    first = life.sandbox.payout()
    life.catch_up()
    life.press(first["id"], "send_back")
    second = life.sandbox.payout()
    life.catch_up()
    stands = {row.payout_id: row for row in life.session.scalars(select(Payout))}
    assert (stands[first["id"]].status, stands[second["id"]].status) == ("failed", "paid")
    [line] = life.session.scalars(select(PayoutLine))
    assert line.payout_id == stands[second["id"]].id


def test_books_that_match_say_so_and_the_result_is_kept(life, campaign):
    life.give(campaign)
    assert life.flask("books", "check") == (0, MATCH)
    [kept] = life.session.scalars(select(BooksCheck))
    assert (kept.matched, kept.compared) == (True, 2)  # a movement of money, and the page it was paid on
    tomorrow = f"{now() + timedelta(days=2):%Y-%m-%d}"
    assert life.flask("books", "check", "--since", tomorrow) == (0, MATCH)


def test_every_lost_fact_is_a_difference_with_its_cause_until_stripe_is_asked_again(life, campaign):
    kept = life.give(campaign)
    renewed = life.give_monthly(campaign, email="monthly@example.org")
    back = life.give(campaign, email="back@example.org")
    life.sandbox.settings(webhooks="drop")
    lost = life.open(campaign, email="lost@example.org")
    life.sandbox.pay(lost.session_id)
    life.sandbox.advance(renewed.subscription_id)
    life.sandbox.act(back.payment_intent_id, "refund", amount=300)
    life.sandbox.act(kept.payment_intent_id, "dispute")
    life.sandbox.payout()
    life.catch_up()
    assert (len(life.gifts()), life.raised(campaign)) == (3, 7500)
    code, said = life.flask("books", "check")
    assert code == 1
    found = [line for line in said.splitlines() if line.startswith("-")]
    for words in ("payment pi_", "refund" if "refund" in said else "re_", "txn_", "payout po_"):
        assert any(words in line for line in found), (words, said)
    assert "ours nothing, theirs 25.00 USD (its event never came)" in said
    assert "ours nothing, theirs -3.00 USD" in said
    assert f"{len(found)} differences." in said
    code, said = life.flask("books", "check", "--repair")
    assert (code, said.splitlines()[-1] + "\n") == (0, MATCH)
    assert (len(life.gifts()), life.raised(campaign)) == (5, 7500 + 5000 - 300 - 2500)
    assert len(life.mails("receipt")) == 5
    assert len(life.mails("receipt_replaced")) == 1
    checks = list(life.session.scalars(select(BooksCheck).order_by(BooksCheck.id)))
    assert [check.matched for check in checks] == [False, False, True]
    life.sandbox.settings(webhooks="deliver")
    assert life.flask("books", "check", "--repair") == (0, MATCH)


def test_an_entry_that_stripe_does_not_know_is_found_and_never_written_away(life, campaign):
    gift = life.give(campaign)
    entry = (
        "INSERT INTO ledger_entry (kind, gift_id, campaign_id, amount, currency, source, occurred_at, recorded_at)"
        " VALUES ('refund', :gift, :campaign, -700, 'USD', 'stripe:re_invented', :now, :now)"
    )
    life.session.execute(
        text(entry), {"gift": gift.id, "campaign": campaign.id, "now": "2026-01-01 00:00:00+00:00"}
    )
    life.books_may_differ = True
    code, said = life.flask("books", "check", "--repair")
    assert code == 1
    assert "- re_invented: ours -7.00 USD, theirs nothing (Stripe lists no such transaction)" in said
    assert f"- total of campaign {campaign.id}: ours 25.00 USD, theirs 18.00 USD" in said
    assert life.raised(campaign) == 2500


@pytest.mark.parametrize("deed", ["UPDATE ledger_entry SET amount = 1", "DELETE FROM ledger_entry"])
def test_the_database_itself_refuses_to_change_the_books(life, campaign, deed):
    life.give(campaign)
    with pytest.raises(IntegrityError, match="append-only"):
        life.session.execute(text(deed))
    life.session.rollback()


def test_a_total_changed_by_hand_is_found_and_left_to_people(life, campaign):
    life.give(campaign)
    life.session.execute(text("UPDATE campaign_total SET amount = amount + 1"))
    life.books_may_differ = True
    code, said = life.flask("books", "check", "--repair")
    assert code == 1
    cause = "the total was changed outside the ledger"
    assert f"- total of campaign {campaign.id}: ours 25.01 USD, theirs 25.00 USD ({cause})" in said
    assert life.raised(campaign) == 2501


@pytest.mark.parametrize(
    ("deed", "words"),
    [
        ("DELETE FROM campaign_total", "ours nothing, theirs 25.00 USD (the total is gone)"),
        (
            "UPDATE gift_summary SET kept = 1",
            "in lists: ours 0.01 USD, theirs 25.00 USD (the list was changed outside",
        ),
    ],
)
def test_whatever_follows_from_the_ledger_is_compared_with_it(life, campaign, deed, words):
    life.give(campaign)
    life.session.execute(text(deed))
    life.books_may_differ = True
    code, said = life.flask("books", "check")
    assert (code, words in said) == (1, True), said


def test_a_refund_that_failed_unheard_is_repaired(life, campaign):
    gift = life.give(campaign, pay={"card": "4000000000005126"})
    life.sandbox.settings(webhooks="drop")
    life.press(gift.payment_intent_id, "refund")
    life.days_later(2)
    assert life.raised(campaign) == 2500
    assert life.flask("books", "check")[0] == 1
    assert life.flask("books", "check", "--repair")[0] == 0
    assert [kind for kind, _, _ in life.entries(gift)] == ["gift", "fee", "refund", "reversal"]


def test_a_cost_that_was_never_asked_for_is_repaired(life, campaign):
    checkout = life.open(campaign, interval="month")
    life.sandbox.pay(checkout.session_id)
    assert life.sandbox.idle()
    life.refresh()  # the worker did not run: the gift is known, its cost is not
    assert settlement(life) is None
    code, said = life.flask("books", "check")
    assert (code, "its cost is not known yet" in said) == (1, True)
    assert life.flask("books", "check", "--repair")[0] == 0
    assert settlement(life).fee.amount == 103


def test_stripe_that_cannot_be_asked_is_said_so(life, campaign):
    life.sandbox.fault("GET /v1/balance_transactions", "500", times=3)
    code, said = life.flask("books", "check")
    assert (code, "Stripe could not be asked" in said) == (1, True)


def test_the_books_are_checked_every_night_and_the_result_is_kept(life, campaign, caplog):
    life.give(campaign)
    rounds = [str(job) for job in life.app.extensions["huey"]._registry._periodic_tasks]
    assert any("giving.check_books.round" in job for job in rounds)
    life.sandbox.settings(webhooks="drop")
    life.sandbox.pay(life.open(campaign, email="lost@example.org").session_id)
    life.app.extensions["jobs"]["giving.check_books"]()
    run_jobs(life.app)
    assert "the books differ: payment pi_" in caplog.text
    [kept] = life.session.scalars(select(BooksCheck))
    assert not kept.matched
    life.flask("books", "check", "--repair")
