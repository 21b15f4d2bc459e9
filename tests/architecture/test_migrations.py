"""The migrations make exactly the tables that the models describe, on both databases, and can be taken back."""

import flask_migrate
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import Column, Integer, MetaData, Table, inspect

from hope.kernel.db import Base, db


def differences(metadata: MetaData) -> list[str]:
    """Where the database is not what the models say; the queue's own tables are its own matter."""
    options = {"compare_type": True, "include_object": is_ours}
    with db.engine.connect() as connection:
        found = compare_metadata(MigrationContext.configure(connection, opts=options), metadata)
    return [str(difference) for difference in found]


def is_ours(thing: object, name: str | None, kind: str, *_: object) -> bool:
    return not (kind == "table" and str(name).startswith("huey"))


def test_migrations_make_what_the_models_say(app: Flask):
    with app.app_context():
        assert differences(Base.metadata) == []


def test_a_forgotten_migration_is_caught(app: Flask):
    changed = MetaData(naming_convention=Base.metadata.naming_convention)
    for table in Base.metadata.tables.values():
        table.to_metadata(changed)
    changed.tables["gift"].append_column(Column("forgotten", Integer))
    Table("forgotten", changed, Column("id", Integer, primary_key=True))
    with app.app_context():
        assert len(differences(changed)) == 2


def test_there_is_one_newest_migration(app: Flask):
    assert len(ScriptDirectory(app.extensions["migrate"].directory).get_heads()) == 1


def test_every_migration_can_be_taken_back(app: Flask):
    with app.app_context():
        flask_migrate.downgrade(revision="base")
        left = set(inspect(db.engine).get_table_names())
        flask_migrate.upgrade()
        assert {name for name in left if not name.startswith("huey")} == {"alembic_version"}
        assert differences(Base.metadata) == []
