"""Statements for everybody: each giver once, whatever stops the run, and a letter once."""

from datetime import UTC, datetime

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from hope.accounts.merging import merge
from hope.accounts.models import Supporter
from hope.giving import ledger, statement_runs
from hope.giving.models import Gift, MadeStatement, RunState, StatementRun
from hope.giving.statements import Period
from hope.kernel import audit, clock
from hope.kernel.db import unit_of_work
from hope.kernel.mail.models import OutgoingMail
from tests.support.builders import dollars, make_campaign, make_gift, make_giver, run_jobs

YEAR = Period(2025)


@pytest.fixture(autouse=True)
def january():
    with time_machine.travel(datetime(2026, 1, 20, 15, tzinfo=UTC), tick=True):
        yield


@pytest.fixture
def givers(session: Session, january: None) -> list[Gift]:
    """Three who gave in 2025, the second twice, and one who gave in 2026 only."""
    campaign = make_campaign(session)
    given = [("a", 100), ("b", 100), ("b", 50), ("c", 30), ("late", 2)]
    return [
        make_gift(session, campaign, tier=1, days_ago=days, giver=make_giver(email=f"{who}@example.org"))
        for who, days in given
    ]


def begin(session: Session, *, send: bool = False) -> StatementRun:
    run = statement_runs.begin(session, YEAR, send=send, actor="treasurer@example.org")
    session.commit()
    return run


def finish(run: StatementRun) -> int:
    steps = 0
    while statement_runs.carry_on(run.id):
        steps += 1
    return steps


def letters(session: Session) -> list[str]:
    kind = select(OutgoingMail.recipient).where(OutgoingMail.kind == "statement")
    return sorted(session.scalars(kind))


def progress(session: Session, run: StatementRun) -> tuple[str, int, int, int, int]:
    session.refresh(run)
    found = statement_runs.progress(session, run)
    return found.state.value, found.expected, found.visited, found.made, found.mailed


def test_everybody_who_gave_has_one(session: Session, givers: list[Gift]):
    run = begin(session)
    assert progress(session, run) == ("running", 3, 0, 0, 0)
    finish(run)
    assert progress(session, run) == ("done", 3, 3, 3, 0)
    made = session.get_one(MadeStatement, (run.id, givers[1].supporter_id))
    assert made.gifts == 2
    assert made.totals == [{"currency": "USD", "given": 10_000, "kept": 10_000}]
    assert letters(session) == []


def test_letters_go_out_once(session: Session, givers: list[Gift]):
    finish(begin(session))
    finish(begin(session, send=True))
    expected = ["a@example.org", "b@example.org", "c@example.org"]
    assert letters(session) == expected
    finish(begin(session, send=True))
    assert letters(session) == expected
    assert progress(session, begin(session, send=True))[4] == 3


def test_who_is_added_later_is_written_to_later(session: Session, givers: list[Gift]):
    finish(begin(session, send=True))
    make_gift(session, make_campaign(session), days_ago=60, giver=make_giver(email="new@example.org"))
    run = begin(session, send=True)
    finish(run)
    assert letters(session) == ["a@example.org", "b@example.org", "c@example.org", "new@example.org"]
    assert progress(session, run) == ("done", 4, 4, 4, 4)


def test_who_left_no_address_is_not_written_to(session: Session, givers: list[Gift]):
    nobody = session.get_one(Supporter, givers[0].supporter_id)
    nobody.email, nobody.email_key = "", "nobody:a"
    run = begin(session, send=True)
    finish(run)
    assert letters(session) == ["b@example.org", "c@example.org"]
    assert progress(session, run) == ("done", 3, 3, 3, 2)


def test_figures_follow_the_books(session: Session, givers: list[Gift]):
    run = begin(session)
    finish(run)
    ledger.book_refund(session, givers[0], dollars("20"), "test:r", clock.now())
    finish(begin(session))
    made = session.get_one(MadeStatement, (run.id, givers[0].supporter_id))
    session.refresh(made)
    assert made.totals == [{"currency": "USD", "given": 5000, "kept": 3000}]


def test_who_got_everything_back_has_none(session: Session, givers: list[Gift]):
    ledger.book_refund(session, givers[3], givers[3].total, "test:r", clock.now())
    run = begin(session, send=True)
    finish(run)
    assert progress(session, run) == ("done", 3, 3, 2, 2)
    assert "c@example.org" not in letters(session)


def test_it_stops_and_goes_on_where_it_stopped(
    session: Session, givers: list[Gift], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(statement_runs, "STEP", 1)
    run = begin(session, send=True)
    assert statement_runs.carry_on(run.id)
    statement_runs.stop(session, YEAR, "treasurer@example.org")
    session.commit()
    assert not statement_runs.carry_on(run.id)
    assert progress(session, run) == ("stopped", 3, 1, 1, 1)
    assert begin(session, send=True).id == run.id
    assert finish(run) == 2
    assert progress(session, run) == ("done", 3, 3, 3, 3)


def test_a_step_that_dies_leaves_nothing_half_done(
    session: Session, givers: list[Gift], monkeypatch: pytest.MonkeyPatch
):
    run = begin(session, send=True)
    with monkeypatch.context() as trouble:
        trouble.setattr(statement_runs.outbox, "post_many", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            statement_runs.carry_on(run.id)
    session.rollback()
    assert progress(session, run) == ("running", 3, 0, 0, 0)
    finish(run)
    assert len(letters(session)) == 3


def test_the_worker_carries_it_on(app: Flask, session: Session, givers: list[Gift]):
    run = begin(session, send=True)
    run_jobs(app)
    assert progress(session, run)[0] == "done"
    [letter] = session.scalars(select(OutgoingMail).where(OutgoingMail.recipient == "b@example.org")).all()
    assert letter.subject == "Your gifts in 2025: your statement is ready"
    assert "/account/statements/2025.pdf" in letter.text
    assert "$" not in letter.text
    assert letter.is_list


def test_no_letters_before_the_year_is_over(session: Session, givers: list[Gift]):
    with pytest.raises(statement_runs.NotOver, match=r"2026 ends on 31\.12\.2026"):
        statement_runs.begin(session, Period(2026), send=True, actor="x")
    assert statement_runs.begin(session, Period(2026), send=False, actor="x").expected == 1
    assert statement_runs.begin(session, Period(2025, 2), send=False, actor="x").send is False


def test_each_year_has_one_run_and_each_giver_one_row(session: Session, givers: list[Gift]):
    run = begin(session)
    finish(run)
    assert begin(session).id == run.id
    double = {"run_id": run.id, "supporter_id": givers[0].supporter_id, "gifts": 1, "totals": []}
    with pytest.raises(IntegrityError), unit_of_work() as work:
        work.add(MadeStatement(**double))
    with pytest.raises(IntegrityError), unit_of_work() as work:
        work.add(StatementRun(year=2025, first_month=1, send=False, started_by="x", state=RunState.DONE))


def test_it_is_written_down_who_did_it(session: Session, givers: list[Gift]):
    begin(session)
    statement_runs.stop(session, YEAR, "owner@example.org")
    acts = [(entry.action, entry.actor) for entry in session.query(audit.AuditEntry)]
    assert acts == [("make statements", "treasurer@example.org"), ("stop statements", "owner@example.org")]
    assert statement_runs.stop(session, Period(1999), "owner@example.org") is None


def test_two_rows_that_become_one_person_are_told_once(session: Session, givers: list[Gift]):
    run = begin(session, send=True)
    finish(run)
    kept, gone = (session.get_one(Supporter, givers[place].supporter_id) for place in (0, 1))
    merge(session, kept, gone, "owner@example.org")
    session.commit()
    stated = session.scalars(select(MadeStatement.supporter_id).order_by(MadeStatement.supporter_id)).all()
    assert stated == [kept.id, givers[3].supporter_id]
    finish(begin(session, send=True))
    made = session.get_one(MadeStatement, (run.id, kept.id), populate_existing=True)
    assert made.gifts == 3
    assert len(letters(session)) == 3
