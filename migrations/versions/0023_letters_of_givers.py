"""Letters of givers about a gift"""

import sqlalchemy as sa
from alembic import op

from hope.kernel.db import UtcDateTime

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "giver_letter",
        sa.Column("id", ID, nullable=False),
        sa.Column("gift_id", ID, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("written_at", UtcDateTime(), nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("answered_by", sa.String(254), nullable=False),
        sa.ForeignKeyConstraint(["gift_id"], ["gift.id"], name=op.f("fk_giver_letter_gift_id_gift")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_giver_letter")),
    )
    op.create_index(op.f("ix_giver_letter_gift_id"), "giver_letter", ["gift_id"])
    op.create_index("ix_giver_letter_answered_at", "giver_letter", ["answered_at"])


def downgrade() -> None:
    op.drop_table("giver_letter")
