"""What partners are asked to confirm, and finding things by their words"""

import sqlalchemy as sa
from alembic import op

from hope.kernel.db import UtcDateTime

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "search_entry",
        sa.Column("id", ID, nullable=False),
        sa.Column("owner", sa.String(60), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("slug", sa.String(120), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("summary", sa.String(1000), nullable=False),
        sa.Column("shown_from", UtcDateTime(), nullable=True),
        sa.Column("shown_until", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_entry")),
    )
    op.create_index("ix_search_entry_owner", "search_entry", ["owner"])
    op.create_table(
        "fact_answer",
        sa.Column("id", ID, nullable=False),
        sa.Column("organization_id", ID, nullable=False),
        sa.Column("fact_id", ID, nullable=False),
        sa.Column("is_right", sa.Boolean(), nullable=False),
        sa.Column("words", sa.String(600), nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=False),
        sa.Column("settled_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["fact_id"],
            ["organization_fact.id"],
            name=op.f("fk_fact_answer_fact_id_organization_fact"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_fact_answer_organization_id_organization"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fact_answer")),
    )
    op.create_index(op.f("ix_fact_answer_fact_id"), "fact_answer", ["fact_id"])
    op.create_index("ix_fact_answer_waiting", "fact_answer", ["organization_id", "settled_at"])
    op.add_column("organization", sa.Column("shop", sa.String(300), server_default="", nullable=False))
    op.add_column("organization", sa.Column("quote", sa.Text(), server_default="", nullable=False))
    op.add_column("organization", sa.Column("quote_by", sa.String(160), server_default="", nullable=False))
    op.add_column(
        "organization", sa.Column("quote_source", sa.String(300), server_default="", nullable=False)
    )
    op.add_column("organization", sa.Column("street", sa.String(300), server_default="", nullable=False))
    op.add_column(
        "organization",
        sa.Column("street_is_shown", sa.Boolean(), server_default=sa.text("false"), nullable=False),
    )
    _keep_words()


def downgrade() -> None:
    _drop_words()
    op.drop_table("search_entry")
    for name in ("street_is_shown", "street", "quote_source", "quote_by", "quote", "shop"):
        op.drop_column("organization", name)
    op.drop_table("fact_answer")


def _keep_words() -> None:
    """Words are found by what each database has for it, so this table is not among the models."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE TABLE search_words (entry_id BIGINT PRIMARY KEY REFERENCES search_entry ON DELETE CASCADE, "
            "words TSVECTOR NOT NULL)"
        )
        op.execute("CREATE INDEX ix_search_words_words ON search_words USING gin (words)")
    else:
        op.execute(
            "CREATE VIRTUAL TABLE search_words USING fts5(title, summary, body, "
            "tokenize = 'porter unicode61 remove_diacritics 2')"
        )


def _drop_words() -> None:
    op.execute("DROP TABLE search_words")
