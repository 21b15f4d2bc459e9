"""The basket: filled across campaigns, carried by one cookie that only it is sent, priced by us, paid as one gift."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from hope.campaigns import tiers as named_gifts
from hope.campaigns.basket.carried import MOST_GIFTS, Basket, from_text
from hope.campaigns.models import CampaignState
from hope.giving.facts import CheckoutExpired
from hope.giving.gateway import Unreachable
from hope.giving.models import Checkout, Gift, LedgerEntry
from hope.giving.pledge import Interval
from hope.kernel.clock import now
from tests.support.baskets import YOU, basket, put_in, shown, sums
from tests.support.builders import make_campaign, make_checkout, run_jobs
from tests.support.gateway import session_id_of
from tests.support.gifts import raised
from tests.support.stripe_events import completed, deliver
from tests.support.web import read, text_of


@pytest.fixture
def house(session):
    """A campaign with gifts of $25, $50 and $120."""
    return make_campaign(session, title="A house")


@pytest.fixture
def court(session):
    """Another one, with a gift of $30."""
    return make_campaign(session, title="A court", tiers=[("A lawyer", 3000)])


def test_three_gifts_of_two_campaigns_are_one_payment(app, client, session, house, court):
    added = put_in(client, house.tiers[0])
    assert added.headers["Location"].startswith("/basket?added=")
    cookie = added.headers["Set-Cookie"]
    assert "Path=/basket;" in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Seed Packet” is in your basket" in text_of(client.get(added.headers["Location"]))
    put_in(client, house.tiers[1], quantity="2")
    put_in(client, court.tiers[0])
    page = basket(client)
    assert page.headers["Cache-Control"] == "no-store"
    assert sums(page) == ["$155.00"]
    # Everybody else’s pages know nothing of it: the same bytes with a basket and without.
    path = f"/gifts/{house.tiers[0].slug}"
    assert client.get(path).get_data() == app.test_client().get(path).get_data()
    answer = client.post("/basket/checkout", data=shown(client) | {"cover_fee": "y"})
    assert answer.status_code == 303, text_of(answer)
    checkout = session.scalars(select(Checkout)).one()
    assert checkout.total.amount == 15_994  # 155 are left of it when 2.9 % and 30 cents are gone
    deliver(client, completed(checkout))
    gift = session.scalars(select(Gift)).one()
    lines = [(line.campaign_title, line.quantity, line.label, line.total.amount) for line in gift.lines]
    assert lines[:3] == [("A house", 1, "Seed Packet", 2500), ("A house", 2, "Night of Rest", 10_000),
        ("A court", 1, "A lawyer", 3000)]  # fmt: skip
    assert sum(line[3] for line in lines) == 15_994
    entries = {e.campaign_id: e.total.amount for e in session.scalars(select(LedgerEntry))}
    assert raised(session, house.id) == (entries[house.id], 1, 1)
    assert raised(session, court.id) == (entries[court.id], 1, 1)
    assert sum(entries.values()) == 15_994
    thanks = text_of(client.get(f"/give/thanks/{checkout.reference}"))
    assert "2 × Night of Rest" in thanks
    assert "A court" in thanks
    run_jobs(app)
    # What was paid is not in the basket any more.
    assert "Your last basket has been given" in text_of(basket(client))
    assert "Your basket is empty" in text_of(basket(client))


def test_monthly_and_only_today_are_told_apart(client, session, house, court):
    named_gifts.limit(session, court.tiers[0], 3)
    session.commit()
    for tier in (house.tiers[0], house.tiers[1], court.tiers[0]):
        put_in(client, tier)
    monthly = {"interval": "month", f"once-{house.tiers[1].id}": "y"}
    page = client.post("/basket/lines", data=shown(client) | monthly | {"name": "Juniper Vale"})
    assert sums(page) == ["$105.00", "$25.00"]
    assert "Given once: there is only so much of it." in text_of(page)
    assert "Juniper Vale" in page.get_data(as_text=True)  # what was typed below stays
    answer = client.post("/basket/checkout", data=shown(client) | {"cover_fee": "y"})
    assert answer.status_code == 303, text_of(answer)
    checkout = session.scalars(select(Checkout)).one()
    assert checkout.interval is Interval.MONTH
    assert [line["once"] for line in checkout.lines] == [False, True, True]
    assert [line["limited"] for line in checkout.lines] == [False, False, True]
    assert (checkout.total.amount, checkout.cover_amount, checkout.cover_once_amount) == (10_845, 345, 239)
    # Nothing that comes again is no standing gift.
    put_in(client, house.tiers[1])
    everything_once = shown(client) | {f"once-{t.id}": "y" for t in house.tiers}
    refused = client.post("/basket/checkout", data=everything_once)
    assert refused.status_code == 422
    assert "Nothing in your basket comes again" in text_of(refused)


def test_numbers_change_and_what_is_taken_out_can_be_put_back(client, session, house, court):
    put_in(client, house.tiers[0], quantity="3")
    put_in(client, court.tiers[0])
    seed = house.tiers[0].id
    assert sums(client.post("/basket/lines", data=shown(client) | {f"quantity-{seed}": "5"})) == ["$155.00"]
    for hostile in ("-1", "1e9", "٣", "", "99999999999999999999", "<b>"):
        page = client.post("/basket/lines", data=shown(client) | {f"quantity-{seed}": hostile})
        assert sums(page) == ["$155.00"], hostile
    page = client.post("/basket/lines", data=shown(client) | {"remove": str(seed)})
    assert sums(page) == ["$30.00"]
    assert "Seed Packet” is out of your basket" in text_of(page)
    again = {
        "put_back": str(seed),
        "put_back_quantity": read(page).select_one("[name=put_back_quantity]")["value"],
    }
    assert sums(client.post("/basket/lines", data=shown(client) | again)) == ["$155.00"]
    empty = shown(client) | {f"quantity-{t.id}": "0" for t in (house.tiers[0], court.tiers[0])}
    assert "Your basket is empty" in text_of(client.post("/basket/lines", data=empty))
    assert "Your basket is empty" in text_of(basket(client))
    for path in ("/basket/lines", "/basket/items", "/basket/checkout"):
        assert client.get(path).headers["Location"] == "/basket"


def test_what_changed_since_is_told_before_anything_is_paid(client, session, house, court, gateway):
    for tier in (*house.tiers, court.tiers[0]):
        put_in(client, tier, quantity="4")
    form = shown(client)
    first, second, third = house.tiers
    first.price = first.price * 2
    second.active = False
    named_gifts.limit(session, third, 3)
    court.state = CampaignState.ENDED
    session.commit()
    answer = client.post("/basket/checkout", data=form)
    assert answer.status_code == 409
    words = text_of(answer)
    assert "“Seed Packet” costs $50 now. It was $25 when you chose it." in words
    assert "“Night of Rest” is not offered any more" in words
    assert "Only 3 of “Week at the Loom” are still needed" in words
    assert "“A lawyer” is not offered any more" in words
    assert gateway.opened == []
    assert sums(answer) == ["$560.00"]  # 4 × 50 and 3 × 120
    # Now it is known; another sum than the one that was on the page is told as well.
    assert client.post("/basket/checkout", data=shown(client) | {"shown": "1"}).status_code == 409
    assert client.post("/basket/checkout", data=shown(client)).status_code == 303
    assert session.scalars(select(Checkout)).one().total.amount == 56_000
    foreign = make_campaign(session, currency="EUR", tiers=[("A bed", 3000)])
    assert "is in EUR, and one payment has one currency" in text_of(put_in(client, foreign.tiers[0]))


def test_who_is_too_late_is_told_kindly_and_who_turns_back_finds_it_all(
    client, session, house, court, gateway
):
    put_in(client, court.tiers[0], quantity="2")
    put_in(client, house.tiers[0])
    named_gifts.limit(session, court.tiers[0], 2)
    session.commit()
    form = shown(client)
    make_checkout(client, court, email="quick@example.org")
    late = client.post("/basket/checkout", data=form)
    assert late.status_code == 409
    assert "Only 1 of “A lawyer” is still needed" in text_of(late)
    gateway.trouble = Unreachable("away")
    silent = client.post("/basket/checkout", data=shown(client))
    assert (silent.status_code, "could not reach the payment page" in text_of(silent)) == (503, True)
    gateway.trouble = None
    assert client.post("/basket/checkout", data=shown(client)).status_code == 303
    reference, _, cancelled = gateway.opened[-1]
    assert cancelled.endswith(f"/basket/cancelled/{reference}")
    assert sums(basket(client)) == ["$55.00"]  # in another window: what is kept for oneself is not given away
    gateway.facts[session_id_of(reference)] = [CheckoutExpired(reference, now())]
    stranger = client.application.test_client()
    for browser in (client, stranger):  # the basket comes with the attempt where no cookie does
        back = browser.get(f"/basket/cancelled/{reference}")
        assert sums(back) == ["$55.00"], (browser is client, text_of(back))
        assert "You came back without paying" in text_of(back)
        assert "marigold@example.org" in back.get_data(as_text=True)
    checkout = session.scalars(select(Checkout).where(Checkout.reference == reference)).one()
    checkout.created_at = now() - timedelta(days=2)
    session.commit()
    assert "marigold@example.org" not in stranger.get(f"/basket/cancelled/{reference}").get_data(as_text=True)
    assert client.get("/basket/cancelled/NOBODY").status_code == 404


def test_a_cookie_that_is_not_ours_is_an_empty_basket(app, client, session, house):
    good = put_in(client, house.tiers[0]).headers["Set-Cookie"].partition("=")[2].partition(";")[0]
    for text in ("", "x", good[:-3], good[2:], "a" * 4000, good.replace(".", "..")):
        client.set_cookie("hope-basket", text, path="/basket")
        assert "Your basket is empty" in text_of(basket(client)), text
    assert from_text(good, "another secret") == Basket()
    refused = app.test_client().get(f"/basket?added={house.tiers[0].slug}")
    assert "Your browser did not keep the basket" in text_of(refused)
    assert client.post("/basket/items", data={"gift": "nothing"}).status_code == 404
    assert client.post("/basket/checkout", data={"shown": "0"} | YOU).status_code == 409
    cross = {"Sec-Fetch-Site": "cross-site"}
    for path in ("items", "lines", "checkout"):
        assert (
            client.post(f"/basket/{path}", data={"gift": house.tiers[0].slug}, headers=cross).status_code
            == 403
        )


def test_a_basket_holds_so_many_and_its_mistakes_are_listed(client, session, house):
    many = make_campaign(session, tiers=[(f"Gift {n}", 90_000_000) for n in range(MOST_GIFTS)])
    for tier in many.tiers:
        put_in(client, tier)
    full = put_in(client, house.tiers[0])
    assert (full.status_code, "Your basket is full" in text_of(full)) == (409, True)
    assert put_in(client, many.tiers[0]).status_code == 303  # more of the same fits
    answer = client.post("/basket/checkout", data=shown(client) | {"name": "", "email": "nobody"})
    assert answer.status_code == 422
    assert [e.get_text(strip=True)[:16] for e in read(answer).select(".error-summary__list li")] == [
        "Write your name.", "This address is "]  # fmt: skip
    too_much = client.post("/basket/checkout", data=shown(client))
    assert (too_much.status_code, "more than one card payment" in text_of(too_much)) == (422, True)


def test_a_card_beside_a_basket_is_looked_at_first(client, session, house, court):
    put_in(client, house.tiers[0])
    put_in(client, court.tiers[0])
    card = {"tribute": "honour", "honoree": "Juniper Vale", "card": "print", "design": "lamp", "occasion": "",
        "message": "", "signed_by": "", "to_name": "", "card_email": "", "card_day": ""}  # fmt: skip
    looked_at = client.post("/basket/checkout", data=shown(client) | card)
    assert looked_at.status_code == 200, text_of(looked_at)
    assert "Juniper Vale" in text_of(looked_at)
    assert session.scalars(select(Checkout)).all() == []
    assert client.post("/basket/checkout", data=shown(client) | card | {"step": "change"}).status_code == 200
    assert client.post("/basket/checkout", data=shown(client) | card | {"step": "pay"}).status_code == 303
