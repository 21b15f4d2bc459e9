"""Pages that begin where the last one ended."""

import base64
import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from hope.kernel.audit import AuditEntry
from hope.kernel.paging import page_of

BEGUN = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture
def entries(session):
    # Two of each moment, so that the row's number has to decide.
    moments = [BEGUN + timedelta(minutes=number // 2) for number in range(10)]
    rows = [
        AuditEntry(actor="a", action="b", subject=str(n), details={}, at=at) for n, at in enumerate(moments)
    ]
    session.add_all(rows)
    session.commit()


def turn(session, mark, key=AuditEntry.at):
    return page_of(session, select(AuditEntry), key, AuditEntry.id, mark, size=4)


def subjects(page):
    return [row.subject for row in page.rows]


def test_forth_and_back_without_a_gap(session, entries):
    first = turn(session, None)
    second = turn(session, first.older)
    third = turn(session, second.older)
    assert [subjects(p) for p in (first, second, third)] == [list("9876"), list("5432"), list("10")]
    assert (first.newer, third.older) == (None, None)
    assert subjects(turn(session, third.newer)) == list("5432")
    again = turn(session, second.newer)
    assert subjects(again) == list("9876")
    assert again.newer is None


def test_a_row_that_arrives_moves_nothing(session, entries):
    first = turn(session, None)
    session.add(AuditEntry(actor="a", action="b", subject="new", details={}))
    session.commit()
    assert subjects(turn(session, first.older)) == list("5432")


def forged(*parts: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


NONSENSE = [
    *("", "x", "é", "=" * 40, "A" * 5000, "[" * 900),
    *(forged(), forged("older"), forged("older", 1, 1, False), forged("older", [], {}, True)),
    *(forged("older", "2026-03-01", 1, True), forged("older", "text", 1, False)),
    *(forged("older", BEGUN.isoformat(), 2**70, True), forged("older", BEGUN.isoformat(), True, True)),
    forged("sideways", BEGUN.isoformat(), 1, True),
    forged("older", "0001-01-01T00:00:00+14:00", 1, True),
    forged("newer", "9999-12-31T23:59:59-14:00", 1, True),
]


@pytest.mark.parametrize("mark", NONSENSE)
def test_a_mark_that_says_nothing_is_the_first_page(session, entries, mark):
    assert subjects(turn(session, mark)) == list("9876")


def test_a_number_beyond_what_the_database_holds_is_no_mark(session, entries):
    assert subjects(turn(session, forged("older", 2**64, 1, False), AuditEntry.id)) == list("9876")
