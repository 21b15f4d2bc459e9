"""What became of gifts: grants to partners, the parcels they take from, and what the books say of each year

No more of a gift is passed on than is left of it: said to the database itself. Years and parcels are made from the
books that are there already.
"""

from datetime import date

import sqlalchemy as sa
from alembic import op

from hope.kernel.clock import charity_day, charity_midnight
from hope.kernel.db import UtcDateTime

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KINDS = {
    "given": ("gift", "offline"),
    "matched": ("match",),
    "fees": ("fee",),
    "went_back": ("refund", "dispute", "reversal"),
    "moved": ("move",),
    "granted": ("grant",),
}
TRIGGERS = {
    "sqlite": [
        """CREATE TRIGGER parcel_within_gift BEFORE UPDATE OF passed ON parcel
        WHEN NEW.passed > OLD.passed AND NEW.passed > NEW.ready
        BEGIN SELECT RAISE(ABORT, 'more is passed on than is left of the gift'); END""",
    ],
    "postgresql": [
        """CREATE TRIGGER parcel_within_gift BEFORE UPDATE OF passed ON parcel FOR EACH ROW
        WHEN (NEW.passed > OLD.passed AND NEW.passed > NEW.ready)
        EXECUTE FUNCTION gift_is_never_changed('more is passed on than is left of the gift')""",
    ],
}
PARCELS = """INSERT INTO parcel (campaign_id, gift_id, currency, ready, passed, settled_at)
    SELECT ledger_entry.campaign_id, gift.id, gift.currency, sum(ledger_entry.amount), 0,
        coalesce(settlement.settled_at, gift.given_at)
    FROM gift JOIN ledger_entry ON ledger_entry.gift_id = gift.id
    LEFT JOIN settlement ON settlement.gift_id = gift.id LEFT JOIN offline_gift ON offline_gift.gift_id = gift.id
    WHERE settlement.id IS NOT NULL OR offline_gift.gift_id IS NOT NULL OR gift.is_example
    GROUP BY ledger_entry.campaign_id, gift.id, gift.currency, settlement.settled_at, gift.given_at"""


def upgrade() -> None:
    _years()
    _grants()
    _notes()
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(statement)
    op.execute(PARCELS)
    _count_years()


def downgrade() -> None:
    on = " ON parcel" if op.get_bind().dialect.name == "postgresql" else ""
    op.execute(f"DROP TRIGGER parcel_within_gift{on}")
    for table in (
        "quiet_giver",
        "field_note",
        "grant_part",
        "grant_share",
        "partner_grant",
        "parcel",
        "campaign_year",
    ):
        op.drop_table(table)


def _years() -> None:
    op.create_table(
        "campaign_year",
        sa.Column("campaign_id", Id, autoincrement=False, nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in KINDS),
        _key("campaign_year", "campaign_id", "campaign"),
        sa.PrimaryKeyConstraint("campaign_id", "year", name=op.f("pk_campaign_year")),
    )
    op.create_table(
        "parcel",
        sa.Column("id", Id, nullable=False),
        sa.Column("campaign_id", Id, nullable=False),
        sa.Column("gift_id", Id, nullable=True),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("ready", sa.BigInteger(), nullable=False),
        sa.Column("passed", sa.BigInteger(), nullable=False),
        sa.Column("settled_at", UtcDateTime(), nullable=False),
        _key("parcel", "campaign_id", "campaign"),
        _key("parcel", "gift_id", "gift"),
        sa.CheckConstraint("passed >= 0", name=op.f("ck_parcel_passed_not_negative")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parcel")),
        sa.UniqueConstraint("gift_id", "campaign_id", name=op.f("uq_parcel_gift_id_campaign_id")),
    )
    open_ = sa.text("ready <> passed")
    columns = ["campaign_id", "settled_at", "id", "ready", "passed"]
    op.create_index("ix_parcel_open", "parcel", columns, sqlite_where=open_, postgresql_where=open_)


def _grants() -> None:
    op.create_table(
        "partner_grant",
        sa.Column("id", Id, nullable=False),
        sa.Column("reference", sa.String(32), nullable=False),
        sa.Column("key", sa.String(40), nullable=False),
        sa.Column("organization_id", Id, nullable=False),
        sa.Column("organization_name", sa.String(200), nullable=False),
        sa.Column("granted_on", sa.Date(), nullable=False),
        sa.Column("proof", sa.String(120), nullable=False),
        sa.Column("recorded_by", sa.String(254), nullable=False),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("undone_at", UtcDateTime(), nullable=True),
        sa.Column("undone_by", sa.String(254), nullable=False),
        sa.Column("undone_reason", sa.String(300), nullable=False),
        sa.Column("told_at", UtcDateTime(), nullable=True),
        _key("partner_grant", "organization_id", "organization"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner_grant")),
        sa.UniqueConstraint("reference", name=op.f("uq_partner_grant_reference")),
        sa.UniqueConstraint("key", name=op.f("uq_partner_grant_key")),
    )
    op.create_index("ix_partner_grant_organization_id", "partner_grant", ["organization_id"])
    op.create_index("ix_partner_grant_granted_on", "partner_grant", ["granted_on"])
    op.create_table(
        "grant_share",
        sa.Column("grant_id", Id, autoincrement=False, nullable=False),
        sa.Column("campaign_id", Id, autoincrement=False, nullable=False),
        sa.Column("campaign_title", sa.String(200), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        _key("grant_share", "grant_id", "partner_grant"),
        _key("grant_share", "campaign_id", "campaign"),
        sa.CheckConstraint("amount > 0", name=op.f("ck_grant_share_amount_positive")),
        sa.PrimaryKeyConstraint("grant_id", "campaign_id", name=op.f("pk_grant_share")),
    )
    op.create_index("ix_grant_share_campaign_id", "grant_share", ["campaign_id"])
    op.create_table(
        "grant_part",
        sa.Column("grant_id", Id, autoincrement=False, nullable=False),
        sa.Column("parcel_id", Id, autoincrement=False, nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        _key("grant_part", "grant_id", "partner_grant"),
        _key("grant_part", "parcel_id", "parcel"),
        sa.CheckConstraint("amount > 0", name=op.f("ck_grant_part_amount_positive")),
        sa.PrimaryKeyConstraint("grant_id", "parcel_id", name=op.f("pk_grant_part")),
    )
    op.create_index("ix_grant_part_parcel_id", "grant_part", ["parcel_id"])


def _notes() -> None:
    op.create_table(
        "field_note",
        sa.Column("id", Id, nullable=False),
        sa.Column("grant_id", Id, nullable=False),
        sa.Column("stage", sa.String(20), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("written_by", sa.String(254), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        _key("field_note", "grant_id", "partner_grant"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_field_note")),
    )
    op.create_index("ix_field_note_grant_id", "field_note", ["grant_id"])
    op.create_table(
        "quiet_giver",
        sa.Column("supporter_id", Id, autoincrement=False, nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        _key("quiet_giver", "supporter_id", "supporter"),
        sa.PrimaryKeyConstraint("supporter_id", name=op.f("pk_quiet_giver")),
    )


def _key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"))


def _count_years() -> None:
    """The charity's years begin at its own midnight, which no database knows."""
    connection = op.get_bind()
    moments = sa.text("SELECT min(occurred_at) AS first, max(occurred_at) AS last FROM ledger_entry")
    first, last = connection.execute(moments.columns(first=UtcDateTime(), last=UtcDateTime())).one()
    if first is None:
        return
    sums = ", ".join(
        f"sum(CASE WHEN kind IN ({', '.join(repr(kind) for kind in kinds)}) THEN amount ELSE 0 END)"
        for kinds in KINDS.values()
    )
    words = f"""INSERT INTO campaign_year (campaign_id, year, currency, {", ".join(KINDS)})
        SELECT campaign_id, :year, min(currency), {sums} FROM ledger_entry
        WHERE campaign_id IS NOT NULL AND occurred_at >= :since AND occurred_at < :until
        GROUP BY campaign_id"""  # noqa: S608
    statement = sa.text(words).bindparams(
        sa.bindparam("since", type_=UtcDateTime()), sa.bindparam("until", type_=UtcDateTime())
    )
    for year in range(charity_day(first).year, charity_day(last).year + 1):
        since, until = (charity_midnight(date(number, 1, 1)) for number in (year, year + 1))
        connection.execute(statement, {"year": year, "since": since, "until": until})
