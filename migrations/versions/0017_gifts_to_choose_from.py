"""Gifts to choose from: an address and a theme for each named gift, and what is kept for those who are paying"""

import re
import unicodedata

import sqlalchemy as sa
from alembic import op

from hope.kernel.db import UtcDateTime

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

# Added in place on both databases: others point to giving_tier.
TIER = [
    "ALTER TABLE giving_tier ADD COLUMN slug VARCHAR(120) NOT NULL DEFAULT ''",
    "ALTER TABLE giving_tier ADD COLUMN theme VARCHAR(20) NOT NULL DEFAULT 'everyday'",
    (
        "ALTER TABLE giving_tier ADD COLUMN taken INTEGER NOT NULL DEFAULT 0"
        " CONSTRAINT ck_giving_tier_taken_within_stock"
        " CHECK (taken >= 0 AND (stock IS NULL OR taken <= stock))"
    ),
]


def number() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    for statement in TIER:
        op.execute(statement)
    op.create_table(
        "giving_tier_slug",
        sa.Column("slug", sa.String(length=120), nullable=False),
        sa.Column("owner_id", number(), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["giving_tier.id"], name=op.f("fk_giving_tier_slug_owner_id_giving_tier")
        ),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_giving_tier_slug")),
    )
    op.create_index(op.f("ix_giving_tier_slug_owner_id"), "giving_tier_slug", ["owner_id"])
    _give_addresses()
    op.create_index("uq_giving_tier_slug", "giving_tier", ["slug"], unique=True)
    _count_what_was_given()
    op.add_column("checkout", sa.Column("expires_at", UtcDateTime(), nullable=True))
    op.execute("ALTER TABLE checkout ADD COLUMN cover_once_amount BIGINT NOT NULL DEFAULT 0")
    _keep_for_those_who_pay()
    op.create_table(
        "line_request",
        sa.Column("request_id", number(), autoincrement=False, nullable=False),
        sa.Column("line_id", number(), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"], ["refund_request.id"], name=op.f("fk_line_request_request_id_refund_request")
        ),
        sa.ForeignKeyConstraint(
            ["line_id"], ["gift_line.id"], name=op.f("fk_line_request_line_id_gift_line")
        ),
        sa.PrimaryKeyConstraint("request_id", name=op.f("pk_line_request")),
    )
    op.create_index(op.f("ix_line_request_line_id"), "line_request", ["line_id"])


def _keep_for_those_who_pay() -> None:
    op.create_table(
        "stock_hold",
        sa.Column("id", number(), nullable=False),
        sa.Column("checkout_id", number(), nullable=False),
        sa.Column("tier_id", number(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_stock_hold_quantity_positive")),
        sa.ForeignKeyConstraint(
            ["checkout_id"], ["checkout.id"], name=op.f("fk_stock_hold_checkout_id_checkout")
        ),
        sa.ForeignKeyConstraint(
            ["tier_id"], ["giving_tier.id"], name=op.f("fk_stock_hold_tier_id_giving_tier")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_hold")),
        sa.UniqueConstraint("checkout_id", "tier_id", name=op.f("uq_stock_hold_checkout_id_tier_id")),
    )
    op.create_index("ix_stock_hold_state", "stock_hold", ["state"])
    op.create_index(op.f("ix_stock_hold_tier_id"), "stock_hold", ["tier_id"])


def _give_addresses() -> None:
    """Each gift gets an address made of its name, with a number where that is taken."""
    connection, taken = op.get_bind(), set()
    tier = sa.table("giving_tier", sa.column("id"), sa.column("name"), sa.column("slug"))
    kept = sa.table("giving_tier_slug", sa.column("slug"), sa.column("owner_id"))
    for row in connection.execute(sa.select(tier.c.id, tier.c.name).order_by(tier.c.id)).all():
        plain = unicodedata.normalize("NFKD", row.name.lower()).encode("ascii", "ignore").decode()
        wanted = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:80] or "gift"
        slug = wanted if wanted not in taken else f"{wanted}-{row.id}"
        taken.add(slug)
        connection.execute(sa.update(tier).where(tier.c.id == row.id).values(slug=slug))
        connection.execute(sa.insert(kept).values(slug=slug, owner_id=row.id))


def _count_what_was_given() -> None:
    given = (
        "SELECT COALESCE(SUM(quantity), 0) FROM gift_line"
        " WHERE gift_line.tier_id = giving_tier.id AND gift_line.kind = 'gift'"
    )
    op.execute(f"UPDATE giving_tier SET taken = ({given}) WHERE stock IS NOT NULL AND ({given}) <= stock")  # noqa: S608
    op.execute(f"UPDATE giving_tier SET taken = stock WHERE stock IS NOT NULL AND ({given}) > stock")  # noqa: S608


def downgrade() -> None:
    op.drop_table("line_request")
    op.drop_table("stock_hold")
    op.drop_column("checkout", "cover_once_amount")
    op.drop_column("checkout", "expires_at")
    op.drop_index("uq_giving_tier_slug", "giving_tier")
    op.drop_table("giving_tier_slug")
    for column in ("taken", "theme", "slug"):
        op.drop_column("giving_tier", column)
