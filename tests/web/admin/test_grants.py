"""Recording a grant: what cannot be booked is said beside what was typed, and none of it is lost."""

import pytest

from hope.giving import settling
from hope.giving.facts import PaymentSettled
from hope.giving.grants import making
from hope.giving.grants.making import Share, Wish
from hope.giving.models import FieldNote, Grant
from hope.kernel import once
from hope.kernel.clock import charity_day, now
from hope.kernel.money import Money
from tests.support.builders import make_campaign, make_gift
from tests.support.gifts import count
from tests.support.people import send, sign_in
from tests.support.web import read, text_of


@pytest.fixture
def campaigns(session):
    """Two campaigns for one partner, in two currencies, each with a gift that waits."""
    dollars = make_campaign(session)
    euros = make_campaign(session, organization=dollars.organization, currency="EUR")
    for number, campaign in enumerate((dollars, euros)):
        gift = make_gift(session, campaign)
        names, fee = (f"pi_{number}", f"ch_{number}", f"txn_{number}"), Money(100, campaign.currency)
        fact = PaymentSettled(gift.source, *names, gift.total, fee, "visa 4242", gift.given_at)
        settling.record_settlement(session, fact)
    session.commit()
    return dollars, euros


def test_two_currencies_are_two_grants_and_nothing_typed_is_lost(client, session, campaigns):
    dollars, euros = campaigns
    sign_in(client, "treasurer")
    typed = {f"amount_{one.id}": "5" for one in campaigns} | {
        "granted": charity_day(now()).isoformat(),
        "proof": "T-1",
    }
    path = f"/admin/grants/new/{dollars.organization_id}"
    answer = send(client, path, typed)
    assert answer.status_code == 409
    assert "in one currency" in text_of(answer)
    shown = {box["name"]: box.get("value") for box in read(answer).select("main input[name]")}
    assert {name: shown[name] for name in typed} == typed
    assert count(session, Grant) == 0
    key = {"key": shown["key"], f"amount_{euros.id}": ""}
    assert [send(client, path, typed | key).status_code for _ in range(2)] == [303, 303]
    assert count(session, Grant) == 1


def test_a_note_is_written_once_and_shown_once_more_where_its_grant_was_undone(client, session, campaigns):
    campaign, _ = campaigns
    share = Share(campaign.id, campaign.title, Money(500, "USD"))
    wish = Wish(campaign.organization_id, "A partner", charity_day(now()), (share,), "k" * 24)
    grant = making.make(session, wish, "treasurer")
    path, key = f"/admin/grants/{grant.id}/notes", once.new_key()
    sign_in(client, "owner")
    told = {
        "stage": "work",
        "happened": charity_day(now()).isoformat(),
        "body": "Cloth was bought.",
        "key": key,
    }
    assert [send(client, path, told).status_code for _ in range(2)] == [303, 303]
    assert count(session, FieldNote) == 1
    making.undo(session, grant.id, "the wrong partner", "treasurer")
    answer = send(client, path, told | {"body": "Looms were bought.", "key": once.new_key()})
    assert answer.status_code == 422
    assert "told nowhere: “Looms were bought.”" in text_of(answer)
