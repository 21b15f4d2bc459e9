"""How Alembic reaches the database: through the app, so that there is one place that knows its address."""

from typing import Any

from alembic import context
from flask import current_app

from hope.kernel.db import UtcDateTime

target = current_app.extensions["migrate"].db


def render_item(kind: str, item: Any, autogen_context: Any) -> str | bool:
    """Write our own column types by their short name."""
    if kind == "type" and isinstance(item, UtcDateTime):
        autogen_context.imports.add("from hope.kernel.db import UtcDateTime")
        return "UtcDateTime()"
    return False


def run() -> None:
    """Apply the migrations in one transaction, as both databases allow."""
    with target.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=target.metadata,
            render_item=render_item,
            **current_app.extensions["migrate"].configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


run()
