"""Into the books, piece by piece: the gifts of a piece and how far the file has come are one transaction.

A worker that dies between two pieces leaves a whole number of them behind; whoever goes on begins with the next one.
"""

from collections.abc import Callable, Sequence

from sqlalchemy.orm import Session

from hope.accounts.unaddressed import find_or_add_unaddressed
from hope.giving.arrivals import Arrival, OnPaper, Payment
from hope.giving.gifts import record_gifts
from hope.giving.importing import batches, trying
from hope.giving.importing.doubles import Doubles
from hope.giving.importing.reading import PastGift, Reading, Target
from hope.giving.models import BatchState, ImportBatch
from hope.giving.offline import moment_of
from hope.giving.pledge import Giver, Interval, Naming, Pledge, PledgeLine
from hope.kernel.db import db, unit_of_work
from hope.kernel.money import Money

AT_ONCE = 200
NAMELESS = "Anonymous"
LABEL = "A gift from before"


def write(batch_id: int, targets: Sequence[Target], progress: Callable[[int], None] | None = None) -> None:
    """Write what is left of a batch; says after each piece how many lines are done."""
    session: Session = db.session()
    batch = session.get_one(ImportBatch, batch_id)
    if batch.state is not BatchState.IMPORTING:
        return
    table, reading = batches.table_of(session, batch_id), Reading.of(batch.reading)
    doubles = Doubles(session, batch_id)
    done = 0
    for piece in trying.pieces(session, table, reading, targets, doubles, AT_ONCE):
        done += piece.rows
        if not _write_piece(batch_id, piece, done, reading, doubles):
            return
        if progress:
            progress(done)
    with unit_of_work() as session:
        finished = batches.held(session, batch_id, BatchState.IMPORTING)
        if finished:
            finished.state, finished.content = BatchState.DONE, b""


def _write_piece(batch_id: int, piece: trying.Piece, done: int, reading: Reading, doubles: Doubles) -> bool:
    """Write one piece, unless it is written; False when the batch is not to be written any more."""
    with unit_of_work() as session:
        batch = batches.held(session, batch_id, BatchState.IMPORTING)
        if batch is None:
            return False
        if batch.position < done:
            arrivals = _arrivals(session, batch, piece.gifts, reading, doubles)
            if arrivals:
                record_gifts(session, arrivals)
            batch.position, batch.imported = done, batch.imported + len(arrivals)
        return True


def _arrivals(
    session: Session, batch: ImportBatch, gifts: list[PastGift], reading: Reading, doubles: Doubles
) -> list[Arrival]:
    names = sorted({gift.name or NAMELESS for gift in gifts if not gift.email})
    unaddressed = dict(zip(names, find_or_add_unaddressed(session, names), strict=True)) if names else {}
    return [
        _arrival(batch, gift, unaddressed.get(gift.name or NAMELESS), reading, doubles.time(gift))
        for gift in gifts
    ]


def _arrival(
    batch: ImportBatch, gift: PastGift, unaddressed: int | None, reading: Reading, time: int
) -> Arrival:
    # Lines that tell of one gift are told apart by where they stand: a file is read in one order only.
    mark = f"{gift.mark}:{gift.line}" if time > 1 else gift.mark
    target = gift.target
    line = PledgeLine(target.id, target.slug, target.title, LABEL, gift.total)
    giver = Giver(gift.name, gift.email, Naming.ANONYMOUS, show_amount=False)
    return Arrival(
        Payment(f"import:{batch.id}:{mark}", gift.total, moment_of(gift.day)),
        Pledge(giver, Interval.ONCE, (line,), Money.zero(gift.total.currency)),
        receipt_to=gift.email if reading.with_receipts else None,
        on_paper=OnPaper(
            gift.method, f"{batch.id}:{mark}", batch.uploaded_by, gift.reference, batch_id=batch.id
        ),
        supporter_id=None if gift.email else unaddressed,
        has_receipt=reading.with_receipts,
    )
