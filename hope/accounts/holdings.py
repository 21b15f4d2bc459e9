"""What the site keeps about a person: one registry for the copy that they may have, and for forgetting them.

Each feature says itself what it holds, as it does for merging: it makes a `Holding` and calls `register`. The copy
shows the rows of every holding; erasing calls each one's `forget` in one transaction. Nothing here knows any feature.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from hope.accounts.models import Supporter
from hope.kernel.audit import plain

Row = dict[str, Any]
Read = Callable[[Session, Supporter], Iterable[Row]]
Forget = Callable[[Session, Supporter], None]
Before = Callable[[Supporter, Mapping[str, Any]], None]
_holdings: dict[str, "Holding"] = {}


class CannotErase(Exception):
    """Says in a sentence why a person cannot be forgotten at this moment."""


@dataclass(frozen=True)
class Holding:
    """One kind of thing that is kept of people.

    `read` gives it row by row, in plain values; `forget` drops it, or what in it names the person. `goes` and `stays`
    are what the person is told before. `before` does what lies outside the database first (it is handed the site's
    extensions) and raises CannotErase where that fails.
    """

    name: str
    title: str
    read: Read
    forget: Forget
    goes: str = ""
    stays: str = ""
    before: Before | None = None


@dataclass(frozen=True)
class Part:
    """What one holding has of one person, as the copy shows it."""

    name: str
    title: str
    rows: list[Row]
    goes: str
    stays: str


def register(holding: Holding) -> None:
    """Say that this is kept of people."""
    _holdings[holding.name] = holding


def names() -> list[str]:
    """The name of every holding."""
    return sorted(_holdings)


def everything(session: Session, supporter: Supporter) -> list[Part]:
    """All that is kept of a person; what there is nothing of is left out."""
    parts = []
    for one in _in_order():
        rows = [{key: plain(value) for key, value in row.items()} for row in one.read(session, supporter)]
        if rows:
            parts.append(Part(one.name, one.title, rows, one.goes, one.stays))
    return parts


def do_before(supporter: Supporter, outside: Mapping[str, Any]) -> None:
    """Everything that has to be done elsewhere before a person can be forgotten here."""
    for one in _in_order():
        if one.before:
            one.before(supporter, outside)


def forget_all(session: Session, supporter: Supporter) -> None:
    """Drop what every feature holds of a person."""
    for one in _in_order():
        one.forget(session, supporter)
    session.flush()


def _in_order() -> list[Holding]:
    return [_holdings[name] for name in sorted(_holdings)]
