"""Pictures, and where they are shown"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from hope.kernel.db import UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

SHOWN_BY = ("campaign", "giving_tier", "organization")


def number() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def json() -> sa.types.TypeEngine[object]:
    return sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")


def upgrade() -> None:
    op.create_table(
        "picture",
        sa.Column("id", number(), nullable=False),
        sa.Column("content_hash", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("alt", sa.String(length=300), nullable=False),
        sa.Column("credit", sa.String(length=160), nullable=False),
        sa.Column("consent_note", sa.String(length=500), nullable=False),
        sa.Column("focal_x", sa.Integer(), nullable=False),
        sa.Column("focal_y", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("byte_size", sa.Integer(), nullable=False),
        sa.Column("mime", sa.String(length=20), nullable=False),
        sa.Column("colour", sa.String(length=7), nullable=False),
        sa.Column("widths", json(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("uploaded_by", sa.String(length=254), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("focal_x BETWEEN 0 AND 100", name=op.f("ck_picture_focal_x_percent")),
        sa.CheckConstraint("focal_y BETWEEN 0 AND 100", name=op.f("ck_picture_focal_y_percent")),
        sa.CheckConstraint("width > 0 AND height > 0", name=op.f("ck_picture_size_positive")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_picture")),
        sa.UniqueConstraint("content_hash", name=op.f("uq_picture_content_hash")),
    )
    op.create_index("ix_picture_due_at", "picture", ["due_at"])
    op.create_table(
        "picture_leftover",
        sa.Column("id", number(), nullable=False),
        sa.Column("content_hash", sa.String(length=32), nullable=False),
        sa.Column("names", json(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_picture_leftover")),
    )
    op.create_index("ix_picture_leftover_content_hash", "picture_leftover", ["content_hash"])
    op.create_index("ix_picture_leftover_due_at", "picture_leftover", ["due_at"])
    for table in SHOWN_BY:
        _show_pictures(table)


def _show_pictures(table: str) -> None:
    constraint = f"fk_{table}_picture_id_picture"
    if op.get_bind().dialect.name == "sqlite":
        # Alembic would make the table anew, and dropping the old one is refused where other rows point to it.
        column = f"picture_id INTEGER CONSTRAINT {constraint} REFERENCES picture (id)"
        op.execute(f"ALTER TABLE {table} ADD COLUMN {column}")
    else:
        op.add_column(table, sa.Column("picture_id", number(), nullable=True))
        op.create_foreign_key(constraint, table, "picture", ["picture_id"], ["id"])
    op.create_index(f"ix_{table}_picture_id", table, ["picture_id"])


def downgrade() -> None:
    for table in SHOWN_BY:
        op.drop_index(f"ix_{table}_picture_id", table)
        op.drop_column(table, "picture_id")
    op.drop_table("picture_leftover")
    op.drop_table("picture")
