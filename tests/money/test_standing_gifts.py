"""The whole life of a standing gift, from its first renewal to its end and a new beginning."""

from datetime import timedelta

import pytest
import requests
from sqlalchemy import select

from hope.giving import changing
from hope.giving.links import make_token
from hope.giving.models import GiftLine
from hope.kernel.audit import AuditEntry
from hope.kernel.clock import now
from hope.kernel.money import Money
from tests.support.web import read, text_of

DECLINES_LATER, ASKS_EVERY_TIME = "4000000000000341", "4000002760003184"
NEW_CARD = {"number": "5555555555554444", "expiry": "11/33", "cvc": "123", "name": "Dana Donor"}
STAFF = "ada@example.org"


@pytest.fixture
def campaign(life):
    return life.campaign()


@pytest.fixture
def recurring(life, campaign):
    return life.give_monthly(campaign)


def path_in(mail, word):
    """The first link of a mail that holds this word."""
    return next(part for part in mail.text.split() if word in part).rstrip(".,")


def site_path(life, address):
    return address.removeprefix(life.app.config["SITE_URL"])


def test_a_renewal_makes_a_second_gift(life, campaign, recurring):
    life.a_month_later()
    first, second = life.gifts()
    assert (second.total, second.recurring_id) == (first.total, recurring.id)
    assert second.given_at - first.given_at > timedelta(days=27)
    assert (life.raised(campaign), life.receipt(second)) == (5000, (1, 2500))
    assert [mail.kind for mail in life.mails()] == ["receipt", "receipt"]
    assert [line.label for line in life.session.scalars(select(GiftLine))] == ["Seed Packet"] * 2
    assert life.recurring().next_payment_at > second.given_at


def test_each_failed_attempt_is_told_once_with_a_link_to_replace_the_card(life, campaign):
    recurring = life.give_monthly(campaign, pay={"card": DECLINES_LATER})
    life.a_month_later()
    assert life.recurring().status == "past_due"
    life.a_month_later(days=20)
    told = life.mails("recurring_failed")
    assert [mail.cause.rsplit(":", 1)[1] for mail in told] == ["1", "2", "3", "4"]
    assert len(life.gifts()) == 1
    page = life.client.get(site_path(life, path_in(told[0], "/give/recurring/")))
    assert page.status_code == 200
    assert recurring.subscription_id not in page.text


def test_the_link_leads_to_a_new_card_and_stripe_alone_says_when_it_is_in_place(life, campaign):
    life.give_monthly(campaign, pay={"card": DECLINES_LATER})
    life.a_month_later()
    path = site_path(life, path_in(life.mails("recurring_failed")[0], "/give/recurring/"))
    form = read(life.client.get(path)).select_one("main form[method=post]")
    portal = life.client.post(form["action"])
    assert portal.status_code == 303
    life.client.get(path, query_string={"back": 1})  # the giver comes back without having done anything
    life.catch_up()
    assert (life.recurring().card, life.mails("card_changed")) == ("visa 0341", [])
    page = requests.get(portal.location, timeout=60)
    done = requests.post(page.url, data=NEW_CARD, timeout=60, allow_redirects=False)
    assert path in done.headers["Location"]
    assert life.mails("card_changed") == []
    life.catch_up()
    assert life.recurring().card == "mastercard 4444"
    assert len(life.mails("card_changed")) == 1
    life.a_month_later(days=8)
    assert (life.recurring().status, len(life.gifts())) == ("active", 2)


def test_a_bank_that_asks_again_is_answered_on_stripes_page(life, campaign):
    life.give_monthly(campaign, pay={"card": ASKS_EVERY_TIME})
    life.a_month_later()
    [mail] = life.mails("recurring_action")
    assert life.mails("recurring_failed") == []
    page = path_in(mail, life.sandbox.url)
    assert len(life.gifts()) == 1
    requests.post(page + "/confirmation", data={"answer": "complete"}, timeout=60)
    life.catch_up()
    assert (len(life.gifts()), life.recurring().status) == (2, "active")


def test_a_retry_that_works_makes_the_gift_and_ends_the_delay(life, campaign, recurring):
    life.press(recurring.subscription_id, "fail_next")
    life.a_month_later()
    assert (life.recurring().status, len(life.gifts())) == ("past_due", 1)
    life.a_month_later(days=4)
    assert (life.recurring().status, len(life.gifts())) == ("active", 2)
    assert len(life.mails("recurring_failed")) == 1


@pytest.mark.parametrize(
    ("setting", "status", "words"),
    [
        ("cancel", "canceled", "It ended"),
        ("unpaid", "unpaid", "It has stopped"),
        ("past_due", "past_due", "did not go"),
    ],
)
def test_when_retries_end_the_giver_is_told_how_it_stands(life, campaign, setting, status, words):
    life.sandbox.settings(after_retries=setting)
    life.give_monthly(campaign, pay={"card": DECLINES_LATER})
    life.a_month_later()
    life.a_month_later(days=20)
    assert life.recurring().status == status
    ended = status != "past_due"
    assert len(life.mails("recurring_changed")) == int(ended)
    if status == "canceled":
        assert life.recurring().end_reason == "payment_failed"
    path = site_path(life, path_in(life.mails("recurring_failed")[0], "/give/recurring/"))
    assert words in text_of(life.client.get(path))


def test_cancelled_now_it_is_over_and_nothing_more_is_charged(life, recurring):
    changing.cancel_now(recurring, STAFF, life.gateway)
    life.catch_up()
    assert life.recurring().status == "canceled"
    assert life.recurring().ended_at is not None
    assert life.kinds() == ["recurring_changed"]
    [noted] = life.session.scalars(select(AuditEntry))
    assert (noted.actor, noted.action, noted.subject) == (STAFF, "cancel now", f"recurring:{recurring.id}")


def test_cancelled_at_the_end_of_its_period_it_ends_then(life, recurring):
    changing.cancel_at_period_end(recurring, STAFF, life.gateway)
    life.catch_up()
    assert life.recurring().status == "active"
    assert life.recurring().cancel_at == life.recurring().next_payment_at
    life.a_month_later()
    assert (life.recurring().status, len(life.gifts())) == ("canceled", 1)
    assert life.kinds() == ["recurring_changed"] * 2  # it will end; it has ended


def test_a_cancellation_can_be_taken_back(life, recurring):
    changing.cancel_at_period_end(recurring, STAFF, life.gateway)
    changing.keep(recurring, STAFF, life.gateway)
    life.catch_up()
    assert life.recurring().cancel_at is None
    life.a_month_later()
    assert (life.recurring().status, len(life.gifts())) == ("active", 2)
    assert life.kinds() == ["recurring_changed"]  # one mail, written when both had happened


def test_paused_until_a_day_it_charges_nothing_and_goes_on_by_itself(life, recurring):
    until = recurring.next_payment_at + timedelta(days=3)
    changing.pause(recurring, until, STAFF, life.gateway)
    life.catch_up()
    assert (life.recurring().paused, life.recurring().resumes_at) == (True, until)
    life.a_month_later()
    assert len(life.gifts()) == 1
    life.a_month_later(days=4)
    assert (life.recurring().paused, life.recurring().resumes_at) == (False, None)
    life.a_month_later()
    assert len(life.gifts()) == 2
    assert life.kinds() == ["recurring_changed"] * 2  # paused; resumed


def test_paused_without_a_day_it_waits_until_it_is_resumed(life, recurring):
    changing.pause(recurring, None, STAFF, life.gateway)
    life.catch_up()
    life.a_month_later()
    assert (life.recurring().paused, len(life.gifts())) == (True, 1)
    changing.resume(life.recurring(), STAFF, life.gateway)
    life.catch_up()
    life.a_month_later()
    assert (life.recurring().paused, len(life.gifts())) == (False, 2)


def test_a_new_amount_counts_from_the_next_renewal_for_the_same_designation(life, campaign):
    life.give_monthly(campaign, cover_fee="y")
    changing.change_amount(life.recurring(), Money(4001, "USD"), STAFF, life.gateway)
    life.catch_up()
    assert (life.recurring().total, life.recurring().cover_amount) == (Money(4001, "USD"), 0)
    assert len(life.gifts()) == 1
    life.a_month_later()
    first, second = life.gifts()
    assert (first.total.amount, second.total.amount) == (2606, 4001)
    [line] = second.lines
    assert (line.campaign_id, line.total.amount, line.tier_id) == (campaign.id, 4001, None)
    assert life.raised(campaign) == 6607
    assert life.kinds() == ["recurring_changed"]


def test_changes_made_in_the_dashboard_are_told_the_same(life, recurring):
    life.press(recurring.subscription_id, "cancel")
    assert life.recurring().status == "canceled"
    assert life.kinds() == ["recurring_changed"]


def test_an_ended_gift_is_begun_again_as_a_new_one(life, campaign, recurring):
    changing.cancel_now(recurring, STAFF, life.gateway)
    life.catch_up()
    page = path_in(life.mails("recurring_changed")[0], "/campaigns/")
    assert life.client.get(site_path(life, page).partition("#")[0]).status_code == 200
    path = f"/give/recurring/{make_token(recurring.reference, life.app.config['SECRET_KEY'])}"
    again = read(life.client.get(path)).find("a", string=lambda words: words and "Give again" in words)
    assert life.client.get(again["href"].partition("#")[0]).status_code == 200
    life.give_monthly(campaign)
    assert life.recurring().id != recurring.id
    life.a_month_later()
    assert [gift.recurring_id for gift in life.gifts()] == [1, 2, 2]


def test_all_events_of_a_life_held_doubled_and_shuffled_end_the_same(life, campaign, recurring):
    life.sandbox.settings(webhooks="hold", duplicate=1, shuffle=True)
    life.sandbox.advance(recurring.subscription_id)
    life.sandbox.act(recurring.subscription_id, "fail_next")
    life.sandbox.advance(recurring.subscription_id)
    life.sandbox.act(recurring.subscription_id, "cancel")
    life.sandbox.flush()
    life.sandbox.settings(webhooks="deliver")
    life.catch_up()
    assert (life.recurring().status, len(life.gifts()), life.raised(campaign)) == ("canceled", 2, 5000)
    assert sorted(life.kinds()) == ["recurring_changed", "recurring_failed"]
    assert now() < life.recurring().ended_at
