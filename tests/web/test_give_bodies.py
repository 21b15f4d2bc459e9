"""Bodies and addresses that no browser would send: an answer below 500, a page of ours, nothing written down."""

from io import BytesIO

import pytest

from hope import LARGEST_BODY
from hope.giving.models import Checkout
from tests.support.builders import give_form, make_campaign
from tests.support.gifts import count
from tests.support.web import text_of

FORM = "application/x-www-form-urlencoded"
PART = b'--b\r\nContent-Disposition: form-data; name="name"\r\n\r\nAda\r\n'
BODIES = [
    ("", b""),
    ("", b"tier=1"),
    (FORM, b""),
    (FORM, b"&&&==&=&"),
    (FORM, b"%"),
    (FORM, b"name=%zz&tier=%"),
    (FORM, b"name=%ff%fe&email=%c3%28&tier=other&amount=%ed%a0%80"),
    (FORM, b"name=%00&note=%00%00"),
    (FORM, b"name=" + b"\xff" * 50),
    (FORM, b"tier=" + b"x" * 10_000),
    (FORM + "; charset=utf-16", b"tier=1"),
    (FORM + "; charset=nonsense", b"tier=1"),
    (FORM, b"&".join(b"f%d=1" % n for n in range(900))),
    ("application/json", b'{"tier": "1"}'),
    ("application/json", b"{"),
    ("text/plain", b"tier=1"),
    ("text/xml", b"<a/>"),
    ("application/octet-stream", bytes(range(256))),
    ("nonsense", b"tier=1"),
    ("multipart/form-data", PART),
    ("multipart/form-data; boundary=", PART),
    ("multipart/form-data; boundary=b", b""),
    ("multipart/form-data; boundary=b", b"--b"),
    ("multipart/form-data; boundary=b", PART),
    ("multipart/form-data; boundary=b", PART[:40]),
    ("multipart/form-data; boundary=b", b"--b\r\n\r\n\r\n--b--\r\n"),
    ("multipart/form-data; boundary=b", b"--b\r\nContent-Disposition: nothing\r\n\r\nx\r\n--b--\r\n"),
    (
        "multipart/form-data; boundary=b",
        PART.replace(b'name="name"', b'name="name"; filename="a.png"') + b"--b--\r\n",
    ),
    ("multipart/form-data; boundary=b", PART.replace(b"Ada", b"\xff\xfe\x00") + b"--b--\r\n"),
    ("multipart/form-data; boundary=" + "b" * 300, PART),
]


@pytest.fixture
def campaign(session):
    return make_campaign(session)


def test_a_body_that_is_no_form_is_answered_in_words(client, session, campaign):
    for number, (kind, body) in enumerate(BODIES):
        answer = client.post(
            f"/campaigns/{campaign.slug}/give",
            data=body,
            content_type=kind or None,
            environ_overrides={"REMOTE_ADDR": f"10.9.0.{number}"},
        )
        assert answer.status_code in (400, 413, 422), (kind, body[:40], answer.status_code)
        assert len(text_of(answer)) > 100
    assert count(session, Checkout) == 0


def test_a_form_beyond_all_measure_is_refused(client, session, campaign):
    answer = client.post(
        f"/campaigns/{campaign.slug}/give", data=give_form(campaign, note="x" * LARGEST_BODY)
    )
    assert answer.status_code == 413
    assert "more than we can take" in text_of(answer)
    assert count(session, Checkout) == 0


def test_a_form_of_ten_thousand_fields_is_answered(client, session, campaign):
    body = "&".join(f"f{number}=1" for number in range(10_000))
    answer = client.post(f"/campaigns/{campaign.slug}/give", data=body, content_type=FORM)
    assert answer.status_code in (413, 422)
    assert count(session, Checkout) == 0


def test_a_file_where_text_belongs_is_no_text(client, session, campaign):
    form = {**give_form(campaign), "name": (BytesIO(b"Ada"), "ada.txt")}
    answer = client.post(f"/campaigns/{campaign.slug}/give", data=form, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "Write your name" in text_of(answer)


def test_json_is_no_form(client, session, campaign):
    for thing in (give_form(campaign), {"name": 5}, ["name"], None):
        answer = client.post(f"/campaigns/{campaign.slug}/give", json=thing)
        assert answer.status_code == 422, thing
    assert count(session, Checkout) == 0


ADDRESSES = [
    "/campaigns/%00",
    "/campaigns/%ff%fe",
    "/campaigns/%ed%a0%80",
    "/campaigns/%2e%2e/%2e%2e/etc/passwd",
    "/campaigns/" + "x" * 5000,
    "/campaigns/%E2%80%AE",
    "/campaigns/harvest%0d%0aSet-Cookie:%20a=b",
    "/campaigns/<script>",
    "/campaigns/{{7*7}}",
    "/give/thanks/%00",
    "/give/thanks/%ff",
    "/give/thanks/' OR 1=1 --",
    "/give/thanks/" + "A" * 5000,
    "/give/cancelled/%00",
    "/give/cancelled/" + "\U0001f602",
    "/organizations/%00",
    "/static/../config.py",
    "/static/%2e%2e/config.py",
    "/static/bundle/../x.css",
    "/static/bundle/site.%00.css",
    "/dev/mail/99999999999999999999999",
    "/%",
    "/%zz",
]


def test_an_address_that_is_none_is_not_found(client):
    for address in ADDRESSES:
        answer = client.get(address)
        assert answer.status_code == 404, (address, answer.status_code)
        assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("query", ["?%00=%ff", "?a=%ed%a0%80", "?" + "x" * 4000, "?next=//evil.example"])
def test_what_follows_the_address_changes_nothing(client, campaign, query):
    plain, with_query = (client.get(f"/campaigns/{campaign.slug}{more}") for more in ("", query))
    assert with_query.data == plain.data
