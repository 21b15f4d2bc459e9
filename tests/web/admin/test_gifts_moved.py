"""Gifts moved between campaigns: both totals follow, the gift and its receipt stay as they were given."""

import pytest

from hope.giving import ledger
from hope.giving.books import own
from hope.giving.receipts import receipt_of
from hope.kernel.clock import now
from tests.support.builders import dollars, make_campaign, make_gift, make_giver, make_noise
from tests.support.gifts import raised
from tests.support.people import send, sign_in
from tests.support.summaries import wrong_summaries
from tests.support.web import read, text_of


@pytest.fixture
def campaign(session, client):
    make_noise(session)
    sign_in(client, "treasurer")
    return make_campaign(session)


def fields(answer):
    form = read(answer).select_one("form.staff-form")
    return {box["name"]: box.get("value", "") for box in form.select("input[type=hidden]")}


def check(session):
    assert wrong_summaries(session) == []
    assert [*own.totals_against_ledger(session), *own.gifts_against_ledger(session)] == []


def move(client, gift, origin, target, amount, **over):
    page = f"/admin/gifts/{gift.id}/move"
    form = fields(client.get(page)) | {
        "origin": origin.id,
        "target": target.id,
        "amount": amount,
        "reason": "Asked",
    }
    return send(client, page, {**form, **over})


def test_a_part_is_moved_and_moved_back(client, session, campaign):
    gift, there = make_gift(session, campaign, tier=1), make_campaign(session)
    assert move(client, gift, campaign, there, "20").status_code == 303
    assert (raised(session, campaign.id), raised(session, there.id)) == ((3000, 1, 1), (2000, 1, 1))
    move(client, gift, campaign, there, "30")
    assert (raised(session, campaign.id), raised(session, there.id)) == ((0, 0, 0), (5000, 1, 1))
    rows = read(client.get("/admin/gifts/", query_string={"campaign": there.id})).select("tbody tr")
    assert len(rows) == 1
    assert [line.campaign_id for line in gift.lines] == [campaign.id]
    assert "Booked a move between campaigns" in text_of(client.get(f"/admin/gifts/{gift.id}"))
    move(client, gift, there, campaign, "50")
    assert (raised(session, campaign.id), raised(session, there.id)) == ((5000, 1, 1), (0, 0, 0))
    assert receipt_of(session, gift.id).version == 1
    check(session)


def test_what_goes_back_after_a_move_is_taken_from_where_it_is(client, session, campaign):

    gift, there = make_gift(session, campaign, tier=1), make_campaign(session)
    move(client, gift, campaign, there, "20")
    ledger.book_refund(session, gift, dollars("45"), "stripe:re_1", now())
    assert raised(session, campaign.id)[0] + raised(session, there.id)[0] == 500
    ledger.book_reversal(session, gift, dollars("45"), "stripe:re_1/failed", now())
    assert (raised(session, campaign.id)[0], raised(session, there.id)[0]) == (3000, 2000)
    check(session)


def test_the_giver_stays_where_they_gave_something_else(client, session, campaign):
    gift, there = make_gift(session, campaign), make_campaign(session)
    make_gift(session, campaign, tier=1)
    make_gift(session, there, giver=make_giver(email="other@example.org"))
    move(client, gift, campaign, there, "25")
    assert raised(session, campaign.id) == (5000, 1, 1)
    assert raised(session, there.id) == (5000, 2, 2)


@pytest.mark.parametrize("amount", ["0", "25.01", "-1", "1e1", ""])
def test_no_more_is_moved_than_is_there(client, session, campaign, amount):
    gift, there = make_gift(session, campaign), make_campaign(session)
    answer = move(client, gift, campaign, there, amount)
    assert answer.status_code == 422
    assert "no more than $25.00" in text_of(answer) or "in digits" in text_of(answer)
    assert raised(session, there.id) == (0, 0, 0)


def test_a_move_goes_somewhere_else_in_the_same_currency_and_only_once(client, session, campaign):
    gift, there = make_gift(session, campaign), make_campaign(session)
    yen = make_campaign(session, currency="JPY", tiers=[("Seed", 3000)])
    assert "It is there already" in text_of(move(client, gift, campaign, campaign, "5"))
    assert move(client, gift, campaign, yen, "5").status_code == 422
    assert move(client, gift, there, campaign, "5").status_code == 422
    page = f"/admin/gifts/{gift.id}/move"
    form = fields(client.get(page)) | {
        "origin": campaign.id,
        "target": there.id,
        "amount": "5",
        "reason": "Asked",
    }
    for _ in range(2):
        send(client, page, form)
    assert raised(session, there.id) == (500, 1, 1)
