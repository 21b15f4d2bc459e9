"""A giver sees every gift of theirs, what became of it, and nothing of anybody else's."""

import pytest
from sqlalchemy import select

from hope.giving.models import CheckoutState, Gift
from hope.giving.pledge import Naming
from hope.kernel.audit import AuditEntry
from tests.support.builders import make_campaign, make_checkout, make_gift, make_giver, make_noise
from tests.support.people import make_supporter, send, sign_in
from tests.support.standing import make_recurring
from tests.support.web import read, text_of

MARIGOLD = "marigold@example.org"


@pytest.fixture
def giver(client, session):
    return sign_in(client, make_supporter(session, email=MARIGOLD, name="Marigold Fennimore"))


@pytest.fixture
def gift(session, giver):
    make_noise(session)
    return make_gift(session, make_campaign(session, title="Harvest of Light"), tier=1)


def test_a_guest_gift_shows_once_the_address_is_proved(client, session, giver, gift):
    words = text_of(client.get("/account/giving"))
    assert "$50.00" in words
    assert "Night of Rest: Harvest of Light. Received." in words
    assert "Somebody Else’s Campaign" not in words


def test_the_bar_of_the_account_says_where_a_gift_belongs(client, session, giver, gift):
    standing = make_recurring(session, make_campaign(session), email=MARIGOLD)
    places = {
        "/account/giving": ("Giving", "page"),
        f"/account/giving/{gift.reference}": ("Giving", "true"),
        f"/account/recurring/{standing.reference}": ("Giving", "true"),
        "/account/": ("Overview", "page"),
    }
    for path, (label, how) in places.items():
        [here] = read(client.get(path)).select(".account-bar [aria-current]")
        assert (here.get_text(), here["aria-current"]) == (label, how), path


def test_nothing_yet_says_how_it_would_come(client, giver):
    assert "No gift yet" in text_of(client.get("/account/giving"))


def test_many_gifts_come_a_page_at_a_time(client, session, giver):
    campaign = make_campaign(session)
    for days in range(27):
        make_gift(session, campaign, days_ago=days)
    page = read(client.get("/account/giving"))
    older = page.find("a", rel="next")["href"]
    assert len(read(client.get(older)).select("a[href^='/account/giving/']")) < 27
    assert read(client.get(older)).find("a", rel="prev")


def test_what_is_given_again_and_what_is_on_its_way(client, session, giver):
    campaign = make_campaign(session, title="Harvest of Light")
    recurring = make_recurring(session, campaign, email=MARIGOLD)
    checkout = make_checkout(client, campaign, email=MARIGOLD.upper())
    checkout.state = CheckoutState.PROCESSING
    session.commit()
    page = client.get("/account/giving")
    assert f"/account/recurring/{recurring.reference}" in page.get_data(as_text=True)
    assert "On its way from your bank" in text_of(page)


def test_one_gift_is_named_otherwise_and_the_public_page_follows(client, session, giver, gift):
    path = f"/account/giving/{gift.reference}"
    assert client.get(path).status_code == 200
    campaign = client.get(f"/campaigns/{gift.lines[0].campaign_slug}")
    assert "Marigold Fennimore" in text_of(campaign)
    answer = send(client, f"{path}/naming", {"naming": "anonymous"})
    assert "This gift is named as you wish now." in text_of(client.get(answer.headers["Location"]))
    assert (gift.naming, gift.show_amount) == (Naming.ANONYMOUS, False)
    assert "Marigold" not in text_of(client.get(f"/campaigns/{gift.lines[0].campaign_slug}"))
    assert session.scalars(select(AuditEntry)).one().action == "name gift"


@pytest.mark.parametrize("naming", ["", "king", "x" * 400])
def test_no_other_naming_is_taken(client, session, giver, gift, naming):
    assert send(client, f"/account/giving/{gift.reference}/naming", {"naming": naming}).status_code == 422
    assert gift.naming is Naming.FULL


def test_giving_the_same_again_begins_with_what_was_typed(client, giver, gift):
    page = client.get(f"/account/giving/{gift.reference}/repeat")
    assert "This is how you gave the last time." in text_of(page)
    form = read(page)
    assert form.select_one("input[name=email]")["value"] == MARIGOLD
    assert form.select_one("input[name=tier][checked]")["value"] == str(gift.lines[0].tier_id)
    assert page.headers["Cache-Control"] == "no-store"


def test_nobody_sees_anothers_gift(client, session, giver):
    other = make_gift(session, make_campaign(session), giver=make_giver(email="noise@example.org"))
    path = f"/account/giving/{other.reference}"
    assert client.get(path).status_code == 404
    assert client.get(f"{path}/repeat").status_code == 404
    assert send(client, f"{path}/naming", {"naming": "anonymous"}).status_code == 404
    assert session.scalars(select(Gift.naming)).all() == [Naming.FULL]


@pytest.mark.parametrize(
    ("query", "leads"),
    [
        ("year=2026&first_month=4", "/account/giving"),
        ("year=x&first_month=4", "/account/giving"),
        ("year=99999&first_month=4", "/account/giving"),
        ("", "/account/giving"),
        ("year=٢٠٢٦&first_month=4", "/account/giving"),
    ],
)
def test_a_year_without_gifts_is_said(client, giver, query, leads):
    assert client.get(f"/account/giving/paper?{query}").headers["Location"] == leads


def test_the_paper_of_a_tax_year_is_led_to(client, session, giver, gift):
    given = gift.given_at
    year = given.year if given.month >= 4 else given.year - 1
    answer = client.get(f"/account/giving/paper?year={year}&first_month=4")
    assert answer.headers["Location"] == f"/account/statements/{year}.pdf?first_month=4"
    assert client.get(answer.headers["Location"]).mimetype == "application/pdf"


def test_visitors_are_led_to_sign_in(client, session):
    assert client.get("/account/giving").headers["Location"].startswith("/account/sign-in")
