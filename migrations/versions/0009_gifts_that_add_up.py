"""Gifts that add up, and when Stripe was asked

The lines of a gift and its entries in the ledger are its amount, to the cent: said to the database itself.
PostgreSQL asks at the commit. SQLite has no such moment, so it asks each row that comes after the lines: the receipt,
the gift’s entries (each is its campaign’s share), and whatever is booked on the gift later.

Standing gifts and payouts know when Stripe was last asked about them, so that an older answer never replaces a newer.
"""

import sqlalchemy as sa
from alembic import op

from hope.kernel.db import UtcDateTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

ASKED = ("recurring_gift", "payout")

SQLITE = [
    """CREATE TRIGGER gift_no_change BEFORE UPDATE OF amount, currency ON gift
    WHEN NEW.amount <> OLD.amount OR NEW.currency <> OLD.currency
    BEGIN SELECT RAISE(ABORT, 'the amount of a gift is never changed'); END""",
    """CREATE TRIGGER gift_line_within_gift BEFORE INSERT ON gift_line
    WHEN NEW.amount + (SELECT coalesce(sum(amount), 0) FROM gift_line WHERE gift_id = NEW.gift_id)
        > (SELECT amount FROM gift WHERE id = NEW.gift_id AND currency = NEW.currency)
    BEGIN SELECT RAISE(ABORT, 'the lines exceed the gift'); END""",
    """CREATE TRIGGER gift_line_no_update BEFORE UPDATE OF gift_id, campaign_id, amount, currency ON gift_line
    BEGIN SELECT RAISE(ABORT, 'the lines of a gift are never changed'); END""",
    """CREATE TRIGGER gift_line_no_delete BEFORE DELETE ON gift_line
    BEGIN SELECT RAISE(ABORT, 'the lines of a gift are never changed'); END""",
    """CREATE TRIGGER receipt_of_whole_gift BEFORE INSERT ON receipt
    WHEN (SELECT coalesce(sum(amount), 0) FROM gift_line WHERE gift_id = NEW.gift_id)
        <> (SELECT amount FROM gift WHERE id = NEW.gift_id)
    BEGIN SELECT RAISE(ABORT, 'the lines do not add up to the gift'); END""",
    """CREATE TRIGGER entry_is_share BEFORE INSERT ON ledger_entry
    WHEN NEW.kind IN ('gift', 'offline')
        AND EXISTS (SELECT 1 FROM gift WHERE id = NEW.gift_id AND currency = NEW.currency)
        AND NEW.amount + (
            SELECT coalesce(sum(amount), 0) FROM ledger_entry
            WHERE gift_id = NEW.gift_id AND campaign_id = NEW.campaign_id AND kind IN ('gift', 'offline')
            AND source <> NEW.source
        ) <> (
            SELECT coalesce(sum(amount), 0) FROM gift_line
            WHERE gift_id = NEW.gift_id AND campaign_id = NEW.campaign_id
        )
    BEGIN SELECT RAISE(ABORT, 'the entry is not the share of the gift'); END""",
    """CREATE TRIGGER entry_after_gift BEFORE INSERT ON ledger_entry
    WHEN NEW.kind NOT IN ('gift', 'offline') AND NEW.gift_id IS NOT NULL AND (
        SELECT coalesce(sum(amount), 0) FROM ledger_entry
        WHERE gift_id = NEW.gift_id AND kind IN ('gift', 'offline')
    ) <> (SELECT amount FROM gift WHERE id = NEW.gift_id)
    BEGIN SELECT RAISE(ABORT, 'the gift itself is not booked in whole'); END""",
]

POSTGRESQL = [
    """CREATE FUNCTION gift_is_never_changed() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    """CREATE TRIGGER gift_no_change BEFORE UPDATE OF amount, currency ON gift FOR EACH ROW
    WHEN (NEW.amount <> OLD.amount OR NEW.currency <> OLD.currency)
    EXECUTE FUNCTION gift_is_never_changed('the amount of a gift is never changed')""",
    """CREATE TRIGGER gift_line_no_update BEFORE UPDATE OF gift_id, campaign_id, amount, currency OR DELETE
    ON gift_line FOR EACH ROW EXECUTE FUNCTION gift_is_never_changed('the lines of a gift are never changed')""",
    """CREATE FUNCTION gift_adds_up() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NEW.amount <> (SELECT coalesce(sum(amount), 0) FROM gift_line WHERE gift_id = NEW.id) THEN
            RAISE EXCEPTION 'the lines do not add up to the gift' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        IF NEW.amount <> (
            SELECT coalesce(sum(amount), 0) FROM ledger_entry
            WHERE gift_id = NEW.id AND kind IN ('gift', 'offline')
        ) THEN
            RAISE EXCEPTION 'the gift itself is not booked in whole' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NULL;
    END $$""",
    """CREATE CONSTRAINT TRIGGER gift_adds_up AFTER INSERT ON gift DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION gift_adds_up()""",
    # Once for each statement, however many rows it adds.
    """CREATE FUNCTION lines_stay_within_gift() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF EXISTS (
            SELECT FROM gift WHERE id IN (SELECT gift_id FROM added)
            AND amount < (SELECT sum(amount) FROM gift_line WHERE gift_id = gift.id)
        ) THEN
            RAISE EXCEPTION 'the lines exceed the gift' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NULL;
    END $$""",
    """CREATE TRIGGER gift_line_within_gift AFTER INSERT ON gift_line REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION lines_stay_within_gift()""",
    """CREATE FUNCTION entry_is_share() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF EXISTS (
            SELECT FROM added WHERE kind IN ('gift', 'offline') AND gift_id IS NOT NULL AND (
                SELECT sum(amount) FROM ledger_entry
                WHERE gift_id = added.gift_id AND campaign_id = added.campaign_id AND kind IN ('gift', 'offline')
            ) <> (
                SELECT coalesce(sum(amount), 0) FROM gift_line
                WHERE gift_id = added.gift_id AND campaign_id = added.campaign_id
            )
        ) THEN
            RAISE EXCEPTION 'the entry is not the share of the gift' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NULL;
    END $$""",
    """CREATE TRIGGER entry_is_share AFTER INSERT ON ledger_entry REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION entry_is_share()""",
]

UNDO = {
    "sqlite": [
        f"DROP TRIGGER {name}"
        for name in (
            "gift_no_change",
            "gift_line_within_gift",
            "gift_line_no_update",
            "gift_line_no_delete",
            "receipt_of_whole_gift",
            "entry_is_share",
            "entry_after_gift",
        )
    ],
    "postgresql": [
        "DROP TRIGGER gift_no_change ON gift",
        "DROP TRIGGER gift_line_no_update ON gift_line",
        "DROP TRIGGER gift_adds_up ON gift",
        "DROP TRIGGER gift_line_within_gift ON gift_line",
        "DROP TRIGGER entry_is_share ON ledger_entry",
        "DROP FUNCTION gift_is_never_changed()",
        "DROP FUNCTION gift_adds_up()",
        "DROP FUNCTION lines_stay_within_gift()",
        "DROP FUNCTION entry_is_share()",
    ],
}


def upgrade() -> None:
    for table in ASKED:
        op.add_column(table, sa.Column("asked_at", UtcDateTime(), nullable=True))
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    for statement in UNDO[op.get_bind().dialect.name]:
        op.execute(statement)
    for table in ASKED:
        op.drop_column(table, "asked_at")
