"""People who are forgotten: found by indexes, whatever capitals they typed, and forgotten at Stripe as well"""

import sqlalchemy as sa
from alembic import op

from hope.kernel.db import UtcDateTime

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "forgotten_customer",
        sa.Column("customer_id", sa.String(255), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_try_at", UtcDateTime(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("customer_id", name=op.f("pk_forgotten_customer")),
    )
    op.drop_index("ix_checkout_giver_email", "checkout")
    op.create_index("ix_checkout_giver_email_folded", "checkout", [sa.text("lower(giver_email)"), "id"])
    op.drop_index("ix_outgoing_mail_recipient", "outgoing_mail")
    op.create_index("ix_outgoing_mail_recipient_folded", "outgoing_mail", [sa.text("lower(recipient)"), "id"])
    op.create_index("ix_audit_entry_actor", "audit_entry", ["actor"])


def downgrade() -> None:
    op.drop_index("ix_audit_entry_actor", "audit_entry")
    op.drop_index("ix_outgoing_mail_recipient_folded", "outgoing_mail")
    op.create_index("ix_outgoing_mail_recipient", "outgoing_mail", ["recipient", "id"])
    op.drop_index("ix_checkout_giver_email_folded", "checkout")
    op.create_index("ix_checkout_giver_email", "checkout", ["giver_email", "id"])
    op.drop_table("forgotten_customer")
