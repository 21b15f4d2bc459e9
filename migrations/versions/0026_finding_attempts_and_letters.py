"""Finding what one person tried, what failed, and what was written to whom"""

from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_checkout_giver_email", "checkout", ["giver_email", "id"])
    op.create_index("ix_checkout_state", "checkout", ["state", "id"])
    op.create_index("ix_outgoing_mail_recipient", "outgoing_mail", ["recipient", "id"])


def downgrade() -> None:
    op.drop_index("ix_outgoing_mail_recipient", "outgoing_mail")
    op.drop_index("ix_checkout_state", "checkout")
    op.drop_index("ix_checkout_giver_email", "checkout")
