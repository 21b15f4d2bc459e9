"""Gifts on paper, files of past gifts, and refunds that staff asked for"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from hope.kernel.db import UtcDateTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    _requests()
    op.create_table(
        "import_batch",
        sa.Column("id", Id, nullable=False),
        sa.Column("filename", sa.String(200), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("reading", Json, nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("fine", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("problems", Json, nullable=False),
        sa.Column("problem_count", sa.Integer(), nullable=False),
        sa.Column("sums", Json, nullable=False),
        sa.Column("imported", sa.Integer(), nullable=False),
        sa.Column("uploaded_by", sa.String(254), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batch")),
    )
    op.create_index("ix_import_batch_state", "import_batch", ["state"])
    op.create_table(
        "offline_gift",
        sa.Column("gift_id", Id, autoincrement=False, nullable=False),
        sa.Column("method", sa.String(20), nullable=False),
        sa.Column("reference", sa.String(100), nullable=False),
        sa.Column("description", sa.String(300), nullable=False),
        sa.Column("key", sa.String(80), nullable=False),
        sa.Column("batch_id", Id, nullable=True),
        sa.Column("entered_by", sa.String(254), nullable=False),
        sa.Column("entered_at", UtcDateTime(), nullable=False),
        sa.Column("taken_back_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["gift_id"], ["gift.id"], name=op.f("fk_offline_gift_gift_id_gift")),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batch.id"], name=op.f("fk_offline_gift_batch_id_import_batch")
        ),
        sa.PrimaryKeyConstraint("gift_id", name=op.f("pk_offline_gift")),
        sa.UniqueConstraint("key", name=op.f("uq_offline_gift_key")),
    )
    op.create_index("ix_offline_gift_reference", "offline_gift", ["reference"])
    op.create_index("ix_offline_gift_batch_id", "offline_gift", ["batch_id"])


def _requests() -> None:
    op.create_table(
        "refund_request",
        sa.Column("id", Id, nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("gift_id", Id, nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("cause", sa.String(40), nullable=False),
        sa.Column("reason", sa.String(300), nullable=False),
        sa.Column("asked_by", sa.String(254), nullable=False),
        sa.Column("answer", sa.String(20), nullable=False),
        sa.Column("detail", sa.String(300), nullable=False),
        sa.Column("refund_id", Id, nullable=True),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_refund_request_amount_positive")),
        sa.ForeignKeyConstraint(
            ["gift_id", "currency"],
            ["gift.id", "gift.currency"],
            name=op.f("fk_refund_request_gift_id_currency_gift"),
        ),
        sa.ForeignKeyConstraint(
            ["refund_id"], ["refund.id"], name=op.f("fk_refund_request_refund_id_refund")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refund_request")),
        sa.UniqueConstraint("key", name=op.f("uq_refund_request_key")),
    )
    op.create_index("ix_refund_request_gift_id", "refund_request", ["gift_id"])


def downgrade() -> None:
    for table in ("offline_gift", "import_batch", "refund_request"):
        op.drop_table(table)
