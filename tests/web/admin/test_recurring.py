"""Recurring gifts in the hands of staff: found, read, and changed as their giver asks."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from hope.giving.gateway import Refused, Unreachable
from hope.giving.models import RecurringStatus
from hope.giving.pledge import Interval
from hope.giving.stands import titles_of
from hope.kernel.audit import AuditEntry
from hope.kernel.clock import charity_day, now
from hope.kernel.mail.models import OutgoingMail
from tests.support.builders import dollars, make_campaign
from tests.support.people import send, sign_in
from tests.support.standing import make_recurring
from tests.support.web import read, text_of


@pytest.fixture
def gift(client, session):
    sign_in(client, "treasurer")
    return make_recurring(session, make_campaign(session), next_payment_at=now() + timedelta(days=10))


def test_they_are_found_by_name_address_and_reference(client, session, gift):
    make_recurring(session, make_campaign(session), name="Nobody Asked")
    for words in ("marigold", "giver-", gift.reference, gift.reference.lower(), gift.subscription_id):
        rows = text_of(client.get("/admin/recurring/", query_string={"q": words}))
        assert ("Marigold" in rows) is (words != "giver-"), words
    found = client.get("/admin/recurring/", query_string={"q": gift.reference})
    assert "Nobody Asked" not in text_of(found)


@pytest.mark.parametrize(
    ("key", "how"),
    [
        ("going-on", {}),
        ("late", {"status": RecurringStatus.PAST_DUE}),
        ("paused", {"paused": True}),
        ("ending", {"cancel_at": now()}),
        ("ended", {"status": RecurringStatus.CANCELED, "ended_at": now()}),
    ],
)
def test_lists_hold_what_they_say(client, session, gift, key, how):
    campaign = make_campaign(session)
    make_recurring(session, campaign, name="Sought After", **how)
    assert "Sought After" in text_of(client.get(f"/admin/recurring/?list={key}"))
    others = (
        {"going-on", "late", "paused", "ended"}
        - {key}
        - ({"going-on"} if key in ("ending", "paused") else set())
    )
    for other in others:
        assert "Sought After" not in text_of(client.get(f"/admin/recurring/?list={other}")), other


def test_a_new_amount_is_asked_of_stripe_and_noted(client, session, gateway, gift):
    answer = send(client, f"/admin/recurring/{gift.id}/amount", {"amount": "40"})
    assert answer.status_code == 303
    assert [(name, change.total) for name, change in gateway.changes] == [
        (gift.subscription_id, dollars("40"))
    ]
    assert session.scalars(select(AuditEntry)).one().action == "change amount"
    assert "It will be $40.00 from the next payment on." in text_of(client.get(answer.headers["Location"]))


def test_another_day_and_another_campaign_for_a_giver_who_calls(client, session, gateway, gift):
    [before] = titles_of(gift)
    other = make_campaign(session, title="Harvest of Light")
    make_campaign(session, title="In yen", currency="JPY", tiers=[("Seed", 3000)])
    page, path = f"/admin/recurring/{gift.id}", f"/admin/recurring/{gift.id}/campaign"
    assert {"Change the day", "Change the campaign"} <= {
        a.text.strip() for a in read(client.get(page)).select("a")
    }

    options = [one["value"] for one in read(client.get(f"{page}/day")).select("option")]
    for wrong in ("", "0", "29", "31", "-1", "first", str(charity_day(gift.next_payment_at).day)):
        assert send(client, f"{page}/day", {"day": wrong}).status_code == 422, wrong
    said = send(client, f"{page}/day", {"day": options[3]}, follow_redirects=True)
    assert "It is given next on" in text_of(said)
    assert charity_day(gateway.changes[0][1].next_at).day == int(options[3])

    offered = [one["value"] for one in read(client.get(path)).select("input[type=radio]")]
    assert offered == [other.slug]  # neither the one that it is for, nor one in another currency
    assert send(client, path, {"campaign": "nowhere"}).status_code == 422
    said = send(client, path, {"campaign": other.slug}, follow_redirects=True)
    assert "From the next payment on it is for Harvest of Light." in text_of(said)
    again = send(client, path, {"campaign": other.slug})
    assert again.status_code == 422  # a second press changes nothing more
    session.expire_all()
    assert titles_of(gift) == ["Harvest of Light"]
    day, purpose = session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert (day.action, purpose.action) == ("change day", "change campaign")
    assert purpose.details == {"for": {"before": before, "after": "Harvest of Light"}}
    told = session.scalars(select(OutgoingMail).where(OutgoingMail.kind == "recurring_changed")).all()
    assert [mail.params["changed"] for mail in told] == [
        ["day", "purpose"]
    ]  # one letter for both, while it waits

    gift.paused = True  # what rests is moved when it goes on
    session.commit()
    gateway.changes.clear()
    answer = send(client, f"{page}/day", {"day": options[4]}, follow_redirects=True)
    assert ("has to be put right first" in text_of(answer), gateway.changes) == (True, [])


@pytest.mark.parametrize("typed", ["", "0", "-5", "0.10", "fifty", "50", "1e3", "99999999999", "1.234"])
def test_an_amount_that_cannot_be_is_refused_in_words(client, session, gateway, gift, typed):
    answer = send(client, f"/admin/recurring/{gift.id}/amount", {"amount": typed})
    assert answer.status_code == 422
    assert read(answer).select_one("#amount-error")
    assert gateway.changes == []


def test_yen_stay_yen(client, session, gateway, gift):
    campaign = make_campaign(session, currency="JPY", tiers=[("Seed", 3000), ("Night", 5000)])
    yen = make_recurring(session, campaign)
    send(client, f"/admin/recurring/{yen.id}/amount", {"amount": "4000"})
    assert gateway.changes[0][1].total.amount == 4000


def test_a_rest_ends_before_the_first_payment_that_is_not_skipped(client, session, gateway, gift):
    assert send(client, f"/admin/recurring/{gift.id}/pause", {"months": "3"}).status_code == 303
    until = gateway.changes[0][1].resumes_at
    assert timedelta(days=95) < until - now() < timedelta(days=103)


def test_a_yearly_gift_that_rests_skips_whole_years(client, session, gateway, gift):
    yearly = make_recurring(
        session, make_campaign(session), interval=Interval.YEAR, next_payment_at=now() + timedelta(days=40)
    )
    send(client, f"/admin/recurring/{yearly.id}/pause", {"months": "2"})
    assert gateway.changes[0][1].resumes_at - now() > timedelta(days=360)


@pytest.mark.parametrize("months", ["0", "13", "", "three", "-1"])
def test_no_other_rest_is_offered(client, session, gateway, gift, months):
    assert send(client, f"/admin/recurring/{gift.id}/pause", {"months": months}).status_code == 422
    assert gateway.changes == []


@pytest.mark.parametrize(
    ("what", "data", "said"),
    [
        ("cancellation", {"when": "at once"}, {"ends_now": True}),
        ("cancellation", {"when": "at the end"}, {"ends_after_period": True}),
        ("continuation", {}, {"ends_after_period": False}),
        ("resumption", {}, {"paused": False}),
    ],
)
def test_ends_and_their_undoing(client, session, gateway, gift, what, data, said):
    assert client.get(f"/admin/recurring/{gift.id}/{what}").status_code == 200
    assert gateway.changes == []
    assert send(client, f"/admin/recurring/{gift.id}/{what}", data).status_code == 303
    assert {name: getattr(gateway.changes[0][1], name) for name in said} == said


@pytest.mark.parametrize(
    ("trouble", "words"),
    [(Refused("no_such"), "Nothing was changed"), (Unreachable("away"), "does not answer")],
)
def test_stripe_says_no_or_nothing(client, session, gateway, gift, trouble, words):
    gateway.trouble = trouble
    answer = send(client, f"/admin/recurring/{gift.id}/resumption")
    assert words in text_of(client.get(answer.headers["Location"]))
    assert session.scalars(select(AuditEntry)).all() == []


def test_what_has_ended_is_left_alone(client, session, gateway, gift):
    gift.status = RecurringStatus.CANCELED
    session.commit()
    answer = send(client, f"/admin/recurring/{gift.id}/resumption")
    assert "It has ended already" in text_of(client.get(answer.headers["Location"]))
    assert gateway.changes == []
