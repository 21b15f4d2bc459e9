"""Working on campaigns: versions, addresses that never die, news, stock, and forms that make a thing once"""

import sqlalchemy as sa
from alembic import op

from hope.kernel.db import UtcDateTime

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

VERSIONED = ("campaign", "giving_tier", "organization", "organization_fact")
OWNERS = ("campaign", "organization")


def number() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    # Added in place on both databases: others point to these tables.
    for table in VERSIONED:
        op.execute(f"ALTER TABLE {table} ADD COLUMN version INTEGER NOT NULL DEFAULT 1")
    op.execute("ALTER TABLE campaign ADD COLUMN free_amount BOOLEAN NOT NULL DEFAULT true")
    op.execute(
        "ALTER TABLE giving_tier ADD COLUMN stock INTEGER"
        " CONSTRAINT ck_giving_tier_stock_not_negative CHECK (stock >= 0)"
    )
    _suggest_one_each()
    for owner in OWNERS:
        _keep_addresses(owner)
    _tell_news()
    op.create_table(
        "form_key",
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("row_id", number(), nullable=True),
        sa.Column("used_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_form_key")),
    )
    op.create_index(op.f("ix_form_key_used_at"), "form_key", ["used_at"])


def _suggest_one_each() -> None:
    op.execute(
        "UPDATE giving_tier SET suggested = false WHERE suggested AND EXISTS (SELECT 1 FROM giving_tier AS other"
        " WHERE other.campaign_id = giving_tier.campaign_id AND other.suggested AND other.id < giving_tier.id)"
    )
    op.create_index(
        "uq_giving_tier_suggested",
        "giving_tier",
        ["campaign_id"],
        unique=True,
        sqlite_where=sa.text("suggested"),
        postgresql_where=sa.text("suggested"),
    )


def _keep_addresses(owner: str) -> None:
    table = f"{owner}_slug"
    op.create_table(
        table,
        sa.Column("slug", sa.String(length=120), nullable=False),
        sa.Column("owner_id", number(), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], [f"{owner}.id"], name=op.f(f"fk_{table}_owner_id_{owner}")),
        sa.PrimaryKeyConstraint("slug", name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_owner_id"), table, ["owner_id"])
    op.execute(f"INSERT INTO {table} (slug, owner_id) SELECT slug, id FROM {owner}")  # noqa: S608


def _tell_news() -> None:
    op.create_table(
        "campaign_update",
        sa.Column("id", number(), nullable=False),
        sa.Column("campaign_id", number(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("author", sa.String(length=120), nullable=False),
        sa.Column("published_at", UtcDateTime(), nullable=True),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_campaign_update_campaign_id_campaign")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign_update")),
    )
    op.create_index(
        op.f("ix_campaign_update_campaign_id_published_at"),
        "campaign_update",
        ["campaign_id", "published_at"],
    )


def downgrade() -> None:
    op.drop_table("form_key")
    op.drop_table("campaign_update")
    for owner in OWNERS:
        op.drop_table(f"{owner}_slug")
    op.drop_index("uq_giving_tier_suggested", "giving_tier")
    op.drop_column("giving_tier", "stock")
    op.drop_column("campaign", "free_amount")
    for table in VERSIONED:
        op.drop_column(table, "version")
