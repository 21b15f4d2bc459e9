"""What stands on receipts: a code to check each by, and what a giver got in return

Receipts that were issued before get a code as well: whoever prints one again finds it there.
"""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
AT_ONCE = 5_000
# Added in place and with their checks, on both databases: gift_line is long, and others point to giving_tier.
GOODS = [
    "ALTER TABLE {table} ADD COLUMN goods VARCHAR(200) NOT NULL DEFAULT ''",
    (
        "ALTER TABLE {table} ADD COLUMN goods_amount BIGINT NOT NULL DEFAULT 0"
        " CONSTRAINT ck_{table}_goods_not_negative CHECK (goods_amount >= 0)"
        " CONSTRAINT ck_{table}_goods_described CHECK (goods_amount = 0 OR goods <> '')"
    ),
]


def upgrade() -> None:
    for table in ("giving_tier", "gift_line"):
        for statement in GOODS:
            op.execute(statement.format(table=table))
    op.add_column("receipt", sa.Column("code", sa.String(12), nullable=True))
    _give_codes()
    with op.batch_alter_table("receipt") as batch:
        batch.alter_column("code", existing_type=sa.String(12), nullable=False)


def _give_codes() -> None:
    connection = op.get_bind()
    receipt = sa.table("receipt", sa.column("id"), sa.column("code"))
    without = sa.select(receipt.c.id).where(receipt.c.code.is_(None)).limit(AT_ONCE)
    change = sa.update(receipt).where(receipt.c.id == sa.bindparam("this")).values(code=sa.bindparam("new"))
    while ids := connection.scalars(without).all():
        codes = ["".join(secrets.choice(LETTERS) for _ in range(8)) for _ in ids]
        rows = [{"this": row, "new": code} for row, code in zip(ids, codes, strict=True)]
        connection.execute(change, rows)


def downgrade() -> None:
    with op.batch_alter_table("receipt") as batch:
        batch.drop_column("code")
    for table in ("gift_line", "giving_tier"):
        op.drop_column(table, "goods_amount")
        op.drop_column(table, "goods")
