"""Everybody's statements of a year in one archive, for the post: made while it is sent, one paper at a time.

The archive is as long as it has to be and never held as a whole, neither in memory nor on the disk.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from datetime import datetime
from io import RawIOBase
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from hope.giving.models import MadeStatement, StatementRun
from hope.giving.papers.letterhead import Letterhead
from hope.giving.papers.statement import statement_pdf
from hope.giving.statements import Statement, statement
from hope.kernel.clock import charity_time

AT_ONCE = 100


class _Pipe(RawIOBase):
    """Takes what the archive writes and hands it on; it cannot go back, and need not."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self._parts.append(bytes(data))
        return len(data)

    def take(self) -> bytes:
        """What was written since the last time."""
        taken = b"".join(self._parts)
        self._parts.clear()
        return taken


def bundle(
    session: Session, run: StatementRun, head: Letterhead, told: Callable[[int], None] | None = None
) -> Iterator[bytes]:
    """The archive, piece by piece; `told` hears how many papers are in it so far."""
    pipe, count = _Pipe(), 0
    try:
        with ZipFile(pipe, "w", ZIP_STORED) as archive:
            for supporter_id in _everybody(session, run.id):
                stated = statement(session, supporter_id, run.year, run.first_month)
                session.rollback()  # hours may pass: no transaction stays open over them
                archive.writestr(_entry(stated, supporter_id), statement_pdf(stated, head))
                count += 1
                if told:
                    told(count)
                yield pipe.take()
        yield pipe.take()
    finally:
        session.rollback()


def filename(run_year: int, first_month: int) -> str:
    """What the archive is called."""
    return (
        f"statements-{run_year}.zip"
        if first_month == 1
        else f"statements-{run_year}-from-{first_month:02d}.zip"
    )


def _everybody(session: Session, run_id: int) -> Iterator[int]:
    after = 0
    while True:
        those = select(MadeStatement.supporter_id).where(
            MadeStatement.run_id == run_id, MadeStatement.supporter_id > after
        )
        found = session.scalars(those.order_by(MadeStatement.supporter_id).limit(AT_ONCE)).all()
        if not found:
            return
        yield from found
        after = found[-1]


def _entry(stated: Statement, supporter_id: int) -> ZipInfo:
    """A name that every computer takes: the giver's in plain letters, and a number that makes it the only one."""
    plain = unicodedata.normalize("NFKD", stated.giver_name).encode("ascii", "ignore").decode()
    name = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:60] or "giver"
    return ZipInfo(f"{stated.period.year}/{name}-{supporter_id}.pdf", _stamp(stated.made_at))


def _stamp(moment: datetime) -> tuple[int, int, int, int, int, int]:
    local = charity_time(moment)
    return local.year, local.month, local.day, local.hour, local.minute, local.second
