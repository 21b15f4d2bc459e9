"""Where gifts come from: the word of the link through which each attempt began, and what came by it"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "checkout_source",
        sa.Column("checkout_id", Id, autoincrement=False, nullable=False),
        sa.Column("source", sa.String(40), nullable=False),
        sa.ForeignKeyConstraint(
            ["checkout_id"], ["checkout.id"], name=op.f("fk_checkout_source_checkout_id_checkout")
        ),
        sa.PrimaryKeyConstraint("checkout_id", name=op.f("pk_checkout_source")),
    )
    op.create_table(
        "source_total",
        sa.Column("campaign_id", Id, autoincrement=False, nullable=False),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("gifts", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_source_total_campaign_id_campaign")
        ),
        sa.PrimaryKeyConstraint("campaign_id", "source", name=op.f("pk_source_total")),
    )


def downgrade() -> None:
    op.drop_table("source_total")
    op.drop_table("checkout_source")
