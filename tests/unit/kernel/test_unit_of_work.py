"""Several writes as one: all durable, or none; and work for later only when they are durable."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import create_engine, select
from sqlalchemy.exc import IntegrityError, StatementError

from hope.accounts.models import Supporter
from hope.kernel import jobs
from hope.kernel.db import insert_or_ignore, unit_of_work
from tests.support.gifts import at_once, count


def someone(number=1, **over):
    email = f"a{number}@example.org"
    return Supporter(**{"email": email, "email_key": email, "name": "A"} | over)


def boom(session, *things):
    with unit_of_work():
        session.add_all(things)
        session.flush()
        raise RuntimeError("boom")


@pytest.fixture
def done(app):
    """A job that remembers how often it ran, queued under its own name."""
    calls = []
    app.extensions["jobs"]["test.job"] = lambda: calls.append(1)
    return calls


def test_what_is_written_is_seen_by_everybody_afterwards(session):
    with unit_of_work() as working:
        working.add(someone())
    with session.get_bind().connect() as other:
        assert len(other.execute(select(Supporter.__table__.c.id)).all()) == 1


def test_nothing_is_left_of_what_failed(session):
    with pytest.raises(RuntimeError, match="boom"):
        boom(session, someone(1), someone(2))
    assert count(session, Supporter) == 0


def test_a_failure_of_the_database_leaves_nothing_either(session):
    with pytest.raises(IntegrityError), unit_of_work():
        session.add_all([someone(1), someone(2), someone(1)])
    assert count(session, Supporter) == 0


def test_after_a_failure_the_next_one_works(session):
    with pytest.raises(RuntimeError):
        boom(session, someone())
    with unit_of_work():
        session.add(someone())
    assert count(session, Supporter) == 1


def test_who_reads_before_writing_waits_instead_of_failing(app, session):
    """On SQLite a transaction that began with reading could not go on to write once another has written."""
    with unit_of_work():
        session.add(someone(name="0"))

    def add_one():
        with app.app_context(), unit_of_work() as working:
            row = working.scalars(select(Supporter).with_for_update()).one()
            row.name = str(int(row.name) + 1)
        return True

    assert at_once(*[add_one] * 8) == [True] * 8
    session.expire_all()
    assert session.scalars(select(Supporter.name)).one() == "8"


def test_the_second_of_two_equal_rows_is_no_error(session):
    row = {
        "email": "a@example.org",
        "email_key": "a@example.org",
        "name": "A",
        "created_at": datetime.now(UTC),
    }
    with unit_of_work():
        for _ in range(2):
            session.execute(insert_or_ignore(Supporter, **row))
    assert count(session, Supporter) == 1


def test_a_moment_without_a_zone_is_refused(session):
    session.add(someone(verified_at=datetime(2026, 1, 1)))  # noqa: DTZ001
    with pytest.raises(StatementError, match="time zone"):
        session.commit()
    session.rollback()


def test_a_moment_comes_back_in_utc(session):
    there = datetime(2026, 7, 1, 12, 0, 0, 123456, tzinfo=timezone(timedelta(hours=-4)))
    session.add(someone(verified_at=there))
    session.commit()
    session.expire_all()
    back = session.scalars(select(Supporter.verified_at)).one()
    assert (back, back.utcoffset()) == (there, timedelta(0))


def test_work_for_later_begins_when_the_rows_are_durable_and_once(session, done):
    with unit_of_work():
        jobs.after_commit(session, "test.job")
        jobs.after_commit(session, "test.job")
        with session.begin_nested():
            session.add(someone())
        assert done == []
    assert done == [1]
    with unit_of_work():
        session.add(someone(2))
    assert done == [1]


def test_work_for_later_is_forgotten_with_what_caused_it(session, done):
    jobs.after_commit(session, "test.job")
    session.add(someone(1))
    session.flush()
    session.rollback()
    with unit_of_work():
        session.add(someone(2))
    assert done == []


def test_a_queue_that_is_away_undoes_nothing(app, session, caplog):
    def away():
        raise OSError("no queue")

    app.extensions["jobs"]["test.job"] = away
    with unit_of_work():
        session.add(someone())
        jobs.after_commit(session, "test.job")
    assert count(session, Supporter) == 1
    assert "could not queue test.job" in caplog.text


def test_the_books_survive_a_power_cut_and_know_their_kin(tmp_path):
    engine = create_engine(
        f"sqlite:///{tmp_path / 'as-people-have-it.sqlite3'}"
    )  # the tests' own are in more of a hurry
    with engine.connect() as connection:
        asked = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("synchronous", "foreign_keys", "journal_mode")}  # fmt: skip
    engine.dispose()
    assert asked == {"synchronous": 2, "foreign_keys": 1, "journal_mode": "wal"}
