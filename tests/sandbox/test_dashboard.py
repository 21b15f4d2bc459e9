"""The dashboard shows what there is and its buttons work."""

import pytest
import requests
from bs4 import BeautifulSoup

from tests.sandbox.orders import monthly, once, paid

LISTS = (
    "sessions", "payments", "subscriptions", "invoices", "refunds", "disputes", "payouts", "clocks", "events",
)  # fmt: skip


def soup(url):
    reply = requests.get(url, timeout=10)
    assert reply.status_code == 200
    return BeautifulSoup(reply.text, "html.parser")


@pytest.fixture
def lived(client, sandbox):
    """A sandbox in which a little of everything has happened."""
    once_paid = paid(client, sandbox, once())
    standing = paid(client, sandbox, monthly())
    sandbox.advance(standing.subscription)
    client.v1.refunds.create({"payment_intent": once_paid.payment_intent, "amount": 100})
    sandbox.act(once_paid.payment_intent, "dispute", reason="fraudulent")
    sandbox.payout()
    return once_paid


def test_every_list_and_everything_in_it_can_be_opened(sandbox, lived):
    assert soup(sandbox.url + "/").h1.get_text() == "Overview"
    for name in LISTS:
        page = soup(f"{sandbox.url}/dashboard/{name}")
        first = page.select_one("tbody a")
        assert first, name
        detail = soup(sandbox.url + first["href"])
        ids = [tag["id"] for tag in detail.select("[id]")]
        assert len(ids) == len(set(ids))
        assert detail.find("pre").get_text().startswith("{")


def test_an_empty_dashboard_says_so(sandbox):
    for name in LISTS:
        assert soup(f"{sandbox.url}/dashboard/{name}").select_one("p.hint").get_text()
    assert requests.get(sandbox.url + "/dashboard/nothing", timeout=5).status_code == 404


def test_a_refund_by_button_and_one_too_many(client, sandbox):
    session = paid(client, sandbox, once())
    url = f"{sandbox.url}/dashboard/payments/{session.payment_intent}/refund"
    assert requests.post(url, data={"amount": "1200"}, timeout=5).status_code == 200
    assert client.v1.charges.list().data[0].amount_refunded == 1200
    reply = requests.post(url, data={"amount": "99999"}, timeout=5)
    assert reply.status_code == 409
    assert "greater than unrefunded" in BeautifulSoup(reply.text, "html.parser").find(role="alert").get_text()
    assert requests.post(url, data={"amount": "１２"}, timeout=5).status_code == 409


def test_a_month_passes_by_button_and_the_next_renewal_fails_by_another(client, sandbox):
    gift = paid(client, sandbox, monthly()).subscription
    url = f"{sandbox.url}/dashboard/subscriptions/{gift}"
    assert requests.post(f"{url}/advance", timeout=10).status_code == 200
    assert [one.status for one in client.v1.invoices.list().data] == ["paid", "paid"]
    assert requests.post(f"{url}/fail_next", timeout=10).status_code == 200
    assert requests.post(f"{url}/advance", timeout=10).status_code == 200
    assert client.v1.subscriptions.retrieve(gift).status == "past_due"
    assert requests.post(f"{url}/advance", data={"days": "4"}, timeout=10).status_code == 200
    assert client.v1.subscriptions.retrieve(gift).status == "active"
    assert requests.post(f"{url}/cancel", timeout=10).status_code == 200
    assert client.v1.subscriptions.retrieve(gift).status == "canceled"


def test_a_dispute_its_outcome_and_a_payout_by_button(client, sandbox):
    session = paid(client, sandbox, once())
    url = f"{sandbox.url}/dashboard"
    requests.post(f"{url}/payments/{session.payment_intent}/dispute", data={"reason": "duplicate"}, timeout=5)
    [dispute] = client.v1.disputes.list().data
    assert (dispute.status, dispute.reason) == ("needs_response", "duplicate")
    requests.post(f"{url}/disputes/{dispute.id}/win", timeout=5)
    assert client.v1.disputes.retrieve(dispute.id).status == "won"
    assert requests.post(f"{url}/payouts/pay-out", data={"currency": "usd"}, timeout=5).status_code == 200
    assert [one.status for one in client.v1.payouts.list().data] == ["paid"]


def test_an_event_is_sent_again_by_button(client, sandbox, listener):
    client.v1.customers.create({})
    assert sandbox.idle()
    event = client.v1.events.list().data[0].id
    requests.post(f"{sandbox.url}/dashboard/events/{event}/resend", data={"times": "3"}, timeout=10)
    assert len(listener.heard) == 4
    assert len(soup(f"{sandbox.url}/dashboard/events/{event}").select("tbody tr")) == 4


def test_settings_by_form(sandbox):
    url = sandbox.url + "/dashboard/settings"
    typed = {entry["name"]: entry.get("value", "") for entry in soup(url).select("form.settings input")}
    chosen = {"webhooks": "hold", "balance_transaction": "late", "after_retries": "unpaid", "duplicate": "2"}
    assert requests.post(url, data=typed | chosen, timeout=5).status_code == 200
    shown = sandbox.settings()
    assert (shown["webhooks"], shown["duplicate"], shown["after_retries"]) == ("hold", 2, "unpaid")
    assert requests.post(url, data=typed | chosen | {"duplicate": "many"}, timeout=5).status_code == 422
    requests.post(url + "/faults", data={"match": "*", "kind": "429", "times": "2"}, timeout=5)
    assert sandbox.settings()["faults"] == [{"match": "*", "kind": "429", "times": 2, "seconds": 1.0}]


@pytest.mark.parametrize("path", ["/dashboard/payouts/pay-out", "/dashboard/settings", "/_sandbox/reset"])
def test_another_site_cannot_press_its_buttons(client, sandbox, path):
    client.v1.customers.create({})
    reply = requests.post(sandbox.url + path, headers={"Sec-Fetch-Site": "cross-site"}, timeout=5)
    assert reply.status_code in (400, 403)
    assert len(client.v1.customers.list().data) == 1
