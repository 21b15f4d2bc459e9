"""Cards in somebody’s honour, and addresses that want none"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from hope.kernel.db import UtcDateTime

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "card_stop",
        sa.Column("email_key", sa.String(length=254), nullable=False),
        sa.Column("stopped_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("email_key", name=op.f("pk_card_stop")),
    )
    op.create_table(
        "tribute",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reference", sa.String(length=32), nullable=False),
        sa.Column("card_key", sa.String(length=32), nullable=False),
        sa.Column("checkout_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("gift_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "kind", sa.Enum("honour", "memory", name="kind", native_enum=False, length=20), nullable=False
        ),
        sa.Column(
            "way", sa.Enum("mail", "print", "none", name="way", native_enum=False, length=20), nullable=False
        ),
        sa.Column(
            "state",
            sa.Enum(
                "asked",
                "kept",
                "waiting",
                "posted",
                "sent",
                "returned",
                "opened",
                "stopped",
                name="cardstate",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("occasion", sa.String(length=80), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("signed_by", sa.String(length=80), nullable=False),
        sa.Column("to_name", sa.String(length=80), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("email_key", sa.String(length=254), nullable=False),
        sa.Column("send_on", sa.Date(), nullable=True),
        sa.Column("design", sa.String(length=20), nullable=False),
        sa.Column(
            "purposes",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("due_at", UtcDateTime(), nullable=True),
        sa.Column("sendings", sa.Integer(), nullable=False),
        sa.Column("sent_at", UtcDateTime(), nullable=True),
        sa.Column(
            "returned",
            sa.Enum("bounced", "declined", name="returned", native_enum=False, length=20),
            nullable=True,
        ),
        sa.Column("opened_at", UtcDateTime(), nullable=True),
        sa.Column("thanked_at", UtcDateTime(), nullable=True),
        sa.Column("thanks", sa.String(length=400), nullable=False),
        sa.Column("reported_at", UtcDateTime(), nullable=True),
        sa.Column("report", sa.String(length=400), nullable=False),
        sa.Column("looked_at", UtcDateTime(), nullable=True),
        sa.Column(
            "stopped_by",
            sa.Enum("giver", "staff", "refunded", name="stop", native_enum=False, length=20),
            nullable=True,
        ),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "state = 'asked' OR gift_id IS NOT NULL", name=op.f("ck_tribute_begun_with_a_gift")
        ),
        sa.CheckConstraint("way <> 'mail' OR email <> ''", name=op.f("ck_tribute_mail_has_an_address")),
        sa.ForeignKeyConstraint(
            ["checkout_id"], ["checkout.id"], name=op.f("fk_tribute_checkout_id_checkout")
        ),
        sa.ForeignKeyConstraint(["gift_id"], ["gift.id"], name=op.f("fk_tribute_gift_id_gift")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tribute")),
        sa.UniqueConstraint("card_key", name=op.f("uq_tribute_card_key")),
        sa.UniqueConstraint("checkout_id", name=op.f("uq_tribute_checkout_id")),
        sa.UniqueConstraint("gift_id", name=op.f("uq_tribute_gift_id")),
        sa.UniqueConstraint("reference", name=op.f("uq_tribute_reference")),
    )
    with op.batch_alter_table("tribute", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tribute_email_key"), ["email_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_tribute_reported_at"), ["reported_at"], unique=False)
        batch_op.create_index("ix_tribute_state_due_at", ["state", "due_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("tribute", schema=None) as batch_op:
        batch_op.drop_index("ix_tribute_state_due_at")
        batch_op.drop_index(batch_op.f("ix_tribute_reported_at"))
        batch_op.drop_index(batch_op.f("ix_tribute_email_key"))

    op.drop_table("tribute")
    op.drop_table("card_stop")
