"""`flask stripe setup`: the endpoint and the portal are made once, brought up to date, and else left alone."""

import pytest

from hope.giving.events import KINDS
from hope.giving.orders import API_VERSION

NOTHING = ["webhook: nothing to change", "portal: nothing to change"]


@pytest.fixture
def ask(life):
    """Ask Stripe about its endpoints: `ask("list")`, `ask("update", id, {…})`."""
    return lambda verb, *words: life.gateway.ask(
        getattr(life.gateway._client.v1.webhook_endpoints, verb), *words
    )


@pytest.fixture
def address(life):
    return f"{life.app.config['SITE_URL']}/webhooks/stripe"


def ours(ask, address):
    return [one for one in ask("list")["data"] if one["url"] == address]


def setup(life):
    code, said = life.flask("stripe", "setup")
    assert code == 0, said
    return said.splitlines()


def test_setting_stripe_up_twice_changes_nothing(life):
    code, first = life.flask("stripe", "setup")
    assert code == 0
    assert "webhook: made for" in first
    assert "portal: made" in first
    before = life.gateway.ask(life.gateway._client.v1.webhook_endpoints.list, {})
    code, second = life.flask("stripe", "setup")
    assert (code, second.split("\n")[:2]) == (0, ["webhook: nothing to change", "portal: nothing to change"])
    assert life.gateway.ask(life.gateway._client.v1.webhook_endpoints.list, {}) == before
    ours = [one for one in before["data"] if one["url"].startswith(life.app.config["SITE_URL"])]
    assert [one["api_version"] for one in ours] == ["2026-10-28.endive"]


def test_setting_stripe_up_again_brings_an_older_endpoint_up_to_date(life):
    life.flask("stripe", "setup")
    endpoints = life.gateway._client.v1.webhook_endpoints
    ours = life.gateway.ask(endpoints.list, {})["data"][0]["id"]
    life.gateway.ask(endpoints.update, ours, {"enabled_events": ["invoice.paid"]})
    assert "webhook: brought its list of events up to date" in life.flask("stripe", "setup")[1]
    assert "webhook: nothing to change" in life.flask("stripe", "setup")[1]


def test_the_endpoint_hears_what_we_read_in_the_version_that_we_read(life, ask, address):
    setup(life)
    [made] = ours(ask, address)
    assert (set(made["enabled_events"]), made["api_version"]) == (set(KINDS), API_VERSION)


def test_an_endpoint_that_stripe_gave_up_is_switched_on_again(life, ask, address):
    setup(life)
    ask("update", ours(ask, address)[0]["id"], {"disabled": True})
    assert setup(life)[0] == "webhook: switched on again"
    assert [one["status"] for one in ours(ask, address)] == ["enabled"]
    assert setup(life) == NOTHING


def test_an_endpoint_of_another_version_is_named_and_one_of_ours_made_beside_it(life, ask, address):
    old = ask("create", {"url": address, "enabled_events": ["invoice.paid"]})
    first = setup(life)
    assert first[0] == f"webhook: made for {address}"
    assert first[1].startswith("webhook: set STRIPE_WEBHOOK_SECRET=whsec_")
    told = f"webhook: {old['id']} has our address too and speaks the account’s default version"
    assert first[2].startswith(told)
    second = setup(life)
    assert (second[0], second[1][: len(told)]) == ("webhook: nothing to change", told)
    ask("delete", old["id"])
    assert setup(life) == NOTHING


def test_a_portal_that_was_changed_is_brought_up_to_date(life):
    setup(life)
    portals = life.gateway._client.v1.billing_portal.configurations
    made = life.gateway.ask(portals.list, {})["data"][0]
    life.gateway.ask(portals.update, made["id"], {"features": {"invoice_history": {"enabled": False}}})
    assert setup(life)[1].startswith("portal: brought up to date")
    assert setup(life) == NOTHING


def test_stripe_that_says_no_is_said_so(life):
    life.sandbox.fault("GET /v1/webhook_endpoints", "500", times=3)
    code, said = life.flask("stripe", "setup")
    assert (code, "Stripe said no" in said) == (1, True)
