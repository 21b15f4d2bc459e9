"""Speed limits: a machine that tries cards is slowed, in words; a person next door is not."""

from hope.giving.models import Checkout
from tests.support.builders import give_form, make_campaign
from tests.support.gifts import count
from tests.support.web import text_of

ENOUGH = 30  # forms in a minute from one address


def test_whoever_sends_form_after_form_is_asked_to_wait(client, session):
    campaign = make_campaign(session)
    address = f"/campaigns/{campaign.slug}/give"
    answers = [client.post(address, data=give_form(campaign, name=f"Giver {n}")) for n in range(ENOUGH + 1)]
    assert [answer.status_code for answer in answers] == [303] * ENOUGH + [429]
    assert "That was very quick" in text_of(answers[-1])
    assert "Nothing was charged" in text_of(answers[-1])
    assert answers[-1].headers["Cache-Control"] == "no-store"
    assert count(session, Checkout) == ENOUGH


def test_another_address_is_not_slowed(client, session):
    campaign = make_campaign(session)
    address = f"/campaigns/{campaign.slug}/give"
    for _ in range(ENOUGH + 1):
        client.post(address, data=give_form(campaign), lint=False)
    elsewhere = {"REMOTE_ADDR": "198.51.100.7"}
    assert client.post(address, data=give_form(campaign), environ_overrides=elsewhere).status_code == 303


def test_an_address_that_a_visitor_claims_does_not_count(client, session):
    campaign = make_campaign(session)
    address = f"/campaigns/{campaign.slug}/give"
    answers = [
        client.post(
            address, data=give_form(campaign), headers={"X-Forwarded-For": f"198.51.100.{n}"}, lint=False
        )
        for n in range(ENOUGH + 1)
    ]
    assert answers[-1].status_code == 429


def test_looking_is_free(client, session):
    campaign = make_campaign(session)
    statuses = {client.get(f"/campaigns/{campaign.slug}", lint=False).status_code for _ in range(40)}
    assert statuses == {200}


def test_stripe_is_never_slowed(client):
    statuses = {client.post("/webhooks/stripe", data=b"x").status_code for _ in range(40)}
    assert statuses == {400}
