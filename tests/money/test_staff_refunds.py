"""Staff send gifts back by their pages, before the real sandbox: never twice, never more than there was."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from hope.giving.models import Answer, Refund, RefundRequest
from hope.kernel.audit import AuditEntry
from hope.kernel.clock import now
from hope.kernel.db import db
from hope.kernel.mail.models import OutgoingMail
from tests.support.builders import make_gift
from tests.support.gifts import at_once
from tests.support.people import send, sign_in
from tests.support.summaries import wrong_summaries
from tests.support.web import read, text_of

PENDING, FAILING = "4000000000007726", "4000000000005126"
WHY = {"cause": "requested_by_customer", "words": "She wrote to us"}


@pytest.fixture
def campaign(life):
    return life.campaign()


@pytest.fixture
def gift(life, client, campaign):
    gift = life.give(campaign)
    sign_in(client, "treasurer")
    return gift


def page(gift):
    return f"/admin/gifts/{gift.id}"


def hidden(answer):
    """What the page's form would send."""
    form = read(answer).select_one("form.staff-form")
    return form["action"], {box["name"]: box.get("value", "") for box in form.select("input[type=hidden]")}


def prepare(client, gift, amount, **over):
    """Go as far as the page that makes sure."""
    _, fields = hidden(client.get(f"{page(gift)}/refund"))
    return send(client, f"{page(gift)}/refund", {**fields, **WHY, "amount": amount, **over})


def press(client, gift, amount, **over):
    """Send back, and follow where that leads."""
    action, fields = hidden(prepare(client, gift, amount, **over))
    return client.get(send(client, action, fields).headers["Location"])


def refunds(life):
    life.refresh()
    return list(life.session.scalars(select(Refund).order_by(Refund.id)))


def test_what_will_happen_is_said_before_it_happens(life, client, gift):
    answer = prepare(client, gift, "10")
    words = text_of(answer)
    assert "Send $10.00 back?" in words
    assert "falls by $10.00, to $15.00" in words
    assert "is replaced by one for $15.00" in words
    assert f"A letter that says so goes to {gift.supporter.email}" in words
    assert "Stripe keeps its fee ($1.03)" in words
    assert refunds(life) == []


def test_a_part_and_then_the_rest_goes_back(life, client, campaign, gift):
    assert "$10.00 goes back to the giver." in text_of(press(client, gift, "10"))
    life.catch_up()
    assert (life.raised(campaign), life.receipt(gift)) == (1500, (2, 1500))
    assert [(one.reason, one.status.value) for one in refunds(life)] == [
        ("The giver asked for it: She wrote to us", "succeeded")
    ]
    press(client, gift, "15.00")
    life.catch_up()
    assert (life.raised(campaign), life.receipt(gift)) == (0, (3, 0))
    assert "Nothing is left of this gift" in text_of(
        client.get(client.get(f"{page(gift)}/refund").headers["Location"])
    )
    assert wrong_summaries(life.session) == []


@pytest.mark.parametrize(
    "amount", ["0", "-5", "25.01", "1e3", "5,5,5", "", "NaN", "١٠", "5 EUR", "0.001", "9" * 40]
)
def test_an_amount_that_cannot_be_is_refused_in_words(life, client, gift, amount):
    answer = prepare(client, gift, amount)
    assert answer.status_code == 422
    assert "Write" in text_of(answer)
    assert read(answer).select_one("textarea").get_text().strip() == "She wrote to us"


def test_something_else_has_to_be_said(life, client, gift):
    assert "Say in a few words why." in text_of(prepare(client, gift, "5", cause="other", words=" "))
    assert "Choose one of these." in text_of(prepare(client, gift, "5", cause="because"))


def test_a_second_press_sends_nothing_more(life, client, campaign, gift):
    action, fields = hidden(prepare(client, gift, "10"))
    for _ in range(3):
        assert send(client, action, fields).status_code == 303
    life.catch_up()
    assert [one.total.amount for one in refunds(life)] == [1000]
    assert len(life.session.scalars(select(AuditEntry)).all()) == 1


def test_the_same_form_for_another_amount_sends_nothing(life, client, gift):
    action, fields = hidden(prepare(client, gift, "10"))
    send(client, action, fields)
    send(client, action, {**fields, "amount": "15"})
    life.catch_up()
    assert [one.total.amount for one in refunds(life)] == [1000]


def test_a_form_of_one_gift_sends_nothing_of_another(life, client, campaign, gift):
    other = life.give(campaign, email="other@example.org")
    action, fields = hidden(prepare(client, gift, "10"))
    send(client, action, fields)
    answer = send(client, f"{page(other)}/refunds", {**fields, "amount": "25"})
    assert "used for another refund" in text_of(client.get(answer.headers["Location"]))
    [request] = life.session.scalars(select(RefundRequest))
    assert send(client, f"{page(other)}/refunds/{request.id}").status_code == 404
    life.catch_up()
    assert [one.gift_id for one in refunds(life)] == [gift.id]


def test_two_treasurers_at_once_never_send_back_more_than_there_was(life, app, client, campaign, gift):
    action, first = hidden(prepare(client, gift, "20"))
    _, second = hidden(prepare(client, gift, "20"))
    cookie = client.get_cookie("hope")
    db.session.commit()

    def press_it(fields):
        other = app.test_client()
        other.set_cookie("hope", cookie.value)
        return other.post(action, data={**fields, "csrf_token": first["csrf_token"]})

    answers = at_once(lambda: press_it(first), lambda: press_it(second))
    assert [answer.status_code for answer in answers] == [303, 303] or 422 in [a.status_code for a in answers]
    life.catch_up()
    assert [one.total.amount for one in refunds(life)] == [2000]
    assert life.raised(campaign) == 500


def test_stripe_away_is_said_and_asking_again_sends_it_once(life, client, campaign, gift):
    life.sandbox.settings(webhooks="hold")
    life.sandbox.fault("POST /v1/refunds", "drop_after_commit")
    life.sandbox.fault("POST /v1/refunds", "500", times=2)
    words = text_of(press(client, gift, "10"))
    assert "Stripe did not answer" in words
    assert "A refund of $10.00 has no answer yet" in words
    assert "no more than $15.00" in text_of(prepare(client, gift, "15.01"))
    [request] = life.session.scalars(select(RefundRequest))
    send(client, f"{page(gift)}/refunds/{request.id}")
    life.sandbox.settings(webhooks="deliver")
    life.sandbox.flush()
    life.catch_up()
    assert [one.total.amount for one in refunds(life)] == [1000]
    life.refresh()
    assert request.answer is Answer.DONE
    assert "has no answer yet" not in text_of(client.get(page(gift)))


def test_an_answer_that_was_lost_comes_with_the_event(life, client, campaign, gift):
    life.sandbox.fault("POST /v1/refunds", "drop_after_commit")
    life.sandbox.fault("POST /v1/refunds", "500", times=2)
    press(client, gift, "10")
    life.catch_up()
    assert [one.asked_by for one in refunds(life)] == [life.session.scalars(select(AuditEntry)).one().actor]
    assert "has no answer yet" not in text_of(client.get(page(gift)))
    assert "no more than $15.00" in text_of(prepare(client, gift, "15.01"))


def test_a_refusal_is_said_and_changes_nothing(life, client, campaign, gift):
    life.sandbox.settings(webhooks="hold")
    life.sandbox.act(gift.payment_intent_id, "refund", amount=2000)
    assert "Stripe does not do that" in text_of(press(client, gift, "25"))
    life.sandbox.settings(webhooks="deliver")
    life.sandbox.flush()
    life.catch_up()
    assert life.raised(campaign) == 500


@pytest.mark.parametrize(("card", "said"), [(PENDING, "Refund is on its way"), (FAILING, "Refunded")])
def test_a_refund_is_shown_as_it_is(life, client, campaign, card, said):
    gift = life.give(campaign, pay={"card": card})
    sign_in(client, "treasurer")
    press(client, gift, "25")
    assert said in text_of(client.get(page(gift)))
    life.catch_up()
    life.days_later(2)
    words = text_of(client.get(page(gift)))
    assert ("Refund failed: the money came back to us" in words) == (card == FAILING)
    assert wrong_summaries(life.session) == []


def test_yen_and_dinars_go_back_too(life, client):
    sign_in(client, "treasurer")
    for currency, amount, kept in (("JPY", "500", 2001), ("KWD", "0.510", 2000)):
        campaign = life.campaign(currency)
        gift = life.give(campaign)
        press(client, gift, amount)
        life.catch_up()
        assert life.raised(campaign) == kept


def test_a_covered_fee_is_told_of(life, client, campaign):
    gift = life.give(campaign, cover_fee="y")
    sign_in(client, "treasurer")
    assert "This includes $1.06 given towards the card fee" in text_of(client.get(f"{page(gift)}/refund"))
    assert "the $1.06 towards the card fee included" in text_of(prepare(client, gift, "26.06"))


def test_a_gift_without_stripe_cannot_go_back_through_it(life, client, session):
    gift = make_gift(session, life.campaign())
    sign_in(client, "owner")
    form = {"amount": "5", "token": "A" * 24, **WHY}
    for ask in (
        lambda: client.get(f"{page(gift)}/refund"),
        lambda: send(client, f"{page(gift)}/refund", form),
        lambda: send(client, f"{page(gift)}/refunds", form),
    ):
        answer = ask()
        assert "did not come through Stripe" in text_of(client.get(answer.headers["Location"]))


def test_a_refund_wants_the_person_again(life, client, session, gift):
    sign_in(client, "treasurer", fresh=False)
    assert client.get(f"{page(gift)}/refund").headers["Location"].startswith("/account/confirm")
    sign_in(client, "editor")
    assert client.get(f"{page(gift)}/refund").status_code == 403


def test_a_receipt_is_sent_again_but_not_twice_in_a_minute(life, client, gift):
    press = lambda: text_of(client.get(send(client, f"{page(gift)}/receipts").headers["Location"]))  # noqa: E731
    assert "less than a minute ago" in press()
    life.session.execute(update(OutgoingMail).values(created_at=now() - timedelta(minutes=2)))
    assert "The receipt is on its way to marigold@example.org." in press()
    assert "less than a minute ago" in press()
    life.catch_up()
    assert [mail.kind for mail in life.mails()] == ["receipt", "receipt"]
