"""A standing gift moves: to another day, to another campaign, and to a new beginning after its end."""

import pytest
from sqlalchemy import select

from hope.accounts.models import Supporter
from hope.giving import changing
from hope.giving.models import Checkout, ForgottenCustomer
from hope.giving.privacy import customers
from hope.kernel.clock import charity_day, now
from tests.support.people import send, sign_in
from tests.support.web import read, text_of

EMAIL = "marigold@example.org"


@pytest.fixture
def recurring(life):
    """A monthly gift with the card's cost, whose giver is signed in."""
    recurring = life.give_monthly(life.campaign(), cover_fee="y")
    sign_in(life.client, life.session.get_one(Supporter, recurring.supporter_id))
    return recurring


def path_of(recurring) -> str:
    return f"/account/recurring/{recurring.reference}"


def test_another_day_and_another_campaign_hold_from_the_next_payment_on(life, recurring):
    path, before = path_of(recurring), recurring.next_payment_at
    choices = read(life.client.get(f"{path}/day")).select("option")
    chosen = choices[len(choices) // 2]
    assert (
        send(life.client, f"{path}/day", {"day": chosen["value"]}).headers["Location"] == f"{path}?said=day"
    )
    life.catch_up()
    moved = life.recurring()
    assert charity_day(moved.next_payment_at).day == int(chosen["value"])
    assert abs(moved.next_payment_at - before).days <= 31
    assert "Your gift has a new day" in text_of(life.client.get(f"{path}?said=day"))
    [mail] = life.mails("recurring_changed")
    assert "Your monthly gift has a new day" in mail.subject
    assert "Nothing is charged before it." in mail.text

    other = life.campaign()
    answer = send(life.client, f"{path}/campaign", {"campaign": other.slug})
    assert answer.headers["Location"] == f"{path}?said=purpose"
    life.catch_up()
    assert other.title in life.mails("recurring_changed")[-1].subject
    assert len(life.gifts()) == 1  # nothing was charged for any of this

    due = life.recurring().next_payment_at
    life.a_month_later()
    first, second = life.gifts()
    assert charity_day(second.given_at) == charity_day(due)
    assert second.total == first.total
    assert {line.campaign_id for line in second.lines} == {other.id}
    assert {line.campaign_id for line in first.lines} != {other.id}
    assert (life.recurring().status, life.raised(other)) == ("active", second.total.amount)
    life.a_month_later()
    assert charity_day(life.gifts()[-1].given_at).day == int(chosen["value"])


def test_an_ended_gift_begins_again_with_the_same_choice_in_one_step(life, recurring):
    path = path_of(recurring)
    assert send(life.client, f"{path}/restart").headers["Location"] == path  # it runs: nothing to begin
    changing.cancel_now(recurring, "somebody", life.gateway)
    life.catch_up()
    button = read(life.client.get(path)).select_one("form[action$='/restart'] button")
    assert "Begin it again: $26.06 a month" in button.text
    answer = send(life.client, f"{path}/restart")
    checkout = life.session.scalars(select(Checkout).order_by(Checkout.id.desc())).first()
    assert answer.headers["Location"] == checkout.session_url
    life.pay(checkout)
    again = life.recurring()
    assert again.id != recurring.id
    assert (again.total, again.lines, again.cover_amount) == (recurring.total, recurring.lines, 106)


def test_what_is_not_given_any_more_leads_to_the_campaigns_page(life, recurring):
    changing.cancel_now(recurring, "somebody", life.gateway)
    life.catch_up()
    [line] = life.gifts()[0].lines[:1]
    life.session.execute(Supporter.metadata.tables["giving_tier"].update().values(amount=99_900))
    answer = send(life.client, f"{path_of(recurring)}/restart")
    assert answer.headers["Location"] == f"/campaigns/{line.campaign_slug}#give"


def test_whoever_asks_to_be_forgotten_is_forgotten_at_stripe_as_soon_as_it_answers(life, recurring):
    name, v1 = recurring.customer_id, life.gateway._client.v1
    assert life.gateway.forget_customer(name) is False  # it goes on, so nobody is taken away
    life.sandbox.fault(f"DELETE /v1/customers/{name}", "500", times=3)
    assert "Stripe is told to forget whose it was" in text_of(life.client.get("/account/erasure"))
    send(life.client, "/account/erasure", {"sure": "y"})
    life.catch_up()
    waiting = life.session.scalars(select(ForgottenCustomer)).one()
    assert (waiting.customer_id, waiting.tries, v1.customers.retrieve(name).email) == (name, 1, EMAIL)
    waiting.next_try_at = now()
    life.session.commit()
    customers.forget_due(life.gateway)
    life.refresh()
    assert life.session.scalars(select(ForgottenCustomer)).all() == []
    assert v1.customers.retrieve(name).deleted is True
    assert life.gateway.forget_customer(name) is True  # asked twice, it is done all the same
