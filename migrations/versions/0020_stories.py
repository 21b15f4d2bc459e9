"""Stories, their tags, series, resources and doors"""

import sqlalchemy as sa
from alembic import op

from hope.kernel.db import UtcDateTime

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLES = (
    "story_tagging",
    "story_slug",
    "story_resource",
    "story_picture",
    "story_door",
    "story",
    "story_tag",
    "story_series",
)


def upgrade() -> None:
    op.create_table(
        "story_series",
        sa.Column("id", ID, nullable=False),
        sa.Column("slug", sa.String(120), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_story_series")),
        sa.UniqueConstraint("slug", name=op.f("uq_story_series_slug")),
    )
    op.create_table(
        "story_tag",
        sa.Column("id", ID, nullable=False),
        sa.Column("slug", sa.String(120), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_story_tag")),
        sa.UniqueConstraint("slug", name=op.f("uq_story_tag_slug")),
    )
    op.create_table(
        "story",
        sa.Column("id", ID, nullable=False),
        sa.Column("slug", sa.String(120), nullable=False),
        sa.Column("uid", sa.String(36), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("summary", sa.String(400), nullable=False),
        sa.Column("byline", sa.String(120), nullable=False),
        sa.Column("organization_id", ID, nullable=True),
        sa.Column("series_id", ID, nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("content_note", sa.String(300), nullable=False),
        sa.Column("scene", sa.String(60), nullable=False),
        sa.Column("scene_alt", sa.String(300), nullable=False),
        sa.Column("picture_id", ID, nullable=True),
        sa.Column("video_url", sa.String(300), nullable=False),
        sa.Column("video_title", sa.String(200), nullable=False),
        sa.Column("video_note", sa.String(300), nullable=False),
        sa.Column("campaign_id", ID, nullable=True),
        sa.Column("tier_id", ID, nullable=True),
        sa.Column("prayer_point_id", ID, nullable=True),
        sa.Column("tells_of_person", sa.Boolean(), nullable=False),
        sa.Column("published_at", UtcDateTime(), nullable=True),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.Column("shown_until", UtcDateTime(), nullable=True),
        sa.Column("preview_key", sa.String(24), nullable=False),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("edited_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "withdrawn_at IS NULL OR published_at IS NOT NULL", name=op.f("ck_story_withdrawn_was_published")
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_story_campaign_id_campaign"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_story_organization_id_organization")
        ),
        sa.ForeignKeyConstraint(["picture_id"], ["picture.id"], name=op.f("fk_story_picture_id_picture")),
        sa.ForeignKeyConstraint(
            ["prayer_point_id"],
            ["prayer_point.id"],
            name=op.f("fk_story_prayer_point_id_prayer_point"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["series_id"], ["story_series.id"], name=op.f("fk_story_series_id_story_series")
        ),
        sa.ForeignKeyConstraint(
            ["tier_id"], ["giving_tier.id"], name=op.f("fk_story_tier_id_giving_tier"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_story")),
        sa.UniqueConstraint("preview_key", name=op.f("uq_story_preview_key")),
        sa.UniqueConstraint("slug", name=op.f("uq_story_slug")),
        sa.UniqueConstraint("uid", name=op.f("uq_story_uid")),
    )
    op.create_index(op.f("ix_story_campaign_id"), "story", ["campaign_id"])
    op.create_index(op.f("ix_story_edited_at"), "story", ["edited_at"])
    op.create_index("ix_story_organization_id_published_at", "story", ["organization_id", "published_at"])
    op.create_index(op.f("ix_story_picture_id"), "story", ["picture_id"])
    op.create_index(op.f("ix_story_prayer_point_id"), "story", ["prayer_point_id"])
    op.create_index("ix_story_published_at_id", "story", ["published_at", "id"])
    op.create_index(op.f("ix_story_series_id"), "story", ["series_id"])
    op.create_index(op.f("ix_story_tier_id"), "story", ["tier_id"])
    op.create_table(
        "story_door",
        sa.Column("story_id", ID, nullable=False),
        sa.Column(
            "door",
            sa.Enum("give", "pray", "learn", name="door", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("went", sa.Integer(), nullable=False),
        sa.CheckConstraint("went > 0", name=op.f("ck_story_door_went_positive")),
        sa.ForeignKeyConstraint(
            ["story_id"], ["story.id"], name=op.f("fk_story_door_story_id_story"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("story_id", "door", name=op.f("pk_story_door")),
    )
    op.create_table(
        "story_picture",
        sa.Column("story_id", ID, nullable=False),
        sa.Column("picture_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["picture_id"], ["picture.id"], name=op.f("fk_story_picture_picture_id_picture")
        ),
        sa.ForeignKeyConstraint(
            ["story_id"], ["story.id"], name=op.f("fk_story_picture_story_id_story"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("story_id", "picture_id", name=op.f("pk_story_picture")),
    )
    op.create_index(op.f("ix_story_picture_picture_id"), "story_picture", ["picture_id"])
    op.create_table(
        "story_resource",
        sa.Column("id", ID, nullable=False),
        sa.Column("story_id", ID, nullable=False),
        sa.Column(
            "kind",
            sa.Enum("report", "article", "film", "book", name="resourcekind", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("source", sa.String(200), nullable=False),
        sa.Column("url", sa.String(300), nullable=False),
        sa.Column("content_note", sa.String(300), nullable=False),
        sa.Column("picture_id", ID, nullable=True),
        sa.Column("scene", sa.String(60), nullable=False),
        sa.Column("scene_alt", sa.String(300), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(
            ["picture_id"], ["picture.id"], name=op.f("fk_story_resource_picture_id_picture")
        ),
        sa.ForeignKeyConstraint(
            ["story_id"], ["story.id"], name=op.f("fk_story_resource_story_id_story"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_story_resource")),
    )
    op.create_index(op.f("ix_story_resource_picture_id"), "story_resource", ["picture_id"])
    op.create_index(op.f("ix_story_resource_story_id"), "story_resource", ["story_id"])
    op.create_table(
        "story_slug",
        sa.Column("slug", sa.String(120), nullable=False),
        sa.Column("owner_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["story.id"], name=op.f("fk_story_slug_owner_id_story")),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_story_slug")),
    )
    op.create_index(op.f("ix_story_slug_owner_id"), "story_slug", ["owner_id"])
    op.create_table(
        "story_tagging",
        sa.Column("tag_id", ID, nullable=False),
        sa.Column("story_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["story_id"], ["story.id"], name=op.f("fk_story_tagging_story_id_story"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["tag_id"], ["story_tag.id"], name=op.f("fk_story_tagging_tag_id_story_tag"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tag_id", "story_id", name=op.f("pk_story_tagging")),
    )
    op.create_index("ix_story_tagging_story_id", "story_tagging", ["story_id"])


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
