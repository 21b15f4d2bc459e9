"""Everything the sandbox remembers: Stripe-shaped documents, answers by idempotency key, jobs and deliveries."""

import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from stripe_sandbox.core.shapes import Obj

SCHEMA = """
CREATE TABLE IF NOT EXISTS objects (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL,
    created INTEGER NOT NULL, body TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS objects_by_kind ON objects (kind, created, seq);
CREATE TABLE IF NOT EXISTS answers (
    key TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, status INTEGER NOT NULL, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS jobs (
    id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, work TEXT NOT NULL,
    target TEXT NOT NULL, clock TEXT);
CREATE INDEX IF NOT EXISTS jobs_by_time ON jobs (clock, at, id);
CREATE TABLE IF NOT EXISTS deliveries (
    id INTEGER PRIMARY KEY AUTOINCREMENT, event TEXT NOT NULL, type TEXT NOT NULL, endpoint TEXT NOT NULL,
    state TEXT NOT NULL, due REAL NOT NULL, rank REAL NOT NULL, attempts INTEGER NOT NULL DEFAULT 0,
    status INTEGER, answer TEXT, last_at REAL);
CREATE INDEX IF NOT EXISTS deliveries_by_state ON deliveries (state, due);
CREATE INDEX IF NOT EXISTS deliveries_by_event ON deliveries (event);
"""
TABLES = ("objects", "answers", "jobs", "deliveries")


class Store:
    """One SQLite connection behind one lock: a request is one transaction and never sees half of another."""

    def __init__(self, path: str | None = None) -> None:
        if path:
            Path(path).parent.mkdir(parents=True, exist_ok=True)
        self.lock = threading.RLock()
        self.connection = sqlite3.connect(path or ":memory:", check_same_thread=False, isolation_level=None)
        self.connection.row_factory = sqlite3.Row
        self.connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;" + SCHEMA)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of it or none of it."""
        with self.lock:
            if self.connection.in_transaction:
                yield
                return
            self.connection.execute("BEGIN")
            try:
                yield
            except BaseException:
                self.connection.execute("ROLLBACK")
                raise
            self.connection.execute("COMMIT")

    def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
        with self.lock:
            return self.connection.execute(sql, values)

    def rows(self, sql: str, *values: Any) -> list[sqlite3.Row]:
        with self.lock:
            return self.connection.execute(sql, values).fetchall()

    def empty(self) -> None:
        """Forget everything."""
        with self.transaction():
            for table in TABLES:
                self.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names

    def close(self) -> None:
        with self.lock:
            self.connection.close()

    def put(self, obj: Obj) -> None:
        """Write an object, new or changed."""
        self.execute(
            "INSERT INTO objects (id, kind, created, body) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (id) DO UPDATE SET body = excluded.body",
            obj["id"],
            obj["object"],
            obj.get("created", 0),
            json.dumps(obj, separators=(",", ":")),
        )

    def get(self, kind: str, id: str) -> Obj | None:
        row = self.rows("SELECT body FROM objects WHERE id = ? AND kind = ?", id, kind)
        return json.loads(row[0]["body"]) if row else None

    def get_any(self, id: str) -> Obj | None:
        """The object with this id, whatever it is."""
        row = self.rows("SELECT body FROM objects WHERE id = ?", id)
        return json.loads(row[0]["body"]) if row else None

    def remove(self, id: str) -> None:
        self.execute("DELETE FROM objects WHERE id = ?", id)

    def count(self, kind: str) -> int:
        return int(self.rows("SELECT count(*) FROM objects WHERE kind = ?", kind)[0][0])
