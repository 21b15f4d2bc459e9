"""Statements for everybody who gave in a year"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from hope.kernel.db import UtcDateTime

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
STATE = sa.Enum("running", "stopped", "done", name="runstate", native_enum=False, length=20)
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "statement_run",
        sa.Column("id", ID, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("first_month", sa.Integer(), nullable=False),
        sa.Column("state", STATE, nullable=False),
        sa.Column("send", sa.Boolean(), nullable=False),
        sa.Column("expected", sa.Integer(), nullable=False),
        sa.Column("visited", sa.Integer(), nullable=False),
        sa.Column("after_id", sa.BigInteger(), nullable=False),
        sa.Column("started_by", sa.String(254), nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("finished_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("first_month BETWEEN 1 AND 12", name=op.f("ck_statement_run_month_of_a_year")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement_run")),
        sa.UniqueConstraint("year", "first_month", name=op.f("uq_statement_run_year_first_month")),
    )
    op.create_table(
        "made_statement",
        sa.Column("run_id", ID, autoincrement=False, nullable=False),
        sa.Column("supporter_id", ID, autoincrement=False, nullable=False),
        sa.Column("gifts", sa.Integer(), nullable=False),
        sa.Column("totals", JSON, nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("mailed_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["run_id"], ["statement_run.id"], name=op.f("fk_made_statement_run_id_statement_run")
        ),
        sa.ForeignKeyConstraint(
            ["supporter_id"], ["supporter.id"], name=op.f("fk_made_statement_supporter_id_supporter")
        ),
        sa.PrimaryKeyConstraint("run_id", "supporter_id", name=op.f("pk_made_statement")),
    )
    op.create_index(op.f("ix_made_statement_supporter_id"), "made_statement", ["supporter_id"])


def downgrade() -> None:
    op.drop_table("made_statement")
    op.drop_table("statement_run")
