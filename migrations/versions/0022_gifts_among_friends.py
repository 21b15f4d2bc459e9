"""Gifts that friends give together"""

import sqlalchemy as sa
from alembic import op

from hope.kernel.db import UtcDateTime

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "shared_gift",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("link", sa.String(length=32), nullable=False),
        sa.Column("campaign_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("tier_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("words", sa.String(length=400), nullable=False),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("starter_name", sa.String(length=80), nullable=False),
        sa.Column("starter_email", sa.String(length=254), nullable=False),
        sa.Column("email_key", sa.String(length=254), nullable=False),
        sa.Column(
            "state",
            sa.Enum("open", "full", "ended", name="sharedstate", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "(state = 'open') = (closed_at IS NULL)", name=op.f("ck_shared_gift_closed_when_not_open")
        ),
        sa.CheckConstraint("amount > 0", name=op.f("ck_shared_gift_amount_positive")),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_shared_gift_campaign_id_campaign")
        ),
        sa.ForeignKeyConstraint(
            ["tier_id"],
            ["giving_tier.id"],
            name=op.f("fk_shared_gift_tier_id_giving_tier"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shared_gift")),
        sa.UniqueConstraint("link", name=op.f("uq_shared_gift_link")),
    )
    with op.batch_alter_table("shared_gift", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_shared_gift_campaign_id"), ["campaign_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_shared_gift_email_key"), ["email_key"], unique=False)
        batch_op.create_index("ix_shared_gift_state_ends_at", ["state", "ends_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_shared_gift_tier_id"), ["tier_id"], unique=False)

    op.create_table(
        "shared_part",
        sa.Column(
            "checkout_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("shared_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("gift_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("amount > 0", name=op.f("ck_shared_part_amount_positive")),
        sa.ForeignKeyConstraint(
            ["checkout_id"], ["checkout.id"], name=op.f("fk_shared_part_checkout_id_checkout")
        ),
        sa.ForeignKeyConstraint(["gift_id"], ["gift.id"], name=op.f("fk_shared_part_gift_id_gift")),
        sa.ForeignKeyConstraint(
            ["shared_id"], ["shared_gift.id"], name=op.f("fk_shared_part_shared_id_shared_gift")
        ),
        sa.PrimaryKeyConstraint("checkout_id", name=op.f("pk_shared_part")),
        sa.UniqueConstraint("gift_id", name=op.f("uq_shared_part_gift_id")),
    )
    with op.batch_alter_table("shared_part", schema=None) as batch_op:
        batch_op.create_index("ix_shared_part_shared_id", ["shared_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("shared_part", schema=None) as batch_op:
        batch_op.drop_index("ix_shared_part_shared_id")

    op.drop_table("shared_part")
    with op.batch_alter_table("shared_gift", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_shared_gift_tier_id"))
        batch_op.drop_index("ix_shared_gift_state_ends_at")
        batch_op.drop_index(batch_op.f("ix_shared_gift_email_key"))
        batch_op.drop_index(batch_op.f("ix_shared_gift_campaign_id"))

    op.drop_table("shared_gift")
