"""Events, mail and audit: what staff see of the machinery, and what they may do to it."""

import json

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DatabaseError

from hope.giving.models import Gift, Outcome, StripeEvent
from hope.kernel import audit
from hope.kernel.audit import AuditEntry
from hope.kernel.mail import outbox
from hope.kernel.mail.models import MailState, OutgoingMail
from tests.support.builders import make_campaign, make_checkout, run_jobs
from tests.support.people import send, sign_in
from tests.support.stripe_events import completed, deliver
from tests.support.web import read, text_of


@pytest.fixture
def paid(client, session):
    """A gift, with its event and its letter."""
    checkout = make_checkout(client, make_campaign(session))
    deliver(client, completed(checkout))
    return session.scalars(select(StripeEvent)).one()


def test_an_event_is_shown_word_for_word(client, session, paid):
    sign_in(client, "treasurer")
    assert paid.event_id in text_of(client.get("/admin/events/"))
    page = client.get(f"/admin/events/{paid.id}")
    assert json.loads(read(page).select_one("pre").get_text()) == json.loads(paid.payload)


def test_events_are_found_by_what_came_of_them_by_kind_and_by_id(client, session, paid):
    sign_in(client, "treasurer")
    for found in (
        "",
        "?outcome=recorded",
        f"?q={paid.event_id}",
        "?q=checkout.session.completed",
        "?outcome=nonsense",
    ):
        assert paid.event_id in text_of(client.get(f"/admin/events/{found}"))
    for empty in ("?outcome=failed", "?q=evt_other", "?q=%00", f"?q={'x' * 500}"):
        answer = client.get(f"/admin/events/{empty}")
        assert answer.status_code == 200
    assert "No such event." in text_of(client.get("/admin/events/?outcome=failed"))


def test_looking_at_a_replay_changes_nothing_and_doing_it_is_noted(client, session, paid):
    sign_in(client, "treasurer")
    before = session.scalars(select(Gift.id)).all()
    page = client.get(f"/admin/events/{paid.id}/replay")
    assert "known already" in text_of(page)
    assert session.scalars(select(AuditEntry)).all() == []
    answer = send(client, f"/admin/events/{paid.id}/replay")
    assert answer.status_code == 303
    assert "Recorded: known already." in text_of(client.get(answer.headers["Location"]))
    assert session.scalars(select(Gift.id)).all() == before
    assert session.scalars(select(AuditEntry.subject)).all() == [f"event:{paid.event_id}"]


def test_an_event_that_leads_to_nothing_says_why(client, session, paid):
    body = json.loads(paid.payload)
    body["data"]["object"]["metadata"] = {"hope_checkout": "NOBODY"}
    paid.payload, paid.outcome = json.dumps(body), Outcome.FAILED
    session.commit()
    sign_in(client, "owner")
    assert "no checkout of this reference" in text_of(client.get(f"/admin/events/{paid.id}/replay"))
    answer = send(client, f"/admin/events/{paid.id}/replay")
    assert "It still cannot be recorded" in text_of(client.get(answer.headers["Location"]))


def test_a_letter_is_shown_and_sent_again_once_a_minute(app, client, session, paid):
    run_jobs(app)
    mail = session.scalars(select(OutgoingMail)).one()
    assert mail.state is MailState.SENT
    sign_in(client, "treasurer")
    assert mail.subject in text_of(client.get(f"/admin/mail/{mail.id}"))
    assert client.get(f"/admin/mail/{mail.id}/html").status_code == 200
    for _ in range(2):
        assert send(client, f"/admin/mail/{mail.id}/sending").status_code == 303
    run_jobs(app)
    assert [m.state for m in session.scalars(select(OutgoingMail))] == [MailState.SENT] * 2


def test_a_letter_that_failed_is_tried_afresh(app, client, session, paid):
    run_jobs(app)
    mail = session.scalars(select(OutgoingMail)).one()
    mail.state, mail.attempts = MailState.FAILED, 12
    session.commit()
    sign_in(client, "treasurer")
    send(client, f"/admin/mail/{mail.id}/sending")
    run_jobs(app)
    assert session.scalars(select(OutgoingMail)).one().state is MailState.SENT


def test_nobody_reads_the_letters_that_let_somebody_in(client, session):
    outbox.post(session, "sign_in", "owner@example.org", "sign_in:1", token="secret-token")
    session.commit()
    mail = session.scalars(select(OutgoingMail)).one()
    mail.subject, mail.text, mail.html = "Your link", "https://site/secret-token", "<p>secret-token</p>"
    session.commit()
    sign_in(client, "owner")
    page = client.get(f"/admin/mail/{mail.id}")
    assert "secret-token" not in page.get_data(as_text=True)
    assert client.get(f"/admin/mail/{mail.id}/html").status_code == 404
    answer = send(client, f"/admin/mail/{mail.id}/sending")
    assert "only be asked for by its reader" in text_of(client.get(answer.headers["Location"]))


def test_acts_are_found_by_who_what_and_why(client, session):
    changed = {"title": {"before": "Old", "after": "New"}}
    audit.note(session, "ada@example.org", "edit campaign", "campaign:7", "A typing mistake", changed)
    session.commit()
    sign_in(client, "treasurer")
    for word in ("", "ada", "CAMPAIGN:7", "typing mistake", "edit ada"):
        words = text_of(client.get("/admin/audit/", query_string={"q": word}))
        assert "Old → New" in words
    assert "Nothing was found." in text_of(client.get("/admin/audit/?q=%25"))


@pytest.mark.parametrize("statement", ["UPDATE audit_entry SET reason = 'x'", "DELETE FROM audit_entry"])
def test_not_even_the_database_changes_an_act(session, statement):
    audit.note(session, "ada@example.org", "edit campaign", "campaign:7")
    session.commit()
    with pytest.raises(DatabaseError, match="append-only"):
        session.connection().exec_driver_sql(statement)
