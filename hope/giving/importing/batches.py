"""A file on its way into the books: kept, read as staff say, and moved from state to state."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from hope.giving.importing import trying
from hope.giving.importing.columns import guess_columns, guess_order
from hope.giving.importing.opening import Table, open_table
from hope.giving.importing.reading import Problem, Reading, Target
from hope.giving.models import BatchState, ImportBatch
from hope.kernel import audit
from hope.kernel.clock import now
from hope.kernel.db import unit_of_work

# So many problems are kept with the batch; the list that can be downloaded has them all.
MOST_KEPT = 1_000
# A worker that has said nothing for so long is gone, and another one may begin the dry run afresh.
SILENCE = timedelta(minutes=2)
LEFT_LYING = timedelta(days=30)
AT_WORK = (BatchState.CHECKING, BatchState.IMPORTING, BatchState.UNDOING)
BEFORE = (BatchState.NEW, BatchState.CHECKING, BatchState.CHECKED)


def keep(session: Session, filename: str, content: bytes, fallback: int | None, actor: str) -> ImportBatch:
    """Keep a file, with the reading that its headings suggest; raises CannotOpen."""
    table = open_table(content)
    columns = guess_columns(table.headers)
    reading = Reading(columns, guess_order(table, columns.get("date")), fallback)
    batch = ImportBatch(
        filename=filename[:200],
        content=content,
        reading=asdict(reading),
        problems=[],
        sums={},
        uploaded_by=actor,
    )
    session.add(batch)
    session.flush()
    audit.note(session, actor, "send file of gifts", f"import:{batch.id}", details={"file": filename[:200]})
    return batch


def table_of(session: Session, batch_id: int) -> Table:
    """The file once more."""
    content = session.scalar(select(ImportBatch.content).where(ImportBatch.id == batch_id))
    return open_table(content or b"")


def read_so(session: Session, batch: ImportBatch, reading: Reading) -> None:
    """Let the worker try this reading."""
    batch.reading, batch.state, batch.position = asdict(reading), BatchState.CHECKING, 0
    batch.problems, batch.problem_count, batch.sums, batch.fine, batch.rows = [], 0, {}, 0, 0
    batch.updated_at = now() - SILENCE  # nobody is at it yet


def forget(session: Session, batch: ImportBatch, actor: str) -> None:
    """Throw away a file of which nothing is in the books."""
    audit.note(session, actor, "throw file of gifts away", f"import:{batch.id}")
    session.delete(batch)


def check(batch_id: int, targets: Sequence[Target]) -> None:
    """Carry out the dry run, unless somebody else is at it."""
    with unit_of_work() as session:
        batch = held(session, batch_id, BatchState.CHECKING)
        if batch is None or batch.updated_at > now() - SILENCE:
            return
        batch.updated_at, reading = now(), Reading.of(batch.reading)

    def progress(rows: int) -> None:
        with unit_of_work() as session:
            session.execute(
                update(ImportBatch).where(ImportBatch.id == batch_id).values(position=rows, updated_at=now())
            )

    table = table_of(session, batch_id)
    found, count = trying.try_out(session, batch_id, table, reading, targets, MOST_KEPT, progress)
    with unit_of_work() as session:
        batch = held(session, batch_id, BatchState.CHECKING)
        if batch is None or batch.reading != asdict(reading):
            return  # it was asked to be read otherwise meanwhile
        batch.state, batch.rows, batch.fine, batch.position = BatchState.CHECKED, found.rows, found.fine, 0
        batch.problems, batch.problem_count = [asdict(one) for one in found.problems], count
        batch.sums = dict(found.sums)


def held(session: Session, batch_id: int, state: BatchState) -> ImportBatch | None:
    """The batch, held until the end of the transaction, if it is in this state."""
    wanted = select(ImportBatch).where(ImportBatch.id == batch_id).with_for_update()
    batch = session.scalar(wanted.execution_options(populate_existing=True))
    return batch if batch is not None and batch.state is state else None


def tidy(session: Session) -> None:
    """Throw away files that nobody went on with: they name people."""
    old = ImportBatch.created_at < now() - LEFT_LYING
    session.execute(delete(ImportBatch).where(old, ImportBatch.state.in_(BEFORE)))


def problems_of(session: Session, batch: ImportBatch, targets: Sequence[Target]) -> list[Problem]:
    """Every problem, however many, found afresh."""
    table, reading = table_of(session, batch.id), Reading.of(batch.reading)
    found, _ = trying.try_out(session, batch.id, table, reading, targets, 10**9)
    return found.problems


def with_fallback(reading: Reading, targets: Sequence[Target]) -> Reading:
    """The same reading, its campaign for gifts without one taken away where that is not there any more."""
    fine = reading.fallback in {target.id for target in targets}
    return reading if fine else replace(reading, fallback=None)
