"""What Stripe is asked, in its own words, and what becomes of its refusals; a stand-in answers on this machine."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl

import pytest

from hope.giving.gateway import Refused, StripeGateway, Unreachable
from hope.giving.models import Checkout
from hope.giving.pledge import Interval, PledgeLine, lines_to_json
from hope.kernel.money import Money


class Answering(BaseHTTPRequestHandler):
    """Gives the answers that it was told to give, in turn, and remembers what was asked."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.asked.append((self.path, dict(parse_qsl(body)), self.headers))
        status, answer = self.server.answers.pop(0) if self.server.answers else self.server.usual
        words = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(words)))
        self.send_header("Request-Id", "req_1")
        self.end_headers()
        self.wfile.write(words)

    def log_message(self, *words):
        pass


@pytest.fixture
def stripe():
    with ThreadingHTTPServer(("127.0.0.1", 0), Answering) as server:
        server.asked, server.answers = [], []
        server.usual = (200, {"id": "cs_1", "object": "checkout.session", "url": "https://pay.example/1"})
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def gateway(stripe):
    return StripeGateway("sk_test_x", "whsec_x", f"http://127.0.0.1:{stripe.server_port}", live=False)


def a_checkout(**over):
    line = PledgeLine(3, "harvest", "Harvest", "Night of Rest", Money(5000, "USD"), tier_id=7)
    given = {
        "reference": "REF",
        "interval": Interval.ONCE,
        "lines": lines_to_json((line,)),
        "cover_amount": 0,
        "cover_once_amount": 0,
    }
    person = {"giver_name": "Ada", "giver_email": "ada@example.org", "note": "Private words"}
    return Checkout(**given | person | {"total": Money(5000, "USD")} | over)


def open_page(gateway, **over):
    return gateway.open_checkout(a_checkout(**over), "http://site/thanks", "http://site/cancelled")


def test_a_one_time_gift_is_asked_for_in_stripes_words(stripe, gateway):
    opened = open_page(gateway)
    assert (opened.session_id, opened.url) == ("cs_1", "https://pay.example/1")
    [(path, asked, headers)] = stripe.asked
    assert path == "/v1/checkout/sessions"
    assert asked["mode"] == "payment"
    assert asked["line_items[0][price_data][unit_amount]"] == "5000"
    assert asked["line_items[0][price_data][currency]"] == "usd"
    assert asked["line_items[0][price_data][product_data][name]"] == "Night of Rest: Harvest"
    assert (asked["success_url"], asked["cancel_url"]) == ("http://site/thanks", "http://site/cancelled")
    assert headers["Idempotency-Key"] == "checkout:REF"
    assert headers["Stripe-Version"] == "2026-10-28.endive"


def test_the_reference_goes_where_every_later_event_can_see_it(stripe, gateway):
    open_page(gateway)
    open_page(gateway, interval=Interval.MONTH)
    once, monthly = (asked for _, asked, _ in stripe.asked)
    for asked in (once, monthly):
        assert asked["client_reference_id"] == asked["metadata[hope_checkout]"] == "REF"
    assert once["payment_intent_data[metadata][hope_checkout]"] == "REF"
    assert monthly["subscription_data[metadata][hope_checkout]"] == "REF"
    assert not any(name.startswith("payment_intent_data") for name in monthly)
    assert monthly["line_items[0][price_data][recurring][interval]"] == "month"


def test_the_cover_is_a_line_of_its_own_that_comes_again_with_the_gift(stripe, gateway):
    open_page(gateway, cover_amount=181, interval=Interval.YEAR)
    asked = stripe.asked[0][1]
    assert asked["line_items[1][price_data][unit_amount]"] == "181"
    assert asked["line_items[1][price_data][recurring][interval]"] == "year"


def test_nothing_personal_but_the_address_for_the_page_is_told(stripe, gateway):
    open_page(gateway)
    told = " ".join(stripe.asked[0][1].values())
    assert "Private words" not in told
    assert stripe.asked[0][1]["customer_email"] == "ada@example.org"
    assert all("ada@" not in value for name, value in stripe.asked[0][1].items() if "metadata" in name)


REFUSALS = [
    (
        400,
        {"error": {"type": "invalid_request_error", "code": "url_invalid", "message": "Not ada@example.org"}},
    ),
    (401, {"error": {"type": "invalid_request_error", "message": "Invalid API Key"}}),
    (402, {"error": {"type": "card_error", "code": "card_declined", "message": "no"}}),
    (403, {"error": {"type": "invalid_request_error", "message": "no"}}),
    (404, {"error": {"type": "invalid_request_error", "message": "no"}}),
]
SILENCES = [
    (500, {"error": {"type": "api_error", "message": "oops"}}),
    (503, b"<html>busy</html>"),
    (409, {"error": {"type": "invalid_request_error", "code": "lock_timeout", "message": "wait"}}),
    (429, {"error": {"type": "invalid_request_error", "code": "rate_limit", "message": "slow"}}),
    (200, b"{"),
    (200, b""),
]


@pytest.fixture
def hasty(gateway):
    """A gateway that does not ask again by itself, so that no test waits for its pauses."""
    gateway._client._requestor._options.max_network_retries = 0
    return gateway


def test_a_refusal_is_final_and_repeats_nothing_personal(stripe, hasty):
    for answer in REFUSALS:
        stripe.usual = answer
        with pytest.raises(Refused) as refused:
            open_page(hasty)
        assert "ada@" not in refused.value.detail
        assert "req_1" in refused.value.detail


def test_anything_else_is_silence_and_may_be_tried_again(stripe, hasty):
    for answer in SILENCES:
        stripe.usual = answer
        with pytest.raises(Unreachable):
            open_page(hasty)


def test_nobody_there_is_silence(hasty, stripe):
    stripe.shutdown()
    stripe.server_close()
    with pytest.raises(Unreachable):
        open_page(hasty)


def test_a_stumble_is_asked_again_with_the_same_key(stripe, gateway):
    stripe.answers = [SILENCES[0]]
    assert open_page(gateway).session_id == "cs_1"
    assert [headers["Idempotency-Key"] for *_, headers in stripe.asked] == ["checkout:REF"] * 2
