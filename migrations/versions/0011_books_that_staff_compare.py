"""Books that staff compare"""

import sqlalchemy as sa
from alembic import op

from hope.kernel.db import UtcDateTime

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "books_order",
        sa.Column("id", ID, nullable=False),
        sa.Column("asked_by", sa.String(length=254), nullable=False),
        sa.Column("repairs", sa.Boolean(), nullable=False),
        sa.Column("compared", sa.Integer(), nullable=False),
        sa.Column("doing", sa.String(length=60), nullable=False),
        sa.Column("trouble", sa.String(length=300), nullable=False),
        sa.Column("check_id", ID, nullable=True),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("taken_at", UtcDateTime(), nullable=True),
        sa.Column("finished_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["check_id"], ["books_check.id"], name=op.f("fk_books_order_check_id_books_check")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_books_order")),
    )


def downgrade() -> None:
    op.drop_table("books_order")
