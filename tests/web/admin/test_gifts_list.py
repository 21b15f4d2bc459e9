"""The list of gifts: what is asked for is shown, added up, and nothing else."""

from datetime import timedelta

import pytest

from hope.giving import figures, ledger, searching
from hope.giving.models import Method
from hope.giving.receipts import receipt_of
from hope.kernel.clock import charity_day, now
from tests.support.builders import dollars, make_campaign, make_gift, make_giver, make_noise
from tests.support.people import sign_in
from tests.support.summaries import wrong_summaries
from tests.support.web import read, text_of

PATH = "/admin/gifts/"


@pytest.fixture
def treasurer(client, session):
    make_noise(session)
    return sign_in(client, "treasurer")


def listed(client, **query):
    """The givers on the page, in its order."""
    answer = client.get(PATH, query_string=query)
    assert answer.status_code == 200
    return [row.select_one("th a").get_text() for row in read(answer).select("tbody tr")]


def sums(client, **query):
    page = read(client.get(PATH, query_string=query))
    return {
        box.select_one(".stat__label").get_text(): (
            box.select_one(".stat__value").get_text(),
            box.select_one(".stat__note").get_text(),
        )
        for box in page.select(".stat")
    }


def give(session, name="Ada Lamp", **over):
    campaign = over.pop("campaign", None) or make_campaign(session)
    email = over.pop("email", None) or f"{name.split()[0].lower()}@example.org"
    return make_gift(session, campaign, giver=make_giver(name=name, email=email), **over)


def test_every_gift_the_newest_first(client, session, treasurer):
    give(session, "Ada Lamp", days_ago=2)
    give(session, "Ben Reed", days_ago=1)
    assert listed(client) == ["Nobody Asked", "Ben Reed", "Ada Lamp"]


def test_a_gift_is_found_by_whatever_staff_have_at_hand(client, session, treasurer):
    gift = give(session, "Zoë Lamp-Reed")
    number = receipt_of(session, gift.id).number
    for typed in (
        "zoe",
        "reed",
        "zoë@example.org",
        number,
        gift.reference,
        gift.reference.lower(),
        f"#{gift.id}",
    ):
        assert listed(client, q=typed) == ["Zoë Lamp-Reed"], typed
    for typed in ("pi_unknown", "cs_test_unknown", "1999-000001", "zz", "po_1234", "9" * 15, "%", "'; --"):
        assert listed(client, q=typed) == [], typed


def test_it_is_narrowed_by_everything_together(client, session, treasurer):
    campaign = make_campaign(session)
    gift = give(session, "Ada Lamp", campaign=campaign, tier=1)
    give(session, "Ben Reed", campaign=campaign, days_ago=40)
    ledger.book_refund(session, gift, dollars("20"), "stripe:re_1", now())
    day = charity_day(gift.given_at).isoformat()
    assert listed(client, campaign=campaign.id) == ["Ada Lamp", "Ben Reed"]
    assert listed(client, first=day, last=day, campaign=campaign.id) == ["Ada Lamp"]
    assert listed(client, status="part refunded") == ["Ada Lamp"]
    assert listed(
        client, status="part refunded", method="unknown", interval="once", least="50", most="50"
    ) == ["Ada Lamp"]
    assert listed(client, least="50.01") == []
    assert listed(client, campaign=campaign.id, status="refunded") == []
    assert sums(client, campaign=campaign.id) == {"Given": ("$75.00", "2 gifts, of which $55.00 is kept")}


def test_a_filter_that_cannot_be_understood_says_so_and_shows_nothing(client, session, treasurer):
    for query in (
        {"first": "yesterday"},
        {"least": "much"},
        {"status": "odd"},
        {"campaign": "999"},
        {"last": "0001-01-01"},
        {"least": "5", "currency": "nothing"},
    ):
        answer = client.get(PATH, query_string=query)
        assert answer.status_code == 200
        assert "Please look at one thing again" in text_of(answer), query
        assert not read(answer).select("tbody tr")
    assert listed(client, payout="'; DROP TABLE gift") == []


def test_pages_follow_each_other_without_gaps(client, session, treasurer):
    campaign = make_campaign(session)
    for number in range(60):
        give(session, f"Giver{number:02}", campaign=campaign, days_ago=number % 3)
    page, seen = read(client.get(PATH, query_string={"campaign": campaign.id})), []
    while True:
        seen += [row.get_text() for row in page.select("tbody th a")]
        older = page.select_one("a[rel=next]")
        if not older:
            break
        page = read(client.get(older["href"]))
    assert sorted(seen) == sorted(f"Giver{number:02}" for number in range(60))


def test_currencies_are_never_added_up(client, session, treasurer):
    give(session, campaign=make_campaign(session, currency="JPY", tiers=[("Seed", 3000)]))
    give(session, campaign=make_campaign(session, currency="KWD", tiers=[("Seed", 12_500)]))
    figures.count_everything()
    assert sums(client)["Raised in JPY"] == ("¥3,000", "1 gift, less what went back")
    found = sums(client, least="3")
    assert found["Given in KWD"][0].endswith("12.500")
    assert found["Given in JPY"][0] == "¥3,000"
    assert found["Given in USD"] == ("$25.00", "1 gift")
    assert list(sums(client, least="13")) == ["Given in JPY", "Given in USD"]
    assert "choose a currency" in text_of(client.get(PATH, query_string={"least": "12.5"}))


def test_without_filters_the_figures_of_the_day_answer(client, session, treasurer):
    gift = give(session, tier=1)
    ledger.book_refund(session, gift, dollars("20"), "stripe:re_1", now())
    figures.count_everything()
    assert sums(client) == {"Raised": ("$55.00", "2 gifts, less what went back")}
    tomorrow = (charity_day(now()) + timedelta(days=1)).isoformat()
    assert sums(client, first=tomorrow) == {}


def test_more_than_can_be_added_up_at_once_is_said_and_added_up_on_demand(
    client, session, treasurer, monkeypatch
):
    monkeypatch.setattr(searching, "ADDED_UP", 2)
    for name in ("Ada Lamp", "Ben Reed", "Cy Moor"):
        give(session, name)
    answer = client.get(PATH, query_string={"most": "100"})
    assert "There are more" in text_of(answer)
    [link] = [a for a in read(answer).select("a") if a.get_text() == "Add up all of them"]
    page = read(client.get(link["href"]))
    assert page.select_one(".stat__value").get_text() == "$100.00"


def test_summaries_follow_their_gifts(client, session, treasurer):
    gift = give(session, tier=2)
    give(session, "Ben Reed")
    ledger.book_refund(session, gift, dollars("20"), "stripe:re_1", now())
    ledger.book_reversal(session, gift, dollars("20"), "stripe:re_1/failed", now())
    ledger.book_refund(session, gift, gift.total, "stripe:re_2", now())
    assert wrong_summaries(session) == []
    assert listed(client, status="refunded") == ["Ada Lamp"]


def test_a_gift_that_nobody_gave_a_name(client, session, treasurer):
    give(session, " ", email="nameless@example.org")
    assert "Somebody without a name" in listed(client)


def test_hostile_names_stay_words(client, session, treasurer):
    name = "<script>alert(1)</script> " + "W" * 80
    give(session, name, email="x@example.org")
    assert name in listed(client, q="x@example.org")


def test_editors_see_no_gifts(client, session):
    sign_in(client, "editor")
    assert client.get(PATH).status_code == 403


def test_every_way_a_gift_comes_can_be_asked_for(client, session, treasurer):
    for method in Method:
        assert client.get(PATH, query_string={"method": method.value}).status_code == 200
