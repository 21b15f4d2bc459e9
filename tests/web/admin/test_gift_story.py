"""One gift’s whole story, from the first attempt to the payout."""

from datetime import timedelta

import pytest

from hope.giving import ledger, returns, settling
from hope.giving.facts import DisputeState, FailedTry, Movement, PaymentSettled, PayoutState, RefundState
from hope.giving.gateway import Unreachable
from hope.giving.models import Checkout, Gift
from hope.kernel.clock import now
from hope.kernel.money import Money
from tests.support.builders import dollars, make_campaign, make_checkout, make_gift, run_jobs
from tests.support.people import send, sign_in
from tests.support.stripe_events import completed, deliver
from tests.support.summaries import wrong_summaries
from tests.support.web import read, text_of


@pytest.fixture
def gift(client, session):
    """Paid by card: recorded from Stripe's word, its cost known, its receipt sent."""
    checkout = make_checkout(client, make_campaign(session, title="Harvest"), note="For my grandmother")
    deliver(client, completed(checkout))
    sign_in(client, "treasurer")
    return session.query(Gift).one()


def settle(session, gift):
    fact = PaymentSettled(
        gift.source, gift.payment_intent_id, "ch_1", "txn_1", gift.total, dollars("1.03"), "visa 4242", now()
    )
    settling.record_settlement(session, fact)


def story(client, gift):
    answer = client.get(f"/admin/gifts/{gift.id}")
    assert answer.status_code == 200
    return answer


def told(client, gift):
    return [entry.p.get_text() for entry in read(story(client, gift)).select(".timeline__entry")]


def test_everything_that_happened_is_told_in_its_order(app, client, session, gift):
    settle(session, gift)
    run_jobs(app)
    entries = told(client, gift)
    for words in (
        "Began to give",
        "Booked as a gift",
        "Booked what Stripe kept",
        "Stripe told us: checkout.session.completed",
        "Letter sent",
    ):
        assert words in entries
    assert any(entry.startswith("Receipt 2") for entry in entries)


def test_money_facts(client, session, gift):
    assert "Not known yet" in text_of(story(client, gift))
    settle(session, gift)
    words = text_of(story(client, gift))
    assert "$1.03 $23.97 arrived" in words
    assert "Card or wallet, Visa ending 4242" in words
    assert "For my grandmother" in words


def test_what_went_back_was_contested_and_was_paid_out(client, session, gift):
    settle(session, gift)
    payment, moment = gift.payment_intent_id, now()
    returns.record_refund(
        session, RefundState("re_1", payment, dollars("5"), "succeeded", "", True, False, moment)
    )
    taken = Movement("txn_2", Money(-2000, "USD"), dollars("15"), moment)
    due = moment + timedelta(days=7)
    returns.record_dispute(
        session,
        DisputeState("dp_1", payment, dollars("20"), "needs_response", "fraudulent", due, moment, (taken,)),
    )
    settling.record_payout(session, PayoutState("po_1", dollars("23"), "paid", moment, ("txn_1",), now()))
    entries = told(client, gift)
    assert "Refunded" in entries
    assert "The giver’s bank contests the payment" in entries
    assert "Left for the charity’s bank" in entries
    assert "Disputed" in text_of(story(client, gift))
    assert wrong_summaries(session) == []
    for query in (
        {"q": "po_1"},
        {"q": "re_1"},
        {"q": "dp_1"},
        {"q": "ch_1"},
        {"q": payment},
        {"status": "disputed"},
    ):
        rows = read(client.get("/admin/gifts/", query_string=query)).select("tbody tr")
        assert len(rows) == 1, query


def test_a_payout_that_failed_lets_its_gifts_go(client, session, gift):
    settle(session, gift)
    for status in ("paid", "failed"):
        settling.record_payout(session, PayoutState("po_1", dollars("23"), status, now(), ("txn_1",), now()))
        session.commit()
        rows = read(client.get("/admin/gifts/", query_string={"q": "po_1"})).select("tbody tr")
        assert len(rows) == (1 if status == "paid" else 0)


def test_stripe_is_asked_only_when_somebody_asks(client, session, gateway, gift):
    checkout = session.query(Checkout).one()
    gateway.tries[checkout.session_id] = [
        FailedTry(now(), dollars("25"), ("insufficient_funds", "card_declined"))
    ]
    page = f"/admin/gifts/attempts/{checkout.id}"
    assert "not enough money" not in text_of(client.get(page))
    assert "There was not enough money in the account." in text_of(send(client, f"{page}/tries"))
    gateway.trouble = Unreachable("away")
    assert "Stripe could not be asked just now" in text_of(
        client.get(send(client, f"{page}/tries").headers["Location"])
    )


def test_attempts_are_found_by_how_far_they_came(client, session, gift):
    make_checkout(client, make_campaign(session), email="left@example.org")
    rows = read(client.get("/admin/gifts/attempts?state=open")).select("tbody tr")
    assert [row.select_one(".table__quiet").get_text() for row in rows] == ["left@example.org"]
    assert len(read(client.get("/admin/gifts/attempts?q=marigold@example.org")).select("tbody tr")) == 1


def test_links_lead_to_stripe_in_the_right_mode(app, client, session, gift):
    app.config["STRIPE_API_BASE"] = ""
    [link] = [a["href"] for a in read(story(client, gift)).select("a") if a.get_text() == "See the payment"]
    assert link == f"https://dashboard.stripe.com/test/payments/{gift.payment_intent_id}"
    app.config["STRIPE_SECRET_KEY"] = "rk_live_x"
    [link] = [a["href"] for a in read(story(client, gift)).select("a") if a.get_text() == "See the payment"]
    assert link == f"https://dashboard.stripe.com/payments/{gift.payment_intent_id}"


def test_a_gift_without_stripe_has_a_story_too(client, session):
    gift = make_gift(session, make_campaign(session))
    ledger.book_refund(session, gift, dollars("5"), "test:refund", now())
    sign_in(client, "owner")
    assert "Booked what went back" in told(client, gift)
    answer = send(client, f"/admin/gifts/{gift.id}/tries")
    assert "There is no payment of this gift at Stripe" in text_of(client.get(answer.headers["Location"]))


def test_another_number_is_nobodys_gift(client, session, gift):
    for number in (0, gift.id + 1, 2**63 - 1, 2**63):
        assert client.get(f"/admin/gifts/{number}").status_code == 404
