"""Consents by which stories are told, and what is kept while they are written"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from hope.kernel.db import UtcDateTime

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
TABLES = ("story_version", "story_draft", "consent_story", "consent_picture", "consent")


def upgrade() -> None:
    op.create_table(
        "consent",
        sa.Column("id", ID, nullable=False),
        sa.Column("who", sa.String(120), nullable=False),
        sa.Column("scope", sa.String(600), nullable=False),
        sa.Column("kept_where", sa.String(200), nullable=False),
        sa.Column("instead", sa.Text(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.Column("ends_at", UtcDateTime(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "expires_on IS NULL OR expires_on >= given_on", name=op.f("ck_consent_window_in_order")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    op.create_index(op.f("ix_consent_ends_at"), "consent", ["ends_at"])
    op.create_table(
        "story_draft",
        sa.Column("id", ID, nullable=False),
        sa.Column("story_id", ID, nullable=False),
        sa.Column("writer", sa.String(254), nullable=False),
        sa.Column("typed", JSON, nullable=False),
        sa.Column("kept_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_story_draft")),
        sa.UniqueConstraint("story_id", "writer", name=op.f("uq_story_draft_story_id_writer")),
    )
    op.create_index(op.f("ix_story_draft_kept_at"), "story_draft", ["kept_at"])
    op.create_table(
        "consent_picture",
        sa.Column("consent_id", ID, nullable=False),
        sa.Column("picture_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["consent_id"],
            ["consent.id"],
            name=op.f("fk_consent_picture_consent_id_consent"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["picture_id"],
            ["picture.id"],
            name=op.f("fk_consent_picture_picture_id_picture"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("consent_id", "picture_id", name=op.f("pk_consent_picture")),
    )
    op.create_index(op.f("ix_consent_picture_picture_id"), "consent_picture", ["picture_id"])
    op.create_table(
        "consent_story",
        sa.Column("consent_id", ID, nullable=False),
        sa.Column("story_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["consent_id"],
            ["consent.id"],
            name=op.f("fk_consent_story_consent_id_consent"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["story_id"], ["story.id"], name=op.f("fk_consent_story_story_id_story"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("consent_id", "story_id", name=op.f("pk_consent_story")),
    )
    op.create_index(op.f("ix_consent_story_story_id"), "consent_story", ["story_id"])
    op.create_table(
        "story_version",
        sa.Column("id", ID, nullable=False),
        sa.Column("story_id", ID, nullable=False),
        sa.Column("saved_by", sa.String(254), nullable=False),
        sa.Column("saved_at", UtcDateTime(), nullable=False),
        sa.Column("words", JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["story_id"], ["story.id"], name=op.f("fk_story_version_story_id_story"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_story_version")),
    )
    op.create_index("ix_story_version_story_id_id", "story_version", ["story_id", "id"])
    op.add_column("picture", sa.Column("shown_until", UtcDateTime(), nullable=True))


def downgrade() -> None:
    op.drop_column("picture", "shown_until")
    for table in TABLES:
        op.drop_table(table)
