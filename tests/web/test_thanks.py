"""Coming back from the payment page: thanked, asked to wait, or welcomed again; never told what is not known."""

import pytest

from hope.giving.facts import CheckoutExpired
from hope.giving.gateway import Unreachable
from hope.giving.models import Checkout, Gift
from hope.kernel.clock import charity_day, now
from tests.support.builders import make_campaign, make_checkout
from tests.support.gateway import session_id_of
from tests.support.gifts import NOTHING, count, happened
from tests.support.stripe_events import completed, deliver, expired, failed_later, processing
from tests.support.web import read, text_of


@pytest.fixture
def checkout(client, session):
    return make_checkout(client, make_campaign(session), note="For Ida", cover_fee="y")


def thanks(client, checkout):
    return client.get(f"/give/thanks/{checkout.reference}")


def test_a_gift_that_arrived_is_thanked_for(client, session, checkout):
    deliver(client, completed(checkout))
    answer = thanks(client, checkout)
    words = text_of(answer)
    assert read(answer).h1.text == "Thank you for your gift"
    assert "$26.06" in words
    assert "$25" in words
    assert "Seed Packet" in words
    assert f"{charity_day(now()).year}-000001" in words
    assert "m•••@example.org" in words
    assert "marigold@example.org" not in answer.get_data(as_text=True)
    assert read(answer).select_one("meta[http-equiv=refresh]") is None


def test_silence_means_still_confirming_and_the_page_asks_again(client, session, gateway, checkout):
    answer = thanks(client, checkout)
    assert "We are confirming your gift" in text_of(answer)
    assert read(answer).select_one("meta[http-equiv=refresh]") is not None
    assert gateway.asked == [session_id_of(checkout.reference)]
    assert happened(session) == NOTHING


def test_a_payment_service_that_is_away_is_no_failure(client, session, gateway, checkout):
    gateway.trouble = Unreachable("APIConnectionError")
    answer = thanks(client, checkout)
    assert answer.status_code == 200
    assert "We are confirming your gift" in text_of(answer)
    assert "failed" not in text_of(answer).lower()


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ([processing], "Your bank is sending the gift"),
        ([processing, failed_later], "The payment did not go through"),
        ([expired], "This payment was not finished"),
    ],
    ids=["processing", "failed", "expired"],
)
def test_each_other_end_is_said_plainly(client, session, checkout, told, words):
    for event in told:
        deliver(client, event(checkout))
    answer = thanks(client, checkout)
    assert words in text_of(answer)
    assert read(answer).select_one("meta[http-equiv=refresh]") is None
    assert count(session, Gift) == 0


def test_a_page_that_expired_unnoticed_is_learned_of(client, session, gateway, checkout):
    gateway.facts[session_id_of(checkout.reference)] = [CheckoutExpired(checkout.reference, now())]
    assert "This payment was not finished" in text_of(thanks(client, checkout))


def test_only_one_cannot_be_known_by_nobody(client, session):
    for reference in ("NOBODY", "x" * 24, "%27"):
        for page in ("thanks", "cancelled"):
            assert client.get(f"/give/{page}/{reference}").status_code == 404


def test_these_pages_are_for_one_person(client, session, checkout):
    for page in ("thanks", "cancelled"):
        headers = client.get(f"/give/{page}/{checkout.reference}").headers
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Robots-Tag"] == "noindex"
        assert "ETag" not in headers
        assert "Set-Cookie" not in headers


def test_turning_back_finds_the_form_as_it_was(client, session, checkout):
    answer = client.get(f"/give/cancelled/{checkout.reference}")
    page = read(answer)
    assert "You came back without paying" in text_of(answer)
    assert "Nothing was charged" in text_of(answer)
    assert page.select_one("#name")["value"] == "Marigold Fennimore"
    assert page.select_one("#email")["value"] == "marigold@example.org"
    assert page.select_one("#note").text.strip() == "For Ida"
    assert page.select_one("#cover_fee").has_attr("checked")
    assert page.select_one("input[name=tier][checked]")["value"] == str(checkout.lines[0]["tier_id"])
    assert happened(session) == NOTHING


def test_turning_back_brings_a_free_amount_back_too(client, session):
    checkout = make_checkout(client, make_campaign(session), tier="other", amount="1,234.50", interval="year")
    page = read(client.get(f"/give/cancelled/{checkout.reference}"))
    assert page.select_one("#amount")["value"] == "1234.50"
    assert page.select_one("input[name=interval][checked]")["value"] == "year"


def test_turning_back_and_going_on_is_the_same_attempt(client, session, checkout):
    client.get(f"/give/cancelled/{checkout.reference}")
    campaign = make_campaign(session)
    make_checkout(client, campaign)
    make_checkout(client, campaign)
    assert count(session, Checkout) == 2


def test_turning_back_after_paying_is_thanked(client, session, checkout):
    deliver(client, completed(checkout))
    answer = client.get(f"/give/cancelled/{checkout.reference}")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/give/thanks/{checkout.reference}")
