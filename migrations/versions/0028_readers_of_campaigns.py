"""Readers of campaigns: who asked to hear how one goes on, and which news they were told

News that are published already are told: nobody gets letters about what is long on the page.
"""

import sqlalchemy as sa
from alembic import op

from hope.kernel.db import UtcDateTime

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "campaign_reader",
        sa.Column("campaign_id", Id, autoincrement=False, nullable=False),
        sa.Column("supporter_id", Id, autoincrement=False, nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_campaign_reader_campaign_id_campaign")
        ),
        sa.ForeignKeyConstraint(
            ["supporter_id"], ["supporter.id"], name=op.f("fk_campaign_reader_supporter_id_supporter")
        ),
        sa.PrimaryKeyConstraint("campaign_id", "supporter_id", name=op.f("pk_campaign_reader")),
    )
    op.create_index("ix_campaign_reader_supporter_id", "campaign_reader", ["supporter_id"])
    op.add_column("campaign_update", sa.Column("told_at", UtcDateTime(), nullable=True))
    op.execute("UPDATE campaign_update SET told_at = published_at WHERE published_at IS NOT NULL")


def downgrade() -> None:
    op.drop_column("campaign_update", "told_at")
    op.drop_table("campaign_reader")
