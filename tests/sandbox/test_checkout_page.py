"""The checkout page, pressed as a browser without scripts would press it."""

import re

import pytest
import requests
from bs4 import BeautifulSoup

from tests.sandbox.orders import SUCCESS, monthly, once

GOOD = {
    "email": "dana@example.org",
    "number": "4242 4242 4242 4242",
    "expiry": "12 / 34",
    "cvc": "123",
    "name": "Dana Donor",
    "country": "US",
}


def test_it_says_what_is_paid_and_how_often(client):
    page = look(client.v1.checkout.sessions.create(monthly(customer_email="dana@example.org")))
    assert page.h1.get_text(" ", strip=True) == "A night of safe housing $25.00 every month"
    assert page.find("button", type="submit").get_text(strip=True) == "Donate $25.00 every month"
    assert page.find(id="email")["value"] == "dana@example.org"
    assert page.find("a", class_="back")["href"] == "http://127.0.0.1:9/cancelled"
    assert "Test mode" in page.get_text()


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (once(submit_type="pay"), "Pay $50.00"),
        (once(1200, "jpy"), "Donate ¥1,200"),
        (once(12340, "kwd"), "Donate KWD 12.340"),
        (monthly(submit_type="auto"), "Subscribe: $25.00 every month"),
    ],
)
def test_the_button_says_what_will_happen(client, asked, words):
    page = look(client.v1.checkout.sessions.create(asked))
    assert page.find("button", type="submit").get_text(strip=True) == words


def test_paying_leads_back_to_the_site(client):
    session = client.v1.checkout.sessions.create(once())
    for _ in range(2):
        reply = press(session, GOOD)
        assert reply.status_code == 303
        assert reply.headers["Location"] == SUCCESS.replace("{CHECKOUT_SESSION_ID}", session.id)
    assert len(client.v1.charges.list().data) == 1


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"email": "dana"}, "email", "Enter an email address"),
        ({"number": "4242424242424241"}, "number", "invalid"),
        ({"number": "4242"}, "number", "incomplete"),
        ({"number": "４２４２４２４２４２４２４２４２"}, "number", "invalid"),
        ({"expiry": "12 / 20"}, "expiry", "past"),
        ({"expiry": "13 / 34"}, "expiry", "MM / YY"),
        ({"cvc": "1"}, "cvc", "incomplete"),
        ({"name": " "}, "name", "name"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(client, wrong, field, words):
    session = client.v1.checkout.sessions.create(once())
    reply = press(session, GOOD | wrong)
    page = BeautifulSoup(reply.text, "html.parser")
    assert reply.status_code == 422
    assert words in page.find(id=f"{field}-error").get_text()
    assert page.find(id=field)["aria-invalid"] == "true"
    assert f"{field}-error" in page.find(id=field)["aria-describedby"]
    assert page.find(id="name")["value"] == (GOOD | wrong)["name"].strip()
    assert page.select_one('[role="alert"] a')["href"] == f"#{field}"


def test_a_decline_is_said_and_can_be_mended(client):
    session = client.v1.checkout.sessions.create(once())
    reply = press(session, GOOD | {"number": "4000000000009995"})
    assert reply.status_code == 402
    assert "insufficient funds" in BeautifulSoup(reply.text, "html.parser").find(id="number-error").get_text()
    assert press(session, GOOD).status_code == 303


def test_a_test_card_fills_the_form_and_keeps_what_was_typed(client):
    session = client.v1.checkout.sessions.create(once())
    page = BeautifulSoup(press(session, {"name": "Rosa", "fill": "4000 0000 0000 0002"}).text, "html.parser")
    assert page.find(id="number")["value"] == "4000 0000 0000 0002"
    assert page.find(id="name")["value"] == "Rosa"


def test_the_bank_asks_and_the_answer_counts(client):
    session = client.v1.checkout.sessions.create(once())
    reply = press(session, GOOD | {"number": "4000002760003184"})
    assert reply.headers["Location"].endswith("/confirm")
    assert "Is this you" in requests.get(session.url + "/confirm", timeout=5).text
    answer = {"answer": "complete"}
    reply = requests.post(session.url + "/confirm", data=answer, timeout=5, allow_redirects=False)
    assert reply.headers["Location"].endswith(session.id)


def test_a_bank_debit_takes_days(client, sandbox):
    session = client.v1.checkout.sessions.create(once())
    typed = GOOD | {"method": "us_bank_account", "routing": "110000000", "account": "000123456789"}
    assert press(session, typed).status_code == 303
    done = client.v1.checkout.sessions.retrieve(session.id, {"expand": ["payment_intent"]})
    assert (done.status, done.payment_status, done.payment_intent.status) == (
        "complete",
        "unpaid",
        "processing",
    )
    sandbox.control("tick", seconds=5 * 86400)
    assert client.v1.checkout.sessions.retrieve(session.id).payment_status == "paid"


def test_what_is_over_is_said_kindly(client):
    session = client.v1.checkout.sessions.create(once())
    url = session.url
    client.v1.checkout.sessions.expire(session.id)
    assert "Nothing was charged" in requests.get(url, timeout=5).text
    assert requests.get(url + "x", timeout=5).status_code == 404


def test_nothing_comes_from_elsewhere_and_no_script_runs(client):
    session = client.v1.checkout.sessions.create(once(line_items=hostile()))
    reply = requests.get(session.url, timeout=5)
    assert "default-src 'none'" in reply.headers["Content-Security-Policy"]
    assert "<script" not in reply.text
    assert " style=" not in reply.text
    assert not re.search(r'(src|href)="(https?:)?//(?!127\.0\.0\.1)', reply.text)


def hostile():
    price = {"currency": "usd", "unit_amount": 500, "product_data": {"name": "<script>alert(1)</script>"}}
    return [{"quantity": 1, "price_data": price}]


def look(session):
    return BeautifulSoup(requests.get(session.url, timeout=5).text, "html.parser")


def press(session, typed):
    url = session.url or session.success_url
    return requests.post(url, data=typed, timeout=5, allow_redirects=False)
