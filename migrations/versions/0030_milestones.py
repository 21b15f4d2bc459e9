"""Milestones: the days on which a campaign came a quarter, half, three quarters and all of its way"""

import sqlalchemy as sa
from alembic import op

from hope.kernel.db import UtcDateTime

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "milestone",
        sa.Column("campaign_id", Id, autoincrement=False, nullable=False),
        sa.Column("percent", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("reached_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_milestone_campaign_id_campaign")
        ),
        sa.PrimaryKeyConstraint("campaign_id", "percent", name=op.f("pk_milestone")),
    )


def downgrade() -> None:
    op.drop_table("milestone")
