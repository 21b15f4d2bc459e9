"""Prayer partners

What is prayed for, who is written to about it, and counts that know no person. Mail says whether its reader may leave
it, so that what is owed goes first, and which headers it needs.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from hope.kernel.db import UtcDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mail_stop",
        sa.Column("email_key", sa.String(length=254), nullable=False),
        sa.Column(
            "reason",
            sa.Enum("bounced", "complained", name="stopreason", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("stopped_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("email_key", name=op.f("pk_mail_stop")),
    )
    op.create_table(
        "prayer_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("partners", sa.Integer(), nullable=False),
        sa.Column("joined", sa.Integer(), nullable=False),
        sa.Column("departed", sa.Integer(), nullable=False),
        sa.Column("prayed", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_prayer_day")),
    )
    op.create_table(
        "prayer_request",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("words", sa.String(length=600), nullable=False),
        sa.Column("first_name", sa.String(length=60), nullable=False),
        sa.Column("is_for_team_only", sa.Boolean(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prayer_request")),
    )
    with op.batch_alter_table("prayer_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_prayer_request_created_at"), ["created_at"], unique=False)

    op.create_table(
        "prayer_signup",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reference", sa.String(length=32), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("email_key", sa.String(length=254), nullable=False),
        sa.Column("first_name", sa.String(length=60), nullable=False),
        sa.Column(
            "rhythm",
            sa.Enum("daily", "weekdays", "weekly", "monthly", name="rhythm", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("time_zone", sa.String(length=60), nullable=False),
        sa.Column(
            "wishes",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("consent", sa.String(length=400), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prayer_signup")),
        sa.UniqueConstraint("email_key", name=op.f("uq_prayer_signup_email_key")),
        sa.UniqueConstraint("reference", name=op.f("uq_prayer_signup_reference")),
    )
    with op.batch_alter_table("prayer_signup", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_prayer_signup_created_at"), ["created_at"], unique=False)

    op.create_table(
        "prayer_partner",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reference", sa.String(length=32), nullable=False),
        sa.Column("supporter_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("first_name", sa.String(length=60), nullable=False),
        sa.Column(
            "rhythm",
            sa.Enum("daily", "weekdays", "weekly", "monthly", name="rhythm", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("time_zone", sa.String(length=60), nullable=False),
        sa.Column("next_at", UtcDateTime(), nullable=True),
        sa.Column("paused_until", sa.Date(), nullable=True),
        sa.Column("last_at", UtcDateTime(), nullable=True),
        sa.Column("last_from", sa.Date(), nullable=True),
        sa.Column("last_until", sa.Date(), nullable=True),
        sa.Column("chosen_at", UtcDateTime(), nullable=False),
        sa.Column("joined_at", UtcDateTime(), nullable=False),
        sa.Column("consent", sa.String(length=400), nullable=False),
        sa.Column("consented_at", UtcDateTime(), nullable=False),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_prayer_partner_weekday_of_seven")),
        sa.ForeignKeyConstraint(
            ["supporter_id"],
            ["supporter.id"],
            name=op.f("fk_prayer_partner_supporter_id_supporter"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prayer_partner")),
        sa.UniqueConstraint("reference", name=op.f("uq_prayer_partner_reference")),
        sa.UniqueConstraint("supporter_id", name=op.f("uq_prayer_partner_supporter_id")),
    )
    with op.batch_alter_table("prayer_partner", schema=None) as batch_op:
        batch_op.create_index("ix_prayer_partner_next_at_id", ["next_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_prayer_partner_paused_until"), ["paused_until"], unique=False)

    op.create_table(
        "prayer_topic",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("slug", sa.String(length=120), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("organization_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_prayer_topic_organization_id_organization"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prayer_topic")),
        sa.UniqueConstraint("organization_id", name=op.f("uq_prayer_topic_organization_id")),
        sa.UniqueConstraint("slug", name=op.f("uq_prayer_topic_slug")),
    )
    op.create_table(
        "prayer_partner_topic",
        sa.Column("partner_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("topic_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["partner_id"],
            ["prayer_partner.id"],
            name=op.f("fk_prayer_partner_topic_partner_id_prayer_partner"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["topic_id"],
            ["prayer_topic.id"],
            name=op.f("fk_prayer_partner_topic_topic_id_prayer_topic"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("partner_id", "topic_id", name=op.f("pk_prayer_partner_topic")),
    )
    with op.batch_alter_table("prayer_partner_topic", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_prayer_partner_topic_topic_id"), ["topic_id"], unique=False)

    op.create_table(
        "prayer_point",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("slug", sa.String(length=120), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("point", "request", name="pointkind", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("reading", sa.String(length=600), nullable=False),
        sa.Column("reading_source", sa.String(length=120), nullable=False),
        sa.Column("scene", sa.String(length=60), nullable=False),
        sa.Column("scene_alt", sa.String(length=300), nullable=False),
        sa.Column("picture_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("organization_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("campaign_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("published_at", UtcDateTime(), nullable=True),
        sa.Column(
            "reach",
            sa.Enum("everyone", "held", "asked", name="reach", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("veil", sa.String(length=300), nullable=False),
        sa.Column("lifted_at", UtcDateTime(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "(answer = '') = (answered_at IS NULL)", name=op.f("ck_prayer_point_answer_has_a_day")
        ),
        sa.CheckConstraint("reach = 'everyone' OR veil <> ''", name=op.f("ck_prayer_point_veil_has_words")),
        sa.CheckConstraint(
            "ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_prayer_point_window_in_order")
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_prayer_point_campaign_id_campaign")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_prayer_point_organization_id_organization"),
        ),
        sa.ForeignKeyConstraint(
            ["picture_id"], ["picture.id"], name=op.f("fk_prayer_point_picture_id_picture")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prayer_point")),
        sa.UniqueConstraint("slug", name=op.f("uq_prayer_point_slug")),
    )
    with op.batch_alter_table("prayer_point", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_prayer_point_answered_at"), ["answered_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_prayer_point_campaign_id"), ["campaign_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_prayer_point_organization_id"), ["organization_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_prayer_point_published_at"), ["published_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_prayer_point_picture_id"), ["picture_id"], unique=False)
        batch_op.create_index("ix_prayer_point_window", ["starts_on", "ends_on"], unique=False)

    op.create_table(
        "prayer",
        sa.Column(
            "point_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("prayed", sa.Integer(), nullable=False),
        sa.CheckConstraint("prayed >= 0", name=op.f("ck_prayer_not_negative")),
        sa.ForeignKeyConstraint(
            ["point_id"],
            ["prayer_point.id"],
            name=op.f("fk_prayer_point_id_prayer_point"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("point_id", name=op.f("pk_prayer")),
    )
    op.create_table(
        "prayer_point_topic",
        sa.Column("point_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("topic_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["point_id"],
            ["prayer_point.id"],
            name=op.f("fk_prayer_point_topic_point_id_prayer_point"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["topic_id"],
            ["prayer_topic.id"],
            name=op.f("fk_prayer_point_topic_topic_id_prayer_topic"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("point_id", "topic_id", name=op.f("pk_prayer_point_topic")),
    )
    with op.batch_alter_table("outgoing_mail", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_list", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(
            sa.Column(
                "headers",
                sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
                nullable=False,
                server_default="{}",
            )
        )
        batch_op.drop_index(batch_op.f("ix_outgoing_mail_state_due_at"))
        batch_op.create_index("ix_outgoing_mail_next", ["state", "is_list", "due_at"], unique=False)
    with op.batch_alter_table("outgoing_mail", schema=None) as batch_op:
        batch_op.alter_column("is_list", server_default=None)
        batch_op.alter_column("headers", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("outgoing_mail", schema=None) as batch_op:
        batch_op.drop_index("ix_outgoing_mail_next")
        batch_op.create_index(batch_op.f("ix_outgoing_mail_state_due_at"), ["state", "due_at"], unique=False)
        batch_op.drop_column("headers")
        batch_op.drop_column("is_list")

    op.drop_table("prayer_point_topic")
    op.drop_table("prayer")
    with op.batch_alter_table("prayer_point", schema=None) as batch_op:
        batch_op.drop_index("ix_prayer_point_window")
        batch_op.drop_index(batch_op.f("ix_prayer_point_picture_id"))
        batch_op.drop_index(batch_op.f("ix_prayer_point_published_at"))
        batch_op.drop_index(batch_op.f("ix_prayer_point_organization_id"))
        batch_op.drop_index(batch_op.f("ix_prayer_point_campaign_id"))
        batch_op.drop_index(batch_op.f("ix_prayer_point_answered_at"))

    op.drop_table("prayer_point")
    with op.batch_alter_table("prayer_partner_topic", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_prayer_partner_topic_topic_id"))

    op.drop_table("prayer_partner_topic")
    op.drop_table("prayer_topic")
    with op.batch_alter_table("prayer_partner", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_prayer_partner_paused_until"))
        batch_op.drop_index("ix_prayer_partner_next_at_id")

    op.drop_table("prayer_partner")
    with op.batch_alter_table("prayer_signup", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_prayer_signup_created_at"))

    op.drop_table("prayer_signup")
    with op.batch_alter_table("prayer_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_prayer_request_created_at"))

    op.drop_table("prayer_request")
    op.drop_table("prayer_day")
    op.drop_table("mail_stop")
