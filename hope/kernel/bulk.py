"""Many rows with one statement, past the session's objects: for what is written many times a second.

Each database has its own quickest way. PostgreSQL takes all rows as one JSON text and reads it by the table's own
types: one short statement, planned once and checked once for all rows. SQLite's driver takes the rows themselves, and
costs least when nothing stands in between.
"""

import json
from collections.abc import Sequence
from datetime import date, datetime
from functools import cache, lru_cache
from itertools import chain
from typing import Any

from sqlalchemy import Connection, Row
from sqlalchemy.dialects.sqlite import pysqlite
from sqlalchemy.orm import Session

from hope.kernel.db import Base, insert

_SQLITE = pysqlite.dialect()
MOST_VALUES = 32_000  # SQLite takes 32,766 for one statement ("Limits In SQLite", SQLITE_MAX_VARIABLE_NUMBER)


def straight(session: Session) -> Connection:
    """The connection under a session, for what is done many times a second: past its objects it costs a tenth."""
    session.flush()
    return session.connection()


def insert_all(
    where: Session | Connection,
    table: type[Base],
    rows: Sequence[dict[str, Any]],
    *wanted: Any,
    or_ignore: bool = False,
) -> Sequence[Row[Any]]:
    """Write many rows at once; hands back what is `wanted` of each new one (keys and names), in no order.

    All rows name the same columns. With `or_ignore` rows that are there already are passed over.
    """
    if not rows:
        return []
    connection = straight(where) if isinstance(where, Session) else where
    whole = [_with_defaults(table, row) for row in rows]
    names, back = tuple(whole[0]), tuple(column.key for column in wanted)
    if connection.dialect.name == "sqlite":
        return _insert_rows(connection, table, names, whole, back, or_ignore)
    words = _insert_json(table, names, back, or_ignore)
    written = connection.exec_driver_sql(words, {"rows": _json(whole)})
    return written.all() if back else []


def change_all(session: Session, table: type[Base], rows: Sequence[dict[str, Any]]) -> None:
    """Change many rows at once: each names the `id` of its row and the new values, the same columns in all."""
    if not rows:
        return
    connection, names = straight(session), tuple(rows[0])
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(_update_row(table, names), _tuples(table, names, rows))
    else:
        connection.exec_driver_sql(_update_json(table, names), {"rows": _json(rows)})


def add_up(
    session: Session,
    table: type[Base],
    key: tuple[str, ...],
    rows: list[dict[str, Any]],
    sums: tuple[str, ...],
) -> None:
    """Write counters, or add to those that are there: to the columns named by `sums` of the row with this `key`."""
    if rows:
        connection = straight(session)
        connection.execute(_add_up(connection.dialect.name, table, key, sums), rows)


def count_up(session: Session, table: type[Base], row: dict[str, Any], key: str, counter: str) -> int:
    """The same for one counter of the row with this `key`; how far it is now."""
    connection = straight(session)
    return int(connection.execute(_count_up(connection.dialect.name, table, key, counter), row).scalar_one())


def _with_defaults(table: type[Base], row: dict[str, Any]) -> dict[str, Any]:
    """A row with what the model says of the columns that it does not name."""
    defaults = _defaults(table, tuple(row))
    return {**row, **{name: value() for name, value in defaults}} if defaults else row


@cache
def _defaults(table: type[Base], named: tuple[str, ...]) -> list[tuple[str, Any]]:
    missing = [column for column in table.__table__.c if column.default and column.name not in named]
    return [(column.name, _maker(column.default)) for column in missing]


def _maker(default: Any) -> Any:
    return (lambda: default.arg(None)) if default.is_callable else (lambda: default.arg)


def _json(rows: Sequence[dict[str, Any]]) -> str:
    return json.dumps(rows, default=_moment)


def _moment(value: Any) -> str:
    """A day or a moment as PostgreSQL reads it; as everywhere, no moment without its time zone."""
    if not isinstance(value, date):
        raise TypeError(f"cannot write {type(value).__name__}")
    if isinstance(value, datetime) and value.tzinfo is None:
        raise ValueError("a stored moment needs a time zone")
    return value.isoformat()


def _insert_rows(
    connection: Connection,
    table: type[Base],
    names: tuple[str, ...],
    rows: Sequence[dict[str, Any]],
    back: tuple[str, ...],
    or_ignore: bool,
) -> list[Row[Any]]:
    """Row by row where nothing is wanted back; else many in one statement, because only that hands something back."""
    values = _tuples(table, names, rows)
    if not back:
        connection.exec_driver_sql(_insert_values(table, names, back, or_ignore, 1), values)
        return []
    found: list[Row[Any]] = []
    size = MOST_VALUES // len(names)
    for lot in (values[first : first + size] for first in range(0, len(values), size)):
        words = _insert_values(table, names, back, or_ignore, len(lot))
        found += connection.exec_driver_sql(words, tuple(chain(*lot))).all()
    return found


def _tuples(
    table: type[Base], names: tuple[str, ...], rows: Sequence[dict[str, Any]]
) -> list[tuple[Any, ...]]:
    """The rows as SQLite's driver takes them, each value as its column writes it."""
    lists = []
    for name, write in zip(names, _writers(table, names), strict=True):
        values = [row[name] for row in rows]
        lists.append(values if write is None else [write(value) for value in values])
    return list(zip(*lists, strict=True))


@cache
def _writers(table: type[Base], names: tuple[str, ...]) -> list[Any]:
    types = [table.__table__.c[name].type.dialect_impl(_SQLITE) for name in names]
    return [kind.bind_processor(_SQLITE) for kind in types]


@lru_cache(2000)
def _insert_values(
    table: type[Base], names: tuple[str, ...], back: tuple[str, ...], or_ignore: bool, count: int
) -> str:
    row = f"({', '.join('?' * len(names))})"
    return _insert(table, names, f"VALUES {', '.join([row] * count)}", back, or_ignore)


@cache
def _insert_json(table: type[Base], names: tuple[str, ...], back: tuple[str, ...], or_ignore: bool) -> str:
    values = f"SELECT {_listed(names)} FROM {_given(table)}"  # noqa: S608 - names of our own
    return _insert(table, names, values, back, or_ignore)


@cache
def _update_row(table: type[Base], names: tuple[str, ...]) -> str:
    places = {name: f"?{number}" for number, name in enumerate(names, 1)}
    changed = ", ".join(f"{_listed([name])} = {place}" for name, place in places.items() if name != "id")
    return f"UPDATE {_name(table)} SET {changed} WHERE id = {places['id']}"  # noqa: S608 - names of our own


@cache
def _update_json(table: type[Base], names: tuple[str, ...]) -> str:
    changed = ", ".join(f"{_listed([name])} = new.{_listed([name])}" for name in names if name != "id")
    return f"UPDATE {_name(table)} SET {changed} FROM {_given(table)} AS new WHERE {_name(table)}.id = new.id"  # noqa: S608 - names of our own


def _insert(
    table: type[Base], names: Sequence[str], values: str, back: Sequence[str], or_ignore: bool
) -> str:
    words = [f"INSERT INTO {_name(table)} ({_listed(names)})", values]
    words += ["ON CONFLICT DO NOTHING"] * or_ignore
    words += [f"RETURNING {_listed(back)}"] * bool(back)
    return " ".join(words)


def _given(table: type[Base]) -> str:
    return f"json_populate_recordset(NULL::{_name(table)}, %(rows)s::json)"


def _name(table: type[Base]) -> str:
    return _listed([table.__tablename__])


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


@cache
def _add_up(dialect: str, table: type[Base], key: tuple[str, ...], sums: tuple[str, ...]) -> Any:
    statement, columns = insert(dialect, table.__table__), table.__table__.c
    added = {name: columns[name] + statement.excluded[name] for name in sums}
    return statement.on_conflict_do_update(index_elements=[columns[name] for name in key], set_=added)


@cache
def _count_up(dialect: str, table: type[Base], key: str, counter: str) -> Any:
    return _add_up(dialect, table, (key,), (counter,)).returning(table.__table__.c[counter])
