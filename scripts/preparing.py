"""What has to be so before the site starts: its folder, its tables, and something to look at."""

import logging
from pathlib import Path

from alembic import command
from alembic.util import CommandError
from flask import Flask
from flask.cli import ScriptInfo
from sqlalchemy import select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

import config
from hope import create_app
from hope.campaigns.models import Campaign
from hope.kernel.db import db
from hope.spotlight.models import Organization


class Unprepared(Exception):
    """Something that a person has to mend before Hope can start."""


def prepare(settings: config.Settings) -> None:
    """Make the folder, apply the migrations, and load the examples into an empty database."""
    _make_folder(Path(settings.instance_path))
    app = create_app(settings)
    try:
        with app.app_context():
            _migrate(app)
            if not settings.guarded and _is_empty():
                print("Filling the empty database with example content …", flush=True)
                load_examples(app)
            db.engine.dispose()
    except SQLAlchemyError as error:
        where = make_url(settings.database_url).render_as_string(hide_password=True)
        reason = str(getattr(error, "orig", None) or error).splitlines()[0]
        raise Unprepared(f"the database {where} cannot be used: {reason}") from None
    except CommandError as error:
        raise Unprepared(f"the database does not fit this version of Hope: {error}") from None


def load_examples(app: Flask) -> None:
    """`flask demo load`, in this process."""
    words = ["demo", "load"]
    app.cli.main(words, "flask", obj=ScriptInfo(create_app=lambda: app), standalone_mode=False)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".may-write"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise Unprepared(
            f"this user may not write in {folder} ({error.strerror}); INSTANCE_PATH chooses another folder"
        ) from None


def _migrate(app: Flask) -> None:
    logging.getLogger("alembic").setLevel(logging.WARNING)
    # Not `flask_migrate.upgrade`: on trouble that one ends the process in words for programmers.
    command.upgrade(app.extensions["migrate"].migrate.get_config(), "head")


def _is_empty() -> bool:
    return not any(db.session.scalar(select(table.id).limit(1)) for table in (Campaign, Organization))
