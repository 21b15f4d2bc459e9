"""For machines that watch the site: is it alive, and is it ready for people?"""

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Blueprint, Response, current_app
from sqlalchemy.exc import SQLAlchemyError

from hope.kernel.db import db

bp = Blueprint("health", __name__)


@bp.get("/healthz")
def alive() -> Response:
    """The process answers."""
    return Response("ok\n", mimetype="text/plain")


@bp.get("/readyz")
def ready() -> Response:
    """The database answers and has every migration; one line for each part."""
    parts = {"database": _database_problem()}
    lines = "".join(f"{name}: {problem or 'ok'}\n" for name, problem in parts.items())
    response = Response(lines, mimetype="text/plain", status=503 if any(parts.values()) else 200)
    response.headers["Cache-Control"] = "no-store"
    return response


def _database_problem() -> str:
    scripts = ScriptDirectory(current_app.extensions["migrate"].directory)
    try:
        with db.engine.connect() as connection:
            revision = MigrationContext.configure(connection).get_current_revision()
    except SQLAlchemyError:
        return "does not answer"
    if revision != scripts.get_current_head():
        return "migrations are missing: run flask db upgrade"
    return ""
