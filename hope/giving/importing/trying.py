"""The dry run: every problem by its line, and what the rest comes to; nothing is written but what was found."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from sqlalchemy.orm import Session

from hope.giving.importing.doubles import Doubles, known
from hope.giving.importing.opening import Table
from hope.giving.importing.reading import PastGift, Problem, Reader, Reading, Target

AT_ONCE = 500
Progress = Callable[[int], None]


@dataclass
class Found:
    """What the dry run found."""

    rows: int = 0
    fine: int = 0
    problems: list[Problem] = field(default_factory=list)
    # In minor units, by currency.
    sums: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class Piece:
    """Some lines in a row: what can be imported of them, and what is wrong with the others."""

    rows: int
    gifts: list[PastGift]
    problems: list[Problem]


def pieces(
    session: Session,
    table: Table,
    reading: Reading,
    targets: Sequence[Target],
    doubles: Doubles,
    size: int = AT_ONCE,
) -> Iterator[Piece]:
    """The whole table, some lines at a time; always the same pieces for the same file and reading."""
    reader = Reader(reading, targets)
    for lines in in_pieces(table.rows(), size):
        gifts: list[PastGift] = []
        problems: list[Problem] = []
        for line, cells in lines:
            read = reader.read(line, cells)
            if isinstance(read, PastGift):
                before = doubles.line_before(read)
                if before is None or reading.with_doubles:
                    gifts.append(read)
                else:
                    problems.append(Problem(line, f"The same gift as in line {before}."))
            else:
                problems += read
        if not reading.with_doubles:
            gifts, more = _without_known(gifts, doubles)
            problems += more
        yield Piece(len(lines), gifts, sorted(problems, key=lambda problem: problem.line))


def in_pieces(rows: Iterator[tuple[int, list[str]]], size: int) -> Iterator[Sequence[tuple[int, list[str]]]]:
    """The lines, so many at a time."""
    while piece := list(islice(rows, size)):
        yield piece


def _without_known(gifts: list[PastGift], doubles: Doubles) -> tuple[list[PastGift], list[Problem]]:
    there = doubles.in_books(gifts)
    words = "A gift of this amount from this giver on this day is in the books already."
    problems = [Problem(gift.line, words) for gift in gifts if known(gift) in there]
    return [gift for gift in gifts if known(gift) not in there], problems


def try_out(
    session: Session, batch_id: int, table: Table, reading: Reading, targets: Sequence[Target],
    most: int, progress: Progress | None = None,
) -> tuple[Found, int]:  # fmt: skip
    """Read everything, and keep the first so many problems; also how many there are."""
    found, count = Found(), 0
    for piece in pieces(session, table, reading, targets, Doubles(session, batch_id)):
        found.rows += piece.rows
        found.fine += len(piece.gifts)
        count += len(piece.problems)
        found.problems += piece.problems[: most - len(found.problems)]
        for gift in piece.gifts:
            found.sums[gift.total.currency] += gift.total.amount
        if progress:
            progress(found.rows)
    return found, count
