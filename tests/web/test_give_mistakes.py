"""Mistakes on the give form: said twice, linked, and nothing typed is lost."""

import pytest
from sqlalchemy import select

from hope.giving.models import Checkout
from hope.kernel.money import Money
from tests.support.builders import make_campaign
from tests.support.gifts import count, send_form
from tests.support.web import read, text_of

LONG = "x" * 10_000


@pytest.fixture
def campaign(session):
    return make_campaign(session)


def assert_kept(page, **typed):
    for name, text in typed.items():
        field = page.select_one(f"#{name}")
        assert (field.get("value") if field.name == "input" else field.text.strip("\n")) == text


MISTAKES = [
    ({"name": ""}, "name", "Write your name"),
    ({"name": " \t\u200b "}, "name", "Write your name"),
    ({"name": "\u200d"}, "name", "Write your name"),
    ({"name": "x" * 121}, "name", "120 characters; yours has 121"),
    ({"name": LONG}, "name", "yours has 10,000"),
    ({"email": ""}, "email", "Write your e-mail address"),
    ({"email": "marigold"}, "email", "name@example.org"),
    ({"email": "a@b@example.org"}, "email", "name@example.org"),
    ({"email": "a b@example.org"}, "email", "name@example.org"),
    ({"email": "a@example.org, b@example.org"}, "email", "name@example.org"),
    ({"email": "<script>@example.org"}, "email", "name@example.org"),
    ({"email": LONG + "@example.org"}, "email", "254 characters"),
    ({"note": "x" * 1001}, "note", "1000 characters; yours has 1,001"),
    ({"note": LONG}, "note", "yours has 10,000"),
    ({"tier": None}, "tier", "Choose one of the gifts"),
    ({"tier": ""}, "tier", "Choose one of the gifts"),
    ({"tier": "999999"}, "tier", "no longer offered"),
    ({"tier": "0"}, "tier", "no longer offered"),
    ({"tier": "-1"}, "tier", "no longer offered"),
    ({"tier": "1 OR 1=1"}, "tier", "no longer offered"),
    ({"tier": LONG}, "tier", "no longer offered"),
    ({"interval": "day"}, "interval", "Choose one of these"),
    ({"interval": ""}, "interval", "Choose one of these"),
    ({"naming": "loud"}, "naming", "Choose one of these"),
]  # fmt: skip


def test_each_mistake_is_named_at_its_field_and_in_the_summary(client, session, campaign):
    for over, field, words in MISTAKES:
        answer = send_form(client, campaign, **over)
        assert answer.status_code == 422, over
        assert answer.headers["Cache-Control"] == "no-store"
        page = read(answer)
        inline, [link] = page.select_one(f"#{field}-error"), page.select("[role=alert] a")
        assert words in inline.text, over
        assert words in link.text, over
        assert page.select_one(f"[aria-describedby~='{field}-error']")["id"] == field
        assert page.select_one(link["href"]) is not None, link["href"]
        assert page.title.text.startswith("Error: ")
    assert count(session, Checkout) == 0


AMOUNTS = {
    "": "Write how much you would like to give, $5 or more",
    "   ": "Write how much",
    "-5": "Write an amount above zero",
    "\u22125": "Write an amount above zero",
    "0": "The smallest gift we can take by card is $5",
    "0.00": "The smallest gift",
    "4.99": "The smallest gift",
    "1e9": "Write the amount in digits",
    "1_000": "Write the amount in digits",
    "0x10": "Write the amount in digits",
    "NaN": "Write the amount in digits",
    "Infinity": "Write the amount in digits",
    "ten": "Write the amount in digits",
    "１２．５.5": "Write the amount in digits",
    "٤٠": "Write the amount in digits",
    "5\u20e3": "Write the amount in digits",
    "12.5000001": "no more than two digits",
    "1000000": "more than a card payment can carry",
    "99999999999999999999999": "more than a card payment can carry",
    "9" * 40: "more than a card payment can carry",
    "9" * 41: "The amount can have 40 characters",
    "9" * 10_000: "The amount can have 40 characters",
    "<b>5</b>": "Write the amount in digits",
    "5'; DROP TABLE gift; --": "Write the amount in digits",
    "{{ 7*7 }}": "Write the amount in digits",
}  # fmt: skip
DOUBTFUL = {
    "1.250": None,
    "12.345": None,
    "40\u0000": 4000,
    "40\u200b": 4000,
    "1,250": 125_000,
    "4\u202e0": 4000,
}


COINS = {
    ("JPY", "12.5"): "Write the amount without a point and digits after it, such as 1250",
    ("JPY", "1.250"): "Write the amount in digits",
    ("KWD", "1.2555"): "no more than three digits after the point, such as 12.500",
    ("KWD", "1.255"): "Cards take KWD in steps of 0.010: end the amount in 0, such as 1.260",
}


@pytest.mark.parametrize(("currency", "typed"), COINS)
def test_an_amount_for_which_cards_have_no_coin_is_refused_in_words(client, session, currency, typed):
    campaign = make_campaign(session, currency=currency, minimum_amount=100)
    answer = send_form(client, campaign, tier="other", amount=typed)
    assert answer.status_code == 422
    assert COINS[currency, typed] in read(answer).select_one("#amount-error").text
    assert count(session, Checkout) == 0


@pytest.mark.parametrize(("currency", "typed", "minor"), [("JPY", "1250", 1250), ("KWD", "1.25", 1250)])
def test_an_amount_in_its_own_coins_is_taken(client, session, currency, typed, minor):
    campaign = make_campaign(session, currency=currency, minimum_amount=100)
    assert send_form(client, campaign, tier="other", amount=typed).status_code == 303
    assert session.query(Checkout).one().total.amount == minor


def test_an_amount_that_cannot_be_taken_is_refused_in_words_and_kept(client, session, campaign):
    for typed, words in AMOUNTS.items():
        answer = send_form(client, campaign, tier="other", amount=typed, note="Still here")
        assert answer.status_code == 422, typed[:40]
        page = read(answer)
        assert words in page.select_one("#amount-error").text, typed[:40]
        assert_kept(
            page,
            amount=typed.strip(),
            note="Still here",
            name="Marigold Fennimore",
            email="marigold@example.org",
        )
        assert page.select_one("input[name=tier][value=other]").has_attr("checked")
    assert count(session, Checkout) == 0


def test_a_doubtful_amount_is_asked_about_or_read_as_its_digits_say(client, session, campaign):
    for typed, cents in DOUBTFUL.items():
        answer = send_form(client, campaign, tier="other", amount=typed)
        assert answer.status_code == (303 if cents else 422), typed
        if cents:
            row = session.scalars(
                select(Checkout).where(Checkout.session_url == answer.headers["Location"])
            ).one()
            assert row.total == Money(cents, "USD"), typed


def test_several_mistakes_are_all_listed(client, campaign):
    page = read(send_form(client, campaign, name="", email="no", tier="999", interval="x"))
    links = [link["href"].removeprefix("#").removesuffix("-0") for link in page.select("[role=alert] a")]
    assert links == ["tier", "interval", "name", "email"]


def test_an_empty_form_asks_for_everything_at_once(client, session, campaign):
    answer = client.post(f"/campaigns/{campaign.slug}/give", data={})
    assert answer.status_code == 422
    said = text_of(answer)
    assert all(words in said for words in ("Choose one of the gifts", "Write your name", "Write your e-mail"))
    assert count(session, Checkout) == 0


def test_boxes_stay_as_they_were_left(client, campaign):
    page = read(
        send_form(client, campaign, email="", show_amount=None, cover_fee="y", news="y", naming="anonymous")
    )
    checked = {box["name"] for box in page.select("input[type=checkbox][checked]")}
    assert checked == {"cover_fee", "news"}
    assert page.select_one("input[name=naming][checked]")["value"] == "anonymous"


def test_a_second_look_without_mistakes_goes_on(client, campaign):
    assert send_form(client, campaign, email="no").status_code == 422
    assert send_form(client, campaign).status_code == 303
