"""Sending the give form: our row first, then the page to pay on, at our price."""

import pytest
from sqlalchemy import select

from hope.giving.gateway import Refused, Unreachable
from hope.giving.models import Checkout, CheckoutState
from hope.giving.pledge import lines_from_json
from hope.kernel.money import Money
from tests.support.builders import make_campaign, make_checkout
from tests.support.gifts import NOTHING, count, happened, send_form
from tests.support.web import read, text_of


@pytest.fixture
def campaign(session):
    return make_campaign(session)


@pytest.mark.parametrize("interval", ["once", "month", "year"])
def test_leads_to_the_page_to_pay_on(client, session, gateway, campaign, interval):
    answer = send_form(client, campaign, interval=interval, note="Hello", naming="first", news="y")
    row = session.scalars(select(Checkout)).one()
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"https://pay.example/{row.reference}" == row.session_url
    assert (row.interval, row.state, row.total) == (interval, CheckoutState.OPEN, Money(2500, "USD"))
    assert (row.giver_name, row.giver_email) == ("Marigold Fennimore", "marigold@example.org")
    assert (row.note, row.naming, row.show_amount, row.wants_news) == ("Hello", "first", True, True)
    assert happened(session) == NOTHING


def test_the_payment_page_knows_the_ways_back(client, session, gateway, campaign):
    checkout = make_checkout(client, campaign)
    [(reference, thanks, cancelled)] = gateway.opened
    assert reference == checkout.reference
    assert thanks == f"http://127.0.0.1:8000/give/thanks/{reference}"
    assert cancelled == f"http://127.0.0.1:8000/give/cancelled/{reference}"


def test_the_row_is_written_before_anybody_is_asked(client, session, gateway, campaign):
    seen = []
    ask = gateway.open_checkout

    def looking(checkout, *ways_back):
        with session.get_bind().connect() as other:
            seen.extend(other.execute(select(Checkout.__table__.c.reference)).scalars())
        return ask(checkout, *ways_back)

    gateway.open_checkout = looking
    checkout = make_checkout(client, campaign)
    assert seen == [checkout.reference]


def test_a_named_gift_has_our_price_whatever_amount_is_posted(client, session, campaign):
    send_form(client, campaign, tier=2, amount="1")
    row = session.scalars(select(Checkout)).one()
    assert row.total == Money(12_000, "USD")
    assert lines_from_json(row.lines)[0].label == "Week at the Loom"


def test_an_amount_that_cannot_be_read_is_no_matter_beside_a_named_gift(client, session, campaign):
    assert send_form(client, campaign, tier=0, amount="a lot").status_code == 303


def test_another_amount_as_people_type_it(client, session, campaign):
    typed = {"40": 4000, "$12.50": 1250, "10,50": 1050, "１５": 1500, "1,250": 125_000, "5": 500, " 7 ": 700}
    for text in typed:
        assert send_form(client, campaign, tier="other", amount=text).status_code == 303
    rows = session.scalars(select(Checkout).order_by(Checkout.id)).all()
    assert [row.total for row in rows] == [Money(cents, "USD") for cents in typed.values()]
    assert {lines_from_json(row.lines)[0].tier_id for row in rows} == {None}


def test_covering_the_fee_adds_just_that(client, session, campaign):
    send_form(client, campaign, tier=1, cover_fee="y")
    row = session.scalars(select(Checkout)).one()
    assert (row.total, row.cover_amount) == (Money(5181, "USD"), 181)


def test_a_price_that_changed_meanwhile_leaves_the_attempt_as_it_was(client, session, campaign):
    checkout = make_checkout(client, campaign)
    campaign.tiers[0].price = Money(9900, "USD")
    session.commit()
    assert lines_from_json(checkout.lines)[0].unit == Money(2500, "USD")
    assert make_checkout(client, campaign).total == Money(9900, "USD")


def test_the_same_form_twice_is_one_attempt_and_one_page(client, session, gateway, campaign):
    first, second = send_form(client, campaign), send_form(client, campaign)
    assert first.headers["Location"] == second.headers["Location"]
    assert count(session, Checkout) == 1
    assert len(gateway.opened) == 1


def test_another_choice_is_another_attempt(client, session, campaign):
    pages = {send_form(client, campaign, tier=number).headers["Location"] for number in (0, 1, 2)}
    assert len(pages) == count(session, Checkout) == 3


@pytest.mark.parametrize(
    "trouble", [Unreachable("APIConnectionError"), Refused("InvalidRequestError url_invalid")]
)
def test_no_payment_page_means_a_calm_page_with_everything_still_in_it(
    client, session, gateway, campaign, trouble
):
    gateway.trouble = trouble
    answer = send_form(
        client, campaign, tier="other", amount="77.70", note="A note", interval="year", cover_fee="y"
    )
    assert answer.status_code == 503
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Nothing was charged" in text_of(answer)
    page = read(answer)
    assert page.select_one("#name")["value"] == "Marigold Fennimore"
    assert page.select_one("#amount")["value"] == "77.70"
    assert page.select_one("#note").text.strip() == "A note"
    assert page.select_one("input[name=interval][value=year]").has_attr("checked")
    assert page.select_one("input[name=tier][value=other]").has_attr("checked")
    assert page.select_one("#cover_fee").has_attr("checked")
    assert session.scalars(select(Checkout)).one().failure == trouble.detail


def test_after_silence_the_same_attempt_is_tried_again(client, session, gateway, campaign):
    gateway.trouble = Unreachable("APIConnectionError")
    send_form(client, campaign)
    assert session.scalars(select(Checkout.state)).one() is CheckoutState.OPEN
    gateway.trouble = None
    assert send_form(client, campaign).status_code == 303
    row = session.scalars(select(Checkout)).one()
    assert (row.failure, row.session_url) == (None, f"https://pay.example/{row.reference}")


def test_after_a_refusal_a_new_attempt_is_made(client, session, gateway, campaign):
    gateway.trouble = Refused("InvalidRequestError")
    send_form(client, campaign)
    gateway.trouble = None
    assert send_form(client, campaign).status_code == 303
    rows = session.scalars(select(Checkout).order_by(Checkout.id)).all()
    assert [row.state for row in rows] == [CheckoutState.FAILED, CheckoutState.OPEN]


def test_whoever_reloads_the_forms_own_address_is_led_back(client, campaign):
    answer = client.get(f"/campaigns/{campaign.slug}/give")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/campaigns/{campaign.slug}")
