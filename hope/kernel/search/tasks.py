"""The index is made where there is none, and proved anew each night: a row changed past the session is found again."""

import click
from flask.cli import AppGroup

from hope.kernel import jobs
from hope.kernel.db import db, unit_of_work
from hope.kernel.search import index

group = AppGroup("search", help="What visitors can find.")


@group.command("rebuild")
def rebuild_command() -> None:
    """Make the index anew."""
    with unit_of_work() as session:
        click.echo(f"{index.rebuild(session):,} can be found.")


@jobs.job("search.fill", every="*/10")
def fill() -> None:
    """Make the index, unless there is one."""
    if index.is_empty(db.session()):
        rebuild()


@jobs.job("search.rebuild", every="nightly")
def rebuild() -> None:
    """Make the index anew."""
    with unit_of_work() as session:
        index.rebuild(session)
