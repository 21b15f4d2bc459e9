"""Lists of gifts: how each stands, what each campaign has of it, and the words that people are found by

Made from the facts that are there already; the facts themselves stay as they are.
"""

import unicodedata

import sqlalchemy as sa
from alembic import op

from hope.kernel.db import UtcDateTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Word = sa.String(60).with_variant(sa.String(60, collation="C"), "postgresql")
AT_ONCE = 5_000
BANK_DEBITS = ("us_bank_account", "sepa_debit", "bacs_debit", "au_becs_debit", "acss_debit")
KEPT = "(SELECT coalesce(sum(amount), 0) FROM ledger_entry WHERE gift_id = gift.id AND kind <> 'fee')"
DISPUTES = "SELECT 1 FROM dispute WHERE gift_id = gift.id AND status"
OPEN = "NOT IN ('lost', 'won', 'warning_closed', 'prevented')"
BANK = " OR ".join(f"method LIKE '{kind}%'" for kind in BANK_DEBITS)
SUMMARIES = f"""INSERT INTO gift_summary
    (gift_id, supporter_id, given_at, amount, currency, kept, status, interval, method, payout_id)
    SELECT id, supporter_id, given_at, amount, currency, {KEPT},
        CASE WHEN EXISTS ({DISPUTES} = 'lost') THEN 'lost' WHEN EXISTS ({DISPUTES} {OPEN}) THEN 'disputed'
            WHEN {KEPT} = 0 THEN 'refunded' WHEN {KEPT} < amount THEN 'part refunded' ELSE 'kept' END,
        interval,
        coalesce((SELECT CASE WHEN {BANK} THEN 'bank debit' ELSE 'card' END FROM settlement
            WHERE gift_id = gift.id), 'unknown'),
        (SELECT payout_line.payout_id FROM payout_line JOIN settlement USING (transaction_id)
            WHERE settlement.gift_id = gift.id)
    FROM gift"""  # noqa: S608
SHARES = """INSERT INTO gift_share (campaign_id, given_at, gift_id, amount, currency, kept)
    SELECT ledger_entry.campaign_id, gift.given_at, gift.id,
        sum(CASE WHEN kind IN ('gift', 'offline') THEN ledger_entry.amount ELSE 0 END), gift.currency,
        sum(ledger_entry.amount)
    FROM gift JOIN ledger_entry ON ledger_entry.gift_id = gift.id WHERE kind <> 'fee'
    GROUP BY ledger_entry.campaign_id, gift.given_at, gift.id, gift.currency"""
OBJECTS = {
    "sqlite": "UPDATE stripe_event SET object_id = substr(json_extract(payload, '$.data.object.id'), 1, 255)",
    "postgresql": "UPDATE stripe_event SET object_id = left(payload::json #>> '{data,object,id}', 255)",
}


def upgrade() -> None:
    _summaries()
    op.create_table(
        "supporter_word",
        sa.Column("word", Word, nullable=False),
        sa.Column("supporter_id", Id, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["supporter_id"],
            ["supporter.id"],
            name=op.f("fk_supporter_word_supporter_id_supporter"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("word", "supporter_id", name=op.f("pk_supporter_word")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_supporter_word_supporter_id", "supporter_word", ["supporter_id", "word"])
    op.add_column("stripe_event", sa.Column("object_id", sa.String(255), nullable=True))
    op.create_index("ix_stripe_event_object_id", "stripe_event", ["object_id"])
    for statement in (SUMMARIES, SHARES, OBJECTS[op.get_bind().dialect.name]):
        op.execute(statement)
    _words()


def _summaries() -> None:
    op.create_table(
        "gift_summary",
        sa.Column("gift_id", Id, autoincrement=False, nullable=False),
        sa.Column("supporter_id", Id, nullable=False),
        sa.Column("given_at", UtcDateTime(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("kept", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("interval", sa.String(20), nullable=False),
        sa.Column("method", sa.String(20), nullable=False),
        sa.Column("payout_id", Id, nullable=True),
        sa.ForeignKeyConstraint(["gift_id"], ["gift.id"], name=op.f("fk_gift_summary_gift_id_gift")),
        sa.ForeignKeyConstraint(
            ["supporter_id"], ["supporter.id"], name=op.f("fk_gift_summary_supporter_id_supporter")
        ),
        sa.ForeignKeyConstraint(["payout_id"], ["payout.id"], name=op.f("fk_gift_summary_payout_id_payout")),
        sa.PrimaryKeyConstraint("gift_id", name=op.f("pk_gift_summary")),
    )
    columns = [
        "given_at",
        "gift_id",
        "supporter_id",
        "status",
        "method",
        "interval",
        "currency",
        "amount",
        "kept",
    ]
    op.create_index("ix_gift_summary_list", "gift_summary", columns)
    for name, column in (
        ("status", "status"),
        ("method", "method"),
        ("supporter", "supporter_id"),
        ("payout", "payout_id"),
    ):
        op.create_index(f"ix_gift_summary_{name}", "gift_summary", [column, "given_at", "gift_id"])
    op.create_table(
        "gift_share",
        sa.Column("campaign_id", Id, autoincrement=False, nullable=False),
        sa.Column("given_at", UtcDateTime(), nullable=False),
        sa.Column("gift_id", Id, autoincrement=False, nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("kept", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_gift_share_campaign_id_campaign")
        ),
        sa.ForeignKeyConstraint(["gift_id"], ["gift.id"], name=op.f("fk_gift_share_gift_id_gift")),
        sa.PrimaryKeyConstraint("campaign_id", "given_at", "gift_id", name=op.f("pk_gift_share")),
    )
    op.create_index("ix_gift_share_gift_id", "gift_share", ["gift_id"])


def _words() -> None:
    """Fold the names and addresses of everybody who is there."""
    connection = op.get_bind()
    table = sa.table("supporter_word", sa.column("word"), sa.column("supporter_id"))
    names = "SELECT id, name, email FROM supporter WHERE id > :after ORDER BY id LIMIT :most"
    after = 0
    while people := connection.execute(sa.text(names), {"after": after, "most": AT_ONCE}).all():
        rows = [
            {"word": word, "supporter_id": row.id}
            for row in people
            for word in _words_of(row.name, row.email)
        ]
        if rows:
            connection.execute(table.insert(), rows)
        after = people[-1].id


def _words_of(name: str, email: str) -> set[str]:
    found: set[str] = set()
    for part in _folded(f"{name} {email}").split():
        mailbox = part.split("@")[0] if "@" in part[1:] else part
        found |= {part, *"".join(c if c.isalnum() else " " for c in mailbox).split()}
    return {word[:60] for word in sorted(found)[:12]}


def _folded(text: str) -> str:
    split = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in split if not unicodedata.combining(c))


def downgrade() -> None:
    op.drop_index("ix_stripe_event_object_id", "stripe_event")
    op.drop_column("stripe_event", "object_id")
    for table in ("supporter_word", "gift_share", "gift_summary"):
        op.drop_table(table)
