"""What moved no money is found too: lost words about attempts, standing gifts, failed renewals, refunds, inquiries."""

import pytest

from hope.giving.books import states
from hope.giving.books.seen import Seen
from hope.giving.models import Checkout, Dispute, FraudWarning, Refund
from tests.money.test_books import MATCH

DECLINES_LATER, ASKS_EVERY_TIME = "4000000000000341", "4000002760003184"
PAYS, FAILS = "000123456789", "000222222227"
PENDING, WARNED = "4000000000007726", "4000000000005423"


@pytest.fixture
def campaign(life):
    return life.campaign()


@pytest.fixture
def deaf(life):
    """From now on every event is lost on its way."""

    def begin():
        life.sandbox.settings(webhooks="drop")

    return begin


def mended(life, *words):
    """The check lists exactly these, a repair removes them, and events that come after all change nothing."""
    code, said = life.flask("books", "check")
    found = [line for line in said.splitlines() if line.startswith("- ")]
    assert (code, len(found)) == (1, len(words)), said
    for word in words:
        assert any(word in line for line in found), (word, said)
    code, said = life.flask("books", "check", "--repair")
    assert (code, said.splitlines()[-1] + "\n") == (0, MATCH), said
    life.catch_up()
    told = life.kinds()
    life.sandbox.settings(webhooks="deliver")
    for event in {row["event"] for row in life.sandbox.deliveries()}:
        life.sandbox.resend(event)
    life.catch_up()
    assert life.kinds() == told


def state_of(life, checkout):
    life.refresh()
    return life.session.get_one(Checkout, checkout.id).state


def test_a_debit_on_its_way_that_nobody_told_of(life, campaign, deaf):
    checkout = life.open(campaign)
    deaf()
    life.pay(checkout, account=PAYS)
    mended(life, "ours open, theirs processing (Stripe has not brought evt_")
    assert state_of(life, checkout) == "processing"
    assert life.kinds() == ["payment_processing"]


@pytest.mark.parametrize("interval", ["once", "month"])
def test_a_debit_that_failed_unheard(life, campaign, deaf, interval):
    checkout = life.open(campaign, interval=interval)
    life.pay(checkout, account=FAILS)
    deaf()
    life.days_later(5)
    waits = ["standing gift sub_"] if interval == "month" else []
    mended(life, "ours processing, theirs failed", *waits)
    assert state_of(life, checkout) == "failed"
    assert [kind for kind in life.kinds() if kind.startswith("payment")] == [
        "payment_processing",
        "payment_failed",
    ]


def test_a_page_that_expired_unheard(life, campaign, deaf):
    checkout = life.open(campaign)
    deaf()
    life.press(checkout.session_id, "expire")
    mended(life, f"checkout {checkout.session_id}: ours open, theirs expired")
    assert state_of(life, checkout) == "expired"


def test_a_standing_gift_of_which_nothing_was_heard_at_all(life, campaign, deaf):
    checkout = life.open(campaign, interval="month")
    deaf()
    life.pay(checkout)
    mended(life, "payment pi_", "ours open, theirs completed", "standing gift sub_")
    assert (len(life.gifts()), life.recurring().status) == (1, "active")
    assert life.recurring().card == "visa 4242"


@pytest.mark.parametrize(
    ("button", "words"),
    [
        ("cancel", "ours status active, ended at no, end reason no, theirs status canceled, ended at 20"),
        ("pause", "ours paused no, theirs paused yes ("),
        ("reprice", "ours total 25.00 USD, theirs total 42.00 USD ("),
    ],
)
def test_a_standing_gift_that_was_changed_unheard(life, campaign, deaf, button, words):
    recurring = life.give_monthly(campaign)
    subscriptions = life.gateway._client.v1.subscriptions
    deaf()
    if button == "cancel":
        life.press(recurring.subscription_id, "cancel")
    elif button == "pause":
        life.gateway.ask(
            subscriptions.update, recurring.subscription_id, {"pause_collection": {"behavior": "void"}}
        )
    else:
        item = life.gateway.ask(subscriptions.retrieve, recurring.subscription_id)["items"]["data"][0]
        price = {"currency": "usd", "product": item["price"]["product"], "unit_amount": 4200}
        changed = {"id": item["id"], "price_data": price | {"recurring": {"interval": "month"}}}
        params = {"items": [changed], "proration_behavior": "none"}
        life.gateway.ask(subscriptions.update, recurring.subscription_id, params)
    mended(life, words)
    assert life.kinds() == ["recurring_changed"]


def test_a_failed_renewal_that_nobody_was_told_of(life, campaign, deaf):
    life.give_monthly(campaign, pay={"card": DECLINES_LATER})
    deaf()
    life.a_month_later()
    mended(life, "ours nobody told, theirs attempt 1", "status active")
    assert life.recurring().status == "past_due"
    [mail] = life.mails("recurring_failed")
    assert "/give/recurring/" in mail.text


def test_only_the_newest_attempt_at_a_renewal_is_told_late(life, campaign, deaf):
    life.give_monthly(campaign, pay={"card": DECLINES_LATER})
    deaf()
    life.a_month_later()
    life.a_month_later(days=4)
    mended(life, "failed renewal in_", "status active")
    assert [mail.cause.rsplit(":", 1)[1] for mail in life.mails("recurring_failed")] == ["2"]


def test_a_bank_that_asks_unheard(life, campaign, deaf):
    life.give_monthly(campaign, pay={"card": ASKS_EVERY_TIME})
    deaf()
    life.a_month_later()
    mended(life, "failed renewal in_", "status active")
    assert (len(life.mails("recurring_action")), life.mails("recurring_failed")) == (1, [])


def test_a_new_card_of_which_nothing_was_heard(life, campaign, deaf):
    recurring = life.give_monthly(campaign, pay={"card": DECLINES_LATER})
    life.a_month_later()
    invoice = life.gateway.ask(life.gateway._client.v1.invoices.list, {"status": "open"})["data"][0]
    deaf()
    form = {"number": "5555555555554444", "expiry": "11/33", "cvc": "123", "name": "Dana Donor"}
    life.sandbox.http.post(f"{life.sandbox.url}/invoice/{invoice['id']}", data=form, timeout=60)
    life.catch_up()
    mended(life, "payment pi_", "card visa 0341")
    assert life.recurring().card == "mastercard 4444"
    assert (len(life.gifts()), len(life.mails("card_changed"))) == (2, 1)
    assert recurring.id == life.recurring().id


def test_a_slow_refund_that_arrived_unheard(life, campaign, deaf):
    gift = life.give(campaign, pay={"card": PENDING})
    life.press(gift.payment_intent_id, "refund")
    deaf()
    life.days_later(2)
    mended(life, "ours pending, theirs succeeded")
    assert [refund.status for refund in life.session.query(Refund)] == ["succeeded"]


def test_an_inquiry_that_nobody_heard_of_and_one_that_ended(life, campaign, deaf):
    gift = life.give(campaign)
    other = life.give(campaign, email="other@example.org")
    life.press(gift.payment_intent_id, "inquire")
    [known] = life.session.query(Dispute)
    deaf()
    life.press(known.dispute_id, "win")
    life.press(other.payment_intent_id, "inquire")
    mended(
        life,
        f"dispute {known.dispute_id}: ours warning_needs_response, theirs warning_closed",
        "ours nothing, theirs warning_needs_response",
    )
    assert sorted(one.status for one in life.session.query(Dispute)) == [
        "warning_closed", "warning_needs_response",
    ]  # fmt: skip


def test_a_warning_of_fraud_that_nobody_heard_of(life, campaign, deaf):
    deaf()
    checkout = life.open(campaign)
    life.pay(checkout, card=WARNED)
    life.days_later(0)
    mended(life, "payment pi_", "ours open, theirs completed", "ours nothing, theirs made_with_stolen_card")
    assert life.session.query(FraudWarning).count() == 1


def test_a_cause_is_named_where_our_own_inbox_knows_it(life, campaign):
    checkout = life.open(campaign)
    checkout.cover_amount = 7  # somebody broke our row: what was paid is not what was asked
    life.session.commit()
    life.sandbox.pay(checkout.session_id)
    assert life.sandbox.idle()
    code, said = life.flask("books", "check")
    event = life.event("checkout.session.completed").event_id
    cause = f"({event} (checkout.session.completed) failed: CannotRecord: paid"
    assert (code, said.count(cause)) == (1, 2), said
    life.session.refresh(checkout)
    checkout.cover_amount = 0
    life.session.commit()


def test_what_an_event_told_while_the_list_was_read_is_no_difference(life, campaign):
    recurring = life.give_monthly(campaign)
    [(state, _)] = life.gateway.listings.subscriptions()
    life.press(recurring.subscription_id, "cancel")
    with Seen() as seen:
        assert list(states.standing(life.session, [(state, None)], seen)) == []


def test_a_standing_gift_that_stripe_does_not_know(life, campaign):
    recurring = life.give_monthly(campaign)
    recurring.subscription_id = "sub_invented"
    life.session.commit()
    life.books_may_differ = True
    code, said = life.flask("books", "check", "--repair")
    assert code == 1
    assert (
        "- standing gift sub_invented: ours known, theirs nothing (Stripe lists no such subscription)" in said
    )
