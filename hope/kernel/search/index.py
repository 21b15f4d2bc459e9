"""Keeping the index true: whatever adds, changes or deletes a row does the same to what can be found of it.

A feature says once what of its rows can be found:

    @indexed(Story)
    def entries(story: Story) -> Iterator[Entry]: ...

From then on every flush of a session brings the index up to date, in the transaction of the change itself.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, event, insert, select
from sqlalchemy.orm import Session

from hope.kernel.db import Base
from hope.kernel.search.engines import engine_of
from hope.kernel.search.models import SearchEntry


@dataclass(frozen=True)
class Entry:
    """What can be found of a row; `body` is searched and never shown."""

    kind: str
    slug: str
    title: str
    summary: str
    body: str
    shown_from: datetime | None = None
    shown_until: datetime | None = None


Maker = Callable[[Any], Iterable[Entry]]
_makers: dict[type, Maker] = {}
_TOUCHED = "hope_search"
_parts: dict[type, Callable[[Any], Any]] = {}


def indexed(model: type[Base]) -> Callable[[Maker], Maker]:
    """Register what can be found of a kind of row."""

    def register(maker: Maker) -> Maker:
        _makers[model] = maker
        return maker

    return register


def part_of(model: type[Base], whole: Callable[[Any], Any]) -> None:
    """Say that a kind of row is a part of another, which is indexed anew when the part changes."""
    _parts[model] = whole


def rebuild(session: Session) -> int:
    """Throw the index away and make it anew; how many rows can be found by it."""
    connection = session.connection()
    _forget(connection, list(session.scalars(select(SearchEntry.id))))
    found = 0
    for model in _makers:
        rows: Any = session.scalars(select(model)).unique()
        for row in rows:
            _write(connection, row)
            found += 1
    return found


def is_empty(session: Session) -> bool:
    """True when nothing can be found, as after the update that brought the index."""
    return session.scalar(select(SearchEntry.id).limit(1)) is None


@event.listens_for(Session, "after_flush")
def _notice(session: Session, _context: Any) -> None:
    touched = [_whole(row) for row in (*session.new, *session.dirty, *session.deleted)]
    if found := {row: row in session.deleted for row in touched if type(row) in _makers}:
        session.info.setdefault(_TOUCHED, {}).update(found)


@event.listens_for(Session, "after_flush_postexec")
def _follow(session: Session, _context: Any) -> None:
    # Only now are new rows known to the session, and a row may look at all that belongs to it.
    for row, is_gone in session.info.pop(_TOUCHED, {}).items():
        _forget_owner(session.connection(), row)
        if not is_gone:
            _write(session.connection(), row)


@event.listens_for(Session, "after_rollback")
def _forget_touched(session: Session) -> None:
    session.info.pop(_TOUCHED, None)


def _whole(row: Any) -> Any:
    """What a row is found as: itself, or what it is a part of."""
    return _parts[type(row)](row) if type(row) in _parts else row


def _owner(row: Any) -> str:
    return f"{row.__tablename__}:{row.id}"


def _write(connection: Connection, row: Any) -> None:
    engine = engine_of(connection)
    for made in _makers[type(row)](row):
        values = {name: value for name, value in vars(made).items() if name != "body"}
        values |= {"owner": _owner(row), "summary": made.summary[:1000], "title": made.title[:200]}
        entry_id = connection.scalar(insert(SearchEntry).values(**values).returning(SearchEntry.id))
        engine.keep(connection, int(entry_id or 0), made.title, made.summary, made.body)


def _forget_owner(connection: Connection, row: Any) -> None:
    owned = select(SearchEntry.id).where(SearchEntry.owner == _owner(row))
    _forget(connection, list(connection.scalars(owned)))


def _forget(connection: Connection, entry_ids: list[int]) -> None:
    if entry_ids:
        engine_of(connection).forget(connection, entry_ids)
        for start in range(0, len(entry_ids), 500):
            some = entry_ids[start : start + 500]
            connection.execute(delete(SearchEntry).where(SearchEntry.id.in_(some)))
