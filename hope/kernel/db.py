"""The database: one base for every table, moments in UTC, money in two columns, and one committed unit of work."""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import StrEnum
from itertools import islice
from pathlib import Path
from sqlite3 import Connection as SQLiteConnection
from typing import Any, TypeVar

from flask import Flask
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    DateTime,
    Dialect,
    Engine,
    Enum,
    Integer,
    MetaData,
    String,
    event,
    func,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, Session, registry
from sqlalchemy.types import JSON, TypeDecorator

# Named constraints, so that migrations can find them again on both databases.
NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

Id = BigInteger().with_variant(Integer, "sqlite")
Json = JSON().with_variant(postgresql.JSONB(), "postgresql")
Currency = String(3)
Thing = TypeVar("Thing")


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: refused without a time zone, stored and given back in UTC on both databases."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @property
    def python_type(self) -> type[datetime]:
        return datetime

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored moment needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None or value.tzinfo is not None:
            return value.astimezone(UTC) if value else None
        return value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """Every table of Hope; what a Python type becomes in a column is said once, here."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMING),
        type_annotation_map={
            datetime: UtcDateTime,
            dict[str, Any]: Json,
            list[dict[str, Any]]: Json,
            # By value and as text: a renamed member must never rewrite history.
            StrEnum: Enum(
                StrEnum, native_enum=False, length=20, values_callable=lambda e: [m.value for m in e]
            ),
        },
    )

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {getattr(self, 'id', '')}>"


# Rows stay readable after a commit: a page that has just recorded something goes on to show it.
db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})
migrate = Migrate()
_writing: ContextVar[bool] = ContextVar("hope_writing", default=False)


def init_app(app: Flask) -> None:
    """Give the app its database and its migrations."""
    db.init_app(app)
    folder = str(Path(app.root_path).parent / "migrations")
    migrate.init_app(app, db, directory=folder, compare_type=True, render_as_batch=True)


@contextmanager
def unit_of_work() -> Iterator[Session]:
    """Do several writes as one: all of them are durable when this ends, or none happened.

    On SQLite the write lock is taken at the start, because a transaction that reads first and writes
    later is refused, not queued, when another writer came between (SQLite's "BEGIN IMMEDIATE").
    """
    session: Session = db.session()
    session.commit()
    token = _writing.set(True)
    try:
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        _writing.reset(token)


@contextmanager
def noting_changes() -> Iterator[Counter[str]]:
    """Count the rows that statements add to or change in each table while this is open."""
    changes: Counter[str] = Counter()
    open_ones: list[tuple[str, Any, int]] = []
    before: list[int] = [0]

    def settle() -> None:
        for name, raw, count in open_ones:
            changes[name] += raw.total_changes - count
        open_ones.clear()

    def prepare(conn: Any, *_rest: Any) -> None:
        settle()
        before[0] = getattr(conn.connection.dbapi_connection, "total_changes", 0)

    def note(conn: Any, cursor: Any, statement: str, *_rest: Any) -> None:
        words = statement.split(maxsplit=3)
        if words[0] not in ("INSERT", "UPDATE", "DELETE"):
            return
        table = (words[1] if words[0] == "UPDATE" else words[2]).strip('"')
        name = f"{words[0].lower()} {table}"
        raw = conn.connection.dbapi_connection
        if isinstance(raw, SQLiteConnection):
            # SQLite counts the rows of a RETURNING only once they were read: ask before the next statement.
            open_ones.append((name, raw, before[0]))
        else:
            changes[name] += cursor.rowcount

    event.listen(db.engine, "before_cursor_execute", prepare)
    event.listen(db.engine, "after_cursor_execute", note)
    try:
        yield changes
    finally:
        event.remove(db.engine, "before_cursor_execute", prepare)
        event.remove(db.engine, "after_cursor_execute", note)
        settle()


def in_hundreds(things: Iterable[Thing]) -> Iterator[list[Thing]]:
    """The same things by the hundred, so that a long list is asked about in few and bounded questions."""
    rest = iter(things)
    while some := list(islice(rest, 100)):
        yield some


def holds_address(column: Any, emails: Iterable[str]) -> ColumnElement[bool]:
    """True where a column has one of these addresses, in whatever capitals; an index on its `lower` finds it."""
    return func.lower(column).in_([func.lower(email) for email in sorted(set(emails))])


def insert_or_ignore(table: Any, **values: Any) -> Any:
    """An INSERT that does nothing where a unique constraint says that the row is there already."""
    return insert(db.engine.dialect.name, table).values(**values).on_conflict_do_nothing()


def insert(dialect: str, table: Any) -> Any:
    """An INSERT that may say what to do on a conflict, which each database says in its own way."""
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, _record: Any) -> None:
    if not isinstance(connection, SQLiteConnection):
        return
    # The driver must not begin transactions by itself: `_begin_sqlite` does, at the right strength.
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",  # a 2xx to Stripe means that the row survives a power cut
        "foreign_keys=ON",
        "busy_timeout=15000",
        "cache_size=-16000",
        # Pages that many gifts change one after the other are written back once: every 16 MB instead of every four.
        "wal_autocheckpoint=4000",
    ):
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Any) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE" if _writing.get() else "BEGIN")
