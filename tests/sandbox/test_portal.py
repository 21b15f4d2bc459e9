"""The customer's portal."""

import pytest
import requests
import stripe
from bs4 import BeautifulSoup

from tests.sandbox.orders import monthly, paid

BACK = "http://127.0.0.1:9/account"
CARD = {"number": "5555555555554444", "expiry": "11/33", "cvc": "123", "name": "Dana Donor"}


@pytest.fixture
def giver(client, sandbox):
    return paid(client, sandbox, monthly(), email="dana@example.org")


def opened(client, giver, kind=None, **more):
    flow = {
        "type": kind,
        "after_completion": {"type": "redirect", "redirect": {"return_url": BACK + "?done"}},
    } | more
    wanted = {"customer": giver.customer, "return_url": BACK} | ({"flow_data": flow} if kind else {})
    return client.v1.billing_portal.sessions.create(wanted)


def test_a_new_card_is_told_and_used(client, sandbox, giver):
    url = opened(client, giver, "payment_method_update").url
    page = requests.get(url, timeout=5)
    assert page.url.endswith("/card")
    done = requests.post(page.url, data=CARD, timeout=5, allow_redirects=False)
    assert done.headers["Location"] == BACK + "?done"
    told = [event.type for event in client.v1.events.list().data][:3][::-1]
    assert told == ["payment_method.attached", "customer.updated", "customer.subscription.updated"]
    sandbox.advance(giver.subscription)
    assert client.v1.charges.list().data[0].payment_method_details.card.brand == "mastercard"


def test_a_card_that_is_refused_is_not_kept(client, giver):
    url = opened(client, giver, "payment_method_update").url + "/card"
    reply = requests.post(url, data=CARD | {"number": "4000000000000002"}, timeout=5, allow_redirects=False)
    assert reply.status_code == 402
    assert "declined" in BeautifulSoup(reply.text, "html.parser").find(id="number-error").get_text()
    assert client.v1.customers.retrieve(giver.customer).invoice_settings.default_payment_method is None


def test_a_gift_can_be_stopped_at_the_end_of_its_period(client, giver):
    chosen = {"subscription": giver.subscription}
    url = opened(client, giver, "subscription_cancel", subscription_cancel=chosen).url
    page = requests.get(url, timeout=5)
    assert "Stop this gift?" in page.text
    assert requests.post(page.url, timeout=5, allow_redirects=False).headers["Location"] == BACK + "?done"
    assert client.v1.subscriptions.retrieve(giver.subscription).cancel_at_period_end
    with pytest.raises(stripe.InvalidRequestError, match="already set"):
        opened(client, giver, "subscription_cancel", subscription_cancel=chosen)
    home = opened(client, giver).url
    requests.post(f"{home}/renew/{giver.subscription}", timeout=5)
    assert client.v1.subscriptions.retrieve(giver.subscription).cancel_at is None


def test_a_configuration_decides_what_is_possible(client, giver):
    features = {
        "subscription_cancel": {"enabled": True, "mode": "immediately"},
        "payment_method_update": {"enabled": False},
        "invoice_history": {"enabled": True},
    }
    made = client.v1.billing_portal.configurations.create({"features": features})
    wanted = {"customer": giver.customer, "configuration": made.id}
    url = client.v1.billing_portal.sessions.create(wanted).url
    assert requests.get(url + "/card", timeout=5).status_code == 404
    requests.post(f"{url}/cancel/{giver.subscription}", timeout=5)
    assert client.v1.subscriptions.retrieve(giver.subscription).status == "canceled"
    less = {"features": {"invoice_history": {"enabled": False}}}
    changed = client.v1.billing_portal.configurations.update(made.id, less)
    assert changed.features.subscription_cancel.enabled
    assert not changed.features.invoice_history.enabled


def test_nobody_stops_a_strangers_gift(client, sandbox, giver):
    stranger = client.v1.billing_portal.sessions.create({"customer": client.v1.customers.create({}).id})
    assert requests.post(f"{stranger.url}/cancel/{giver.subscription}", timeout=5).status_code == 404
    assert requests.get(stranger.url + "x", timeout=5).status_code == 404


def test_without_saved_settings_a_configuration_is_needed(client, sandbox, giver):
    sandbox.settings(portal_saved=False)
    with pytest.raises(stripe.InvalidRequestError, match="save your customer portal settings"):
        opened(client, giver)
