"""The door that Stripe knocks on: only its own words come in, and every one of them is kept."""

import json
import time

import pytest
from sqlalchemy import select

from hope import LARGEST_BODY
from hope.giving.models import Outcome, StripeEvent
from tests.support.builders import make_campaign, make_checkout
from tests.support.gifts import NOTHING, count, happened
from tests.support.stripe_events import PATH, SECRET, completed, deliver, event, sign


@pytest.fixture
def paid(client, session):
    """A payment that would be recorded, were it told as it should be."""
    return completed(make_checkout(client, make_campaign(session)))


def refused(session, answer, status=400):
    assert answer.status_code == status
    assert count(session, StripeEvent) == 0
    assert happened(session) == NOTHING
    return True


def test_no_signature(client, session, paid):
    assert refused(session, client.post(PATH, data=json.dumps(paid), content_type="application/json"))


HEADERS = [
    "",
    "nonsense",
    "t=,v1=",
    "t=abc,v1=abc",
    "v1=abc",
    "t=1800000000",
    "t=1,v1=\u00e9",
    "t=" + "9" * 400,
]


def test_a_signature_that_is_none(client, session, paid):
    body = json.dumps(paid).encode()
    for header in HEADERS:
        assert refused(session, client.post(PATH, data=body, headers={"Stripe-Signature": header})), header


def test_somebody_elses_secret(client, session, paid):
    assert refused(session, deliver(client, paid, secret="whsec_of_another"))


def test_only_the_old_scheme(client, session, paid):
    body = json.dumps(paid).encode()
    signature = sign(body).replace("v1=", "v0=")
    assert refused(session, client.post(PATH, data=body, headers={"Stripe-Signature": signature}))


def test_one_byte_changed(client, session, paid):
    body = json.dumps(paid).encode()
    for place in (0, 100, len(body) - 1):
        changed = bytes(byte ^ (at == place) for at, byte in enumerate(body))
        assert refused(session, client.post(PATH, data=changed, headers={"Stripe-Signature": sign(body)}))


def test_a_space_added_at_the_end(client, session, paid):
    body = json.dumps(paid).encode()
    assert refused(session, client.post(PATH, data=body + b" ", headers={"Stripe-Signature": sign(body)}))


def test_a_delivery_that_is_301_seconds_old(client, session, paid):
    assert refused(session, deliver(client, paid, at=time.time() - 301))


def test_a_delivery_that_is_five_minutes_old_less_a_moment(client, session, paid):
    assert deliver(client, paid, at=time.time() - 295).status_code == 200
    assert count(session, StripeEvent) == 1


def test_one_good_signature_among_two_is_enough_while_the_secret_is_changed(client, session, paid):
    body = json.dumps(paid).encode()
    both = sign(body, "whsec_old") + "," + sign(body).split(",")[1]
    assert client.post(PATH, data=body, headers={"Stripe-Signature": both}).status_code == 200
    assert count(session, StripeEvent) == 1


def test_an_event_of_the_wrong_mode(client, session, paid):
    for mode in (True, None, "false", 0):
        assert refused(session, deliver(client, paid | {"livemode": mode}))


NO_EVENTS = [
    b"",
    b"{",
    b"not json",
    b"null",
    b"[]",
    b"7",
    b'"text"',
    b"{}",
    b'{"livemode": false}',
    b'{"livemode": false, "created": 1, "type": "x", "data": null, "id": "evt_1"}',
    b'{"livemode": false, "created": 1, "type": "x", "data": [], "id": "evt_1"}',
    b'{"livemode": false, "created": 1, "type": "x", "data": {"object": null}, "id": "evt_1"}',
    b'{"livemode": false, "created": "soon", "type": "x", "data": {"object": {}}, "id": "evt_1"}',
    b'{"livemode": false, "created": 1e999, "type": "x", "data": {"object": {}}, "id": "evt_1"}',
    b'{"livemode": false, "created": 99999999999999999, "type": "x", "data": {"object": {}}, "id": "evt_1"}',
    b'{"livemode": false, "created": 1, "type": "x", "data": {"object": {}}, "id": null}',
    b'{"livemode": false, "created": 1, "type": "x", "data": {"object": {}}, "id": {"a": 1}}',
    b'{"livemode": false, "created": 1, "type": null, "data": {"object": {}}, "id": "evt_1"}',
    b'{"livemode": false, "created": 1, "type": ["x"], "data": {"object": {}}, "id": "evt_1"}',
    b'{"livemode": false, "created": 1, "type": "x", "data": {"object": {}}, "id": ""}',
    b'{"livemode": false, "created": 1, "type": "x", "data": {"object": {}}, "id": "a\\u0000b"}',
    b'{"livemode": false, "created": 1, "type": "x", "data": {"object": {}}, "id": "a\\ud800b"}',
    b'{"livemode": false, "created": 1, "type": "x", "data": {"object": {}}, "id": "%s"}' % (b"e" * 256),
    b'{"livemode": false, "created": 1, "type": "%s", "data": {"object": {}}, "id": "e"}' % (b"e" * 121),
    b'{"livemode": false, "created": 1, "type": "x", "data": {"object": {}}, "id": "e", "api_version": 7}',
    b"\xff\xfe\x00",
    '{"livemode": false}'.encode("utf-16"),
    b"[" * 100_000,
]


def test_signed_but_no_event(client, session):
    for body in NO_EVENTS:
        assert refused(session, deliver(client, body)), body[:60]


def test_a_body_beyond_all_measure(client, session):
    assert refused(session, deliver(client, b"x" * (LARGEST_BODY + 1)), 413)


def test_an_event_that_lacks_a_part(client, session, paid):
    for name in ("id", "type", "created", "livemode", "data"):
        assert refused(session, deliver(client, {key: paid[key] for key in paid if key != name})), name


def test_text_that_no_database_keeps_is_no_reason_to_fall(client, session):
    for text in ("nul \x00 inside", "half a \ud83d pair"):
        assert deliver(client, event("customer.created", {"id": "cus_1", "name": text})).status_code == 200
    assert count(session, StripeEvent) == 2


def test_an_unknown_kind_is_kept_and_of_no_concern(client, session):
    assert deliver(client, event("tax.settings.updated", {"id": "x"})).status_code == 200
    kept = session.scalars(select(StripeEvent)).one()
    assert (kept.kind, kept.outcome) == ("tax.settings.updated", Outcome.IGNORED)
    assert happened(session) == NOTHING


def test_a_payment_that_is_not_ours_is_kept_and_of_no_concern(client, session, paid):
    thing = paid["data"]["object"]
    for metadata in ({}, None, {"hope_checkout": None}, {"hope_checkout": 7}, {"order": "12"}):
        told = event("checkout.session.completed", thing | {"metadata": metadata})
        assert deliver(client, told).status_code == 200
    assert session.scalars(select(StripeEvent.outcome)).all() == [Outcome.IGNORED] * 5
    assert happened(session) == NOTHING


def test_a_reference_that_we_never_gave_is_kept_for_a_person(client, session, paid):
    paid["data"]["object"]["metadata"] = {"hope_checkout": "NOBODY"}
    assert deliver(client, paid).status_code == 200
    kept = session.scalars(select(StripeEvent)).one()
    assert (kept.outcome, kept.detail) == (Outcome.FAILED, "CannotRecord: no checkout of this reference")


def test_a_shape_that_we_do_not_know_is_kept_for_a_person(client, session, paid):
    thing = paid["data"]["object"]
    for gone in ("mode", "payment_status", "payment_intent", "amount_total", "currency"):
        told = event("checkout.session.completed", {key: thing[key] for key in thing if key != gone})
        assert deliver(client, told).status_code == 200
    assert session.scalars(select(StripeEvent.outcome)).all() == [Outcome.FAILED] * 5
    assert happened(session) == NOTHING


def test_an_event_is_kept_word_for_word(client, session, paid):
    deliver(client, paid)
    kept = session.scalars(select(StripeEvent)).one()
    assert kept.payload == json.dumps(paid, indent=2)
    assert (kept.event_id, kept.api_version) == (paid["id"], paid["api_version"])


def test_only_posts_come_in(client):
    assert [getattr(client, method)(PATH).status_code for method in ("get", "put", "delete")] == [405] * 3


def test_whatever_a_browser_says_does_not_matter_only_the_signature_does(client, session, paid):
    body = json.dumps(paid).encode()
    headers = {
        "Stripe-Signature": sign(body, SECRET),
        "Origin": "https://evil.example",
        "Sec-Fetch-Site": "cross-site",
    }
    assert client.post(PATH, data=body, headers=headers).status_code == 200
