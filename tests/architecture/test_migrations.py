"""The migrations make exactly the tables that the models describe, on both databases, and can be taken back."""

import flask_migrate
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import Column, Integer, MetaData, Table, inspect, text

from hope.kernel.db import Base, db
from tests.support.builders import make_campaign, make_gift

# The queue keeps its own tables, and each database its own kind of words to search in.
OTHERS = ("huey", "search_words")


def differences(metadata: MetaData) -> list[str]:
    """Where the database is not what the models say; what is nobody’s model is left out."""
    options = {"compare_type": True, "include_object": is_ours}
    with db.engine.connect() as connection:
        found = compare_metadata(MigrationContext.configure(connection, opts=options), metadata)
    return [str(difference) for difference in found]


def is_ours(thing: object, name: str | None, kind: str, *_: object) -> bool:
    return not (kind == "table" and str(name).startswith(OTHERS))


def test_migrations_make_what_the_models_say(app: Flask):
    with app.app_context():
        assert differences(Base.metadata) == []
        assert indexes_missing() == set()


def indexes_missing() -> set[str]:
    """Indexes of the models that the database has not: of those on an expression SQLite tells nothing else."""
    asked = "SELECT name FROM sqlite_master WHERE type = 'index'"
    if db.engine.dialect.name == "postgresql":
        asked = "SELECT indexname FROM pg_indexes"
    wanted = {str(index.name) for table in Base.metadata.tables.values() for index in table.indexes}
    with db.engine.connect() as connection:
        return wanted - set(connection.scalars(text(asked)))


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


def test_migrations_keep_what_is_there(app: Flask):
    """Changing a table that others point to, or one with triggers, is where SQLite loses rows and guards."""
    with app.app_context():
        make_gift(db.session(), make_campaign(db.session()))
        before = contents()
        flask_migrate.downgrade(revision="0002")
        flask_migrate.upgrade()
        after = contents()
        assert {name: after[name] for name in KEPT} == {name: before[name] for name in KEPT}
        assert after["triggers"] == before["triggers"] >= 2


KEPT = ("supporter", "campaign", "giving_tier", "gift", "gift_line", "receipt", "ledger_entry")


def contents() -> dict[str, int]:
    """How many rows each table has, and how many triggers guard them."""
    names = [name for name in Base.metadata.tables if name in KEPT]
    guards = (
        "SELECT count(*) FROM sqlite_master WHERE type = 'trigger'"
        if db.engine.dialect.name == "sqlite"
        else "SELECT count(DISTINCT trigger_name) FROM information_schema.triggers"
    )
    with db.engine.connect() as connection:
        rows = {name: connection.scalar(text(f"SELECT count(*) FROM {name}")) or 0 for name in names}
        return rows | {"triggers": connection.scalar(text(guards)) or 0}


def test_every_migration_can_be_taken_back(app: Flask):
    with app.app_context():
        flask_migrate.downgrade(revision="base")
        left = set(inspect(db.engine).get_table_names())
        flask_migrate.upgrade()
        assert {name for name in left if not name.startswith(OTHERS)} == {"alembic_version"}
        assert differences(Base.metadata) == []
