"""Work that a visitor does not wait for: Huey runs it, this module says what and when.

A feature registers a job by name with `job` (and `every` for a rhythm); `init_app` binds the registered jobs to the
Huey that the configuration asks for: SQLite beside the database, PostgreSQL in it, or Redis.
A job that is lost costs a minute at most: everything a job does is also found by a periodic round.
"""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask, current_app
from huey import Huey, MemoryHuey, PostgresHuey, RedisHuey, SqliteHuey, crontab
from sqlalchemy import event
from sqlalchemy.orm import Session

log = logging.getLogger(__name__)
Work = Callable[[], Any]
_jobs: dict[str, Work] = {}
_rounds: dict[str, str] = {}
_PENDING = "hope_jobs"


def job(name: str, *, every: str | None = None) -> Callable[[Work], Work]:
    """Register a job; `every` is a number of minutes ("1", "*/10") or "nightly"."""

    def register(function: Work) -> Work:
        _jobs[name] = function
        if every:
            _rounds[name] = every
        return function

    return register


def init_app(app: Flask) -> None:
    """Bind every registered job to this app's queue."""
    huey = _choose(app)
    app.extensions["huey"] = huey
    app.extensions["jobs"] = {
        name: huey.task(name=name)(_in_context(app, name, function)) for name, function in _jobs.items()
    }
    for name, rhythm in _rounds.items():
        when = crontab(minute="17", hour="3") if rhythm == "nightly" else crontab(minute=rhythm)
        huey.periodic_task(when, name=f"{name}.round")(_in_context(app, name, _jobs[name]))


def _choose(app: Flask) -> Huey:
    """The queue that the configuration asks for; tests keep theirs in memory and run it by hand."""
    if app.config["TESTING"]:
        return MemoryHuey("hope", results=False)
    if app.config["REDIS_URL"]:
        return RedisHuey("hope", url=app.config["REDIS_URL"], results=False)
    database = app.config["SQLALCHEMY_DATABASE_URI"]
    if database.startswith("postgresql"):
        return PostgresHuey("hope", dsn=database.replace("+psycopg", ""), results=False, create_tables=False)
    filename = str(Path(app.instance_path) / "queue.sqlite3")
    # No fsync: the queue only says "now"; what there is to do stands in the database.
    return SqliteHuey("hope", filename=filename, fsync=False, results=False, create_tables=False)


def prepare(huey: Huey) -> None:
    """Make the queue's own tables where they are missing; the worker does so before it starts."""
    initialize = getattr(huey.storage, "initialize_schema", None)
    if initialize:
        initialize()


def catch_up(app: Flask) -> None:
    """Queue every round once: a worker that starts takes up at once what the last one left."""
    for name, rhythm in _rounds.items():
        if rhythm != "nightly":
            app.extensions["jobs"][name]()


def _in_context(app: Flask, name: str, function: Work) -> Work:
    def run() -> None:
        with app.app_context():
            function()

    run.__name__ = name.replace(".", "_")
    return run


def after_commit(session: Session, name: str) -> None:
    """Start this job once, as soon as the current transaction is durable; never when it is rolled back."""
    session.info.setdefault(_PENDING, set()).add(name)


def done_already(session: Session, name: str) -> None:
    """What this job would find to do is done in the same transaction: it need not start."""
    session.info.get(_PENDING, set()).discard(name)


@event.listens_for(Session, "after_commit")
def _start_pending(session: Session) -> None:
    if session.in_nested_transaction():
        return  # a savepoint was released; nothing is durable yet
    for name in session.info.pop(_PENDING, ()):
        try:
            current_app.extensions["jobs"][name]()
        except Exception:  # the queue may be away: the work is in the database, and the next round finds it
            log.warning("could not queue %s; the periodic round will do it", name)


@event.listens_for(Session, "after_rollback")
def _forget_pending(session: Session) -> None:
    session.info.pop(_PENDING, None)
