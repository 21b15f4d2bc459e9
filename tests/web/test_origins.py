"""Only our own pages may begin a gift; the browser itself says where a form comes from."""

import pytest
from sqlalchemy import select

from hope.giving.models import Checkout
from tests.support.builders import give_form, make_campaign
from tests.support.gifts import count
from tests.support.web import text_of

OURS = "http://localhost"
WELCOME = [
    {"Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "same-origin", "Origin": "https://evil.example"},
    {"Origin": OURS},
    {"Referer": f"{OURS}/campaigns/harvest"},
    {"Origin": OURS, "Referer": "https://evil.example/"},
]
UNWELCOME = [
    {},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "none"},
    {"Sec-Fetch-Site": ""},
    {"Sec-Fetch-Site": "same-origin, cross-site"},
    {"Sec-Fetch-Site": "cross-site", "Origin": OURS},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "https://localhost"},
    {"Origin": "http://localhost:8000"},
    {"Origin": "http://localhost.evil.example"},
    {"Origin": "http://evil.example/http://localhost"},
    {"Origin": "http://user@localhost"},
    {"Origin": "null", "Referer": f"{OURS}/campaigns/"},
    {"Origin": "http://["},
    {"Referer": "https://evil.example/?http://localhost"},
    {"Referer": "not an address"},
    {"Referer": "//localhost/"},
]


@pytest.fixture
def send(app, session):
    """Send a well filled form with these headers and no others of a browser's."""
    campaign, client = make_campaign(session), app.test_client()
    del client.environ_base["HTTP_SEC_FETCH_SITE"]
    addresses = iter(range(1, 200))

    def post(headers):
        address = {"REMOTE_ADDR": f"10.8.0.{next(addresses)}"}
        form = give_form(campaign)
        return client.post(
            f"/campaigns/{campaign.slug}/give", data=form, headers=headers, environ_overrides=address
        )

    return post


def test_a_form_of_ours_is_welcome(send):
    for headers in WELCOME:
        assert send(headers).status_code == 303, headers


def test_a_form_from_elsewhere_or_from_nowhere_is_refused_in_words(send, session, gateway):
    for headers in UNWELCOME:
        answer = send(headers)
        assert answer.status_code == 403, headers
        assert "did not come from our page" in text_of(answer)
    assert count(session, Checkout) == 0
    assert gateway.opened == []


def test_the_answer_to_a_stranger_is_kept_by_nobody(send):
    assert send({}).headers["Cache-Control"] == "no-store"


def test_looking_needs_no_origin(app, session):
    campaign, client = make_campaign(session), app.test_client()
    del client.environ_base["HTTP_SEC_FETCH_SITE"]
    for headers in UNWELCOME:
        assert client.get(f"/campaigns/{campaign.slug}", headers=headers).status_code == 200


def test_the_row_of_a_welcome_form_is_there(send, session):
    send({"Origin": OURS})
    assert session.scalars(select(Checkout.giver_email)).all() == ["marigold@example.org"]


@pytest.mark.parametrize("host", ["elsewhere.example", "elsewhere.example:81", "[", "a b", "", "x/y@z"])
def test_an_address_is_completed_on_the_site_that_it_was_asked_of(client, host):
    for path, whole in (("/campaigns", "/campaigns/"), ("/gifts?a=//b", "/gifts/?a=//b")):
        answer = client.get(path, headers={"Host": host})
        assert (answer.status_code, answer.headers["Location"]) == (308, whole)
        assert "elsewhere" not in answer.get_data(as_text=True)
