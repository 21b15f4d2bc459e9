"""Empty, migrated databases, made quickly: a copied file for SQLite, an emptied database for PostgreSQL."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import flask_migrate
import psycopg

import config
from hope import create_app
from hope.kernel.db import db
from tests.support import postgres, required

NO_POSTGRESQL = "PostgreSQL's programs were not found, so only SQLite is tested."
KINDS = ["sqlite", "postgresql"] if postgres.binaries() or required.EVERYTHING else ["sqlite"]
if "postgresql" not in KINDS:
    required.note(NO_POSTGRESQL)

_made: dict[str, "Server"] = {}
cluster = postgres.Cluster(Path())  # the run puts its own here
# A process that a test left behind would hold locks: better an error in ten seconds than a test that never ends.
# Deleting few rows takes a seventh of the time of truncating all tables; triggers are asleep while it does. Only
# sequences that were used begin again: to ask all of them takes longer than everything else here.
EMPTY = """SET lock_timeout = '10s'; SET session_replication_role = replica;
    DO $$ DECLARE name text; BEGIN
        FOR name IN SELECT relname FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace WHERE nspname = 'public'
            AND relkind = 'r' AND relname <> 'alembic_version' AND pg_relation_size(pg_class.oid) > 0
        LOOP EXECUTE format('DELETE FROM %I', name); END LOOP;
        PERFORM setval(format('%I', sequencename), 1, false) FROM pg_sequences WHERE last_value IS NOT NULL;
    END $$"""


class Server(Protocol):
    """Makes fresh databases of one kind."""

    def fresh(self, folder: Path) -> "Iterator[str]": ...


def settings_for(database_url: str, folder: Path, **environ: str) -> config.Settings:
    """Testing's settings for this database, with `folder` as the instance folder."""
    given = {"HOPE_ENV": "testing", "DATABASE_URL": database_url, "INSTANCE_PATH": str(folder)}
    return config.load(given | environ)


def make(kind: str, folder: Path) -> Server:
    """The database server of this kind, one for each worker."""
    if kind not in _made:
        _made[kind] = SQLite(folder) if kind == "sqlite" else PostgreSQL(folder)
    return _made[kind]


def migrate(database_url: str, folder: Path) -> None:
    """Apply every migration, as `flask db upgrade` does."""
    app = create_app(settings_for(database_url, folder))
    with app.app_context():
        flask_migrate.upgrade()
        db.engine.dispose()


class SQLite:
    """A migrated file; each test gets a copy."""

    def __init__(self, folder: Path) -> None:
        self._template = folder / "template.sqlite3"
        migrate(f"sqlite:///{self._template}", folder)

    @contextmanager
    def fresh(self, folder: Path) -> Iterator[str]:
        """A copy of this test's own."""
        copy = folder / "hope.sqlite3"
        shutil.copyfile(self._template, copy)
        yield f"sqlite:///{copy}"


class PostgreSQL:
    """A migrated database for each worker, emptied before every test."""

    def __init__(self, folder: Path) -> None:
        if postgres.binaries() is None:
            required.lacking(NO_POSTGRESQL)
        name = "test_" + os.environ.get("PYTEST_XDIST_WORKER", "alone")
        self._dsn = cluster.create_database(name)
        self._url = cluster.url(name)
        migrate(self._url, folder)

    @contextmanager
    def fresh(self, folder: Path) -> Iterator[str]:
        """The worker's database without a row in it."""
        # Only this connection sleeps through the triggers that keep the books whole; what is tested does not.
        with psycopg.connect(self._dsn, autocommit=True) as connection:
            connection.execute(EMPTY)
        yield self._url
