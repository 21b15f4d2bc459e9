"""The statements of a year for twenty thousand givers, in the memory of a few.

`make test` makes them for 800, `make test-long` for 20,000 (`HOPE_GIVERS`).
"""

import gc
import os
import tracemalloc
from collections import deque
from collections.abc import Callable
from itertools import islice

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hope.giving import statement_runs
from hope.giving.models import MadeStatement, StatementRun
from hope.giving.papers.bundle import bundle
from hope.giving.statements import Period
from hope.kernel.clock import charity_time, now
from hope.kernel.mail.models import OutgoingMail
from tests.support.gifts import count
from tests.support.givers import make_givers
from tests.support.papers import HEAD

GIVERS = int(os.environ.get("HOPE_GIVERS", "800"))
STEPS = GIVERS // statement_runs.STEP
HALF = STEPS // 2
TREASURER = "treasurer@example.org"


@pytest.fixture
def year(session: Session) -> Period:
    """Last year, in which each of them gave once."""
    year = charity_time(now()).year - 1
    make_givers(session, GIVERS, year)
    return Period(year)


@pytest.mark.long
@pytest.mark.timeout(900)
def test_a_batch_is_stopped_and_continued_in_flat_memory(session: Session, year: Period):
    run = begin(session, year)
    steps(run, 1)  # what is loaded once is loaded now
    memory_stays_flat(lambda: steps(run, HALF - 1))
    statement_runs.stop(session, year, TREASURER)
    session.commit()
    assert not statement_runs.carry_on(run.id)
    assert told(session) == HALF * statement_runs.STEP
    assert begin(session, year).id == run.id
    memory_stays_flat(lambda: steps(run, STEPS - HALF))
    assert not statement_runs.carry_on(run.id)
    assert told(session) == GIVERS
    assert session.get_one(StatementRun, run.id, populate_existing=True).visited == GIVERS


@pytest.mark.long
@pytest.mark.parametrize("server", ["sqlite"], indirect=True)
def test_an_archive_keeps_no_paper(session: Session, year: Period):
    run = begin(session, year)
    steps(run, STEPS)
    pieces = bundle(session, run, HEAD)
    next(pieces)
    memory_stays_flat(lambda: deque(islice(pieces, GIVERS // 400), maxlen=0))
    pieces.close()


def begin(session: Session, year: Period) -> StatementRun:
    run = statement_runs.begin(session, year, send=True, actor=TREASURER)
    session.commit()
    return run


def steps(run: StatementRun, number: int) -> None:
    for _ in range(number):
        assert statement_runs.carry_on(run.id)


def told(session: Session) -> int:
    """How many have a statement: each of them one letter, and no two letters to one address."""
    session.rollback()
    made = count(session, MadeStatement)
    assert count(session, OutgoingMail) == made
    assert session.scalar(select(func.count(OutgoingMail.recipient.distinct()))) == made
    return made


def memory_stays_flat(work: Callable[[], object]) -> None:
    """Nothing is kept of what was done; at no moment is there more than a few steps of it.

    What stands in circles waits for Python's search for such things, so the most is bounded loosely.
    """
    tracemalloc.start()
    try:
        work()
        most = tracemalloc.get_traced_memory()[1]
        gc.collect()
        kept = tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()
    assert kept < 500_000
    assert most < 16_000_000
