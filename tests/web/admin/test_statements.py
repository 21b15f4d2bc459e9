"""Statements of a year, from a form to the post: made, looked at, written about once, stopped, taken away."""

from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
import time_machine
from sqlalchemy import select

from hope.giving import statement_runs
from hope.giving.models import MadeStatement, StatementRun
from hope.giving.statements import Period
from hope.kernel.audit import AuditEntry
from hope.kernel.mail.models import OutgoingMail
from tests.support.builders import make_campaign, make_gift, make_giver, run_jobs
from tests.support.people import send, sign_in
from tests.support.web import read, text_of

LIST = "/admin/books/statements/"


@pytest.fixture(autouse=True)
def january():
    with time_machine.travel(datetime(2026, 1, 20, 15, tzinfo=UTC), tick=True):
        yield


@pytest.fixture
def givers(session, january):
    """Two who gave in 2025, one of them on paper and without an address."""
    campaign = make_campaign(session)
    gifts = [
        make_gift(session, campaign, tier=1, days_ago=60, giver=make_giver(name=name, email=email))
        for name, email in (("<b>Ada</b> Fennimore", "ada@example.org"), ("Ben Alder", "ben@example.org"))
    ]
    gifts[1].supporter.email, gifts[1].supporter.email_key = "", "nobody:ben"
    session.commit()
    return gifts


def letters(session) -> list[str]:
    return list(session.scalars(select(OutgoingMail.recipient).where(OutgoingMail.kind == "statement")))


def words_at(client, answer) -> str:
    assert answer.status_code == 303, text_of(answer)
    return text_of(client.get(answer.headers["Location"]))


def test_a_year_from_the_form_to_the_post(app, client, session, givers):
    treasurer = sign_in(client, "treasurer")
    assert read(client.get(LIST)).select_one("#year")["value"] == "2025"
    begun = send(client, LIST, {"year": "2025", "first_month": "1"})
    here = begun.headers["Location"]
    assert "0 of 2 givers looked at." in words_at(client, begun)
    run_jobs(app)
    words = text_of(client.get(here))
    assert "Made" in words
    assert "Write to 1 giver…" in words
    assert "These givers left no address." in words
    assert letters(session) == []

    paper = client.get(read(client.get(here)).select_one("td a[href$='.pdf']")["href"])
    assert (paper.mimetype, paper.data[:5]) == ("application/pdf", b"%PDF-")
    asked = text_of(client.get(f"{here}/letters"))
    assert "1 giver gets a letter." in asked
    assert "1 left no address" in asked
    for _ in range(2):
        send(client, f"{here}/letters")
        run_jobs(app)
    assert letters(session) == ["ada@example.org"]
    assert "Letters written 1" in text_of(client.get(here))

    archive = client.get(f"{here}/statements.zip")
    assert "statements-2025.zip" in archive.headers["Content-Disposition"]
    assert archive.headers["Cache-Control"] == "no-store"
    assert len(ZipFile(BytesIO(archive.data)).namelist()) == 2
    acts = session.execute(select(AuditEntry.actor, AuditEntry.action).order_by(AuditEntry.id)).all()
    assert acts[0] == (treasurer.email, "make statements")
    assert acts[-1] == (treasurer.email, "take statements")


def test_it_is_stopped_goes_on_and_is_made_afresh(app, client, session, givers):
    sign_in(client, "owner")
    run = statement_runs.begin(session, Period(2025), send=True, actor="x")
    session.commit()
    here = f"{LIST}{run.id}"
    assert "It goes on from here" in words_at(client, send(client, f"{here}/rest"))
    run_jobs(app)
    assert letters(session) == []
    send(client, f"{here}/continuation")
    run_jobs(app)
    assert letters(session) == ["ada@example.org"]
    make_gift(session, make_campaign(session), days_ago=70, giver=make_giver(email="late@example.org"))
    send(client, f"{here}/continuation")
    run_jobs(app)
    assert session.query(MadeStatement).count() == 3
    assert letters(session) == ["ada@example.org"]
    assert session.query(StatementRun).count() == 1


def test_what_cannot_be_is_said_and_nothing_typed_is_lost(client, session, givers):
    sign_in(client, "treasurer")
    for year, words in (
        ("", "Write the year"),
        ("next", "four digits"),
        ("２０２５", "four digits"),
        ("99999", "four digits"),
        ("2027", "has not begun yet"),
        ("2001", "Nobody gave in 2001."),
    ):
        answer = send(client, LIST, {"year": year, "first_month": "1"})
        assert answer.status_code == 422
        assert words in text_of(answer)
        assert read(answer).select_one("#year")["value"] == year
    assert send(client, LIST, {"year": "2025", "first_month": "13"}).status_code == 422
    for known in (False, True):
        words = words_at(client, send(client, LIST, {"year": "2025", "first_month": "4"}))
        assert ("begun before" in words) is known
    run = session.scalars(select(StatementRun)).one()
    words = text_of(client.get(f"{LIST}{run.id}"))
    assert ("The year ends on 31 March 2026" in words, "Write to" in words) == (True, False)
    assert "ends on 31.03.2026" in words_at(client, send(client, f"{LIST}{run.id}/letters"))
    assert words_at(client, client.post(f"{LIST}{run.id}/rest"))
    session.refresh(run)
    assert run.state.value == "running"
    for path in (f"{run.id}/papers/999.pdf", "999", "999/statements.zip"):
        assert client.get(LIST + path).status_code == 404
