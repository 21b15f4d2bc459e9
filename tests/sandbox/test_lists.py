"""Lists: newest first, a page at a time, filtered."""

import pytest
import stripe

from tests.sandbox.orders import once, paid


def test_pages_follow_one_another(client):
    made = [client.v1.customers.create({"email": f"{n}@example.org"}).id for n in range(5)]
    first = client.v1.customers.list({"limit": 2})
    assert [c.id for c in first.data] == made[:2:-1]
    assert first.has_more
    second = client.v1.customers.list({"limit": 2, "starting_after": first.data[-1].id})
    assert [c.id for c in second.data] == made[2:0:-1]
    back = client.v1.customers.list({"limit": 2, "ending_before": second.data[0].id})
    assert [c.id for c in back.data] == [c.id for c in first.data]
    assert [c.id for c in client.v1.customers.list({"limit": 2}).auto_paging_iter()] == made[::-1]


def test_filters_keep_only_what_fits(client, sandbox):
    session = paid(client, sandbox, once())
    paid(client, sandbox, once())
    only = client.v1.charges.list({"payment_intent": session.payment_intent})
    assert [charge.payment_intent for charge in only.data] == [session.payment_intent]
    assert len(client.v1.checkout.sessions.list({"status": "complete"}).data) == 2
    assert client.v1.checkout.sessions.list({"status": "open"}).data == []
    assert client.v1.charges.list({"created": {"gt": session.created + 3600}}).data == []
    assert len(client.v1.events.list({"types": ["charge.succeeded", "charge.failed"]}).data) == 2


def test_an_unknown_cursor_is_refused(client):
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        client.v1.customers.list({"starting_after": "cus_nobody"})
    assert refusal.value.param == "starting_after"


def test_lists_expand_their_entries(client, sandbox):
    paid(client, sandbox, once())
    charge = client.v1.charges.list({"expand": ["data.balance_transaction", "data.refunds"]}).data[0]
    assert charge.balance_transaction.net == 4825
    assert charge.refunds.data == []
