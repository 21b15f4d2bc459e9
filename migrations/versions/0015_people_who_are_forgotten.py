"""People who are forgotten

A supporter who asked for it stays as an empty row that the books hang on. The name on a receipt that still has to be
kept moves into a table of its own. The audit may lose its words about such a person, and nothing else.
"""

import sqlalchemy as sa
from alembic import op

from hope.kernel.db import UtcDateTime

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
FORGETS = """OLD.subject LIKE 'supporter:%' AND NEW.id = OLD.id AND NEW.actor = OLD.actor AND NEW.action = OLD.action
    AND NEW.subject = OLD.subject AND NEW.at = OLD.at AND NEW.reason = ''"""
SQLITE = f"""CREATE TRIGGER audit_entry_no_update BEFORE UPDATE ON audit_entry
    WHEN NOT ({FORGETS} AND NEW.details = '{{}}')
    BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END"""
SQLITE_BEFORE = """CREATE TRIGGER audit_entry_no_update BEFORE UPDATE ON audit_entry
    BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END"""
POSTGRESQL = [
    "DROP TRIGGER audit_entry_append_only ON audit_entry",
    """CREATE TRIGGER audit_entry_append_only BEFORE DELETE ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION audit_is_append_only()""",
    f"""CREATE TRIGGER audit_entry_only_forgets BEFORE UPDATE ON audit_entry FOR EACH ROW
    WHEN (NOT ({FORGETS} AND NEW.details = '{{}}'::jsonb)) EXECUTE FUNCTION audit_is_append_only()""",
]
POSTGRESQL_BEFORE = [
    "DROP TRIGGER audit_entry_only_forgets ON audit_entry",
    "DROP TRIGGER audit_entry_append_only ON audit_entry",
    """CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION audit_is_append_only()""",
]


def upgrade() -> None:
    op.add_column("supporter", sa.Column("erased_at", UtcDateTime(), nullable=True))
    op.create_table(
        "kept_name",
        sa.Column("gift_id", ID, autoincrement=False, nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["gift_id"], ["gift.id"], name=op.f("fk_kept_name_gift_id_gift")),
        sa.PrimaryKeyConstraint("gift_id", name=op.f("pk_kept_name")),
    )
    op.create_index(op.f("ix_kept_name_until"), "kept_name", ["until"])
    _replace([SQLITE], POSTGRESQL)


def downgrade() -> None:
    _replace([SQLITE_BEFORE], POSTGRESQL_BEFORE)
    op.drop_table("kept_name")
    op.drop_column("supporter", "erased_at")


def _replace(sqlite: list[str], postgresql: list[str]) -> None:
    if op.get_bind().dialect.name == "sqlite":
        statements = ["DROP TRIGGER audit_entry_no_update", *sqlite]
    else:
        statements = postgresql
    for statement in statements:
        op.execute(statement)
