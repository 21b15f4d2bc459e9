"""What is asked beside a gift: an attempt keeps who is told when its money arrives"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

# The follower, and where what it follows is kept.
WISHES = (
    ("cards", "tribute"),
    ("shared", "shared_part"),
    ("sources", "checkout_source"),
    ("wall", "wall_message"),
)


def upgrade() -> None:
    op.add_column("checkout", sa.Column("beside", sa.String(length=80), nullable=False, server_default=""))
    for follower, table in WISHES:
        op.execute(
            f"UPDATE checkout SET beside = trim(beside || ' {follower}')"  # noqa: S608 - names of our own
            f" WHERE id IN (SELECT checkout_id FROM {table})"
        )


def downgrade() -> None:
    op.drop_column("checkout", "beside")
