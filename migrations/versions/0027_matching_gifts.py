"""Matching gifts: what a sponsor promised to add to what others give, and the payments that kept it"""

import sqlalchemy as sa
from alembic import op

from hope.kernel.db import UtcDateTime

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
CHECKS = {
    "percent_positive": "percent > 0",
    "cap_positive": "cap_amount > 0",
    "base_not_negative": "base_amount >= 0",
    "confirmed_within_cap": "confirmed_amount BETWEEN 0 AND cap_amount",
    "ends_after_start": "ends_at > starts_at",
}


def upgrade() -> None:
    op.create_table(
        "match",
        sa.Column("id", Id, nullable=False),
        sa.Column("campaign_id", Id, nullable=False),
        sa.Column("sponsor", sa.String(120), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("cap_amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("starts_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.Column("base_amount", sa.BigInteger(), nullable=False),
        sa.Column("confirmed_amount", sa.BigInteger(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        *(sa.CheckConstraint(rule, name=op.f(f"ck_match_{name}")) for name, rule in CHECKS.items()),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_match_campaign_id_campaign")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match")),
    )
    op.create_index("ix_match_campaign_id", "match", ["campaign_id"])
    op.create_table(
        "match_payment",
        sa.Column("id", Id, nullable=False),
        sa.Column("match_id", Id, nullable=False),
        sa.Column("key", sa.String(40), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("proof", sa.String(120), nullable=False),
        sa.Column("parcel_id", Id, nullable=False),
        sa.Column("recorded_by", sa.String(254), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("undone_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("amount > 0", name=op.f("ck_match_payment_amount_positive")),
        sa.ForeignKeyConstraint(["match_id"], ["match.id"], name=op.f("fk_match_payment_match_id_match")),
        sa.ForeignKeyConstraint(["parcel_id"], ["parcel.id"], name=op.f("fk_match_payment_parcel_id_parcel")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match_payment")),
        sa.UniqueConstraint("key", name=op.f("uq_match_payment_key")),
    )
    op.create_index("ix_match_payment_match_id", "match_payment", ["match_id"])


def downgrade() -> None:
    op.drop_table("match_payment")
    op.drop_table("match")
