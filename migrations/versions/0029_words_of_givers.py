"""Words of givers: what somebody would like to say to everybody, with what staff said to it"""

import sqlalchemy as sa
from alembic import op

from hope.kernel.db import UtcDateTime

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "wall_message",
        sa.Column("checkout_id", Id, autoincrement=False, nullable=False),
        sa.Column("campaign_id", Id, nullable=False),
        sa.Column("gift_id", Id, nullable=True),
        sa.Column("words", sa.String(280), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("decided_by", sa.String(254), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["checkout_id"], ["checkout.id"], name=op.f("fk_wall_message_checkout_id_checkout")
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_wall_message_campaign_id_campaign")
        ),
        sa.ForeignKeyConstraint(["gift_id"], ["gift.id"], name=op.f("fk_wall_message_gift_id_gift")),
        sa.PrimaryKeyConstraint("checkout_id", name=op.f("pk_wall_message")),
    )
    op.create_index("ix_wall_message_gift_id", "wall_message", ["gift_id"])
    op.create_index("ix_wall_message_list", "wall_message", ["campaign_id", "state", "checkout_id"])


def downgrade() -> None:
    op.drop_table("wall_message")
