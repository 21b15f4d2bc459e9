"""Books that refuse to be changed

The ledger takes new entries only, and refunds never exceed their gift: said to the database itself, so that no
bug, script or console can do otherwise.
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SQLITE = [
    """CREATE TRIGGER ledger_entry_no_update BEFORE UPDATE ON ledger_entry
    BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END""",
    """CREATE TRIGGER ledger_entry_no_delete BEFORE DELETE ON ledger_entry
    BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END""",
    """CREATE TRIGGER refund_within_gift BEFORE INSERT ON refund
    WHEN NEW.status NOT IN ('failed', 'canceled') AND NEW.amount + (
        SELECT coalesce(sum(amount), 0) FROM refund
        WHERE gift_id = NEW.gift_id AND status NOT IN ('failed', 'canceled')
    ) > (SELECT amount FROM gift WHERE id = NEW.gift_id)
    BEGIN SELECT RAISE(ABORT, 'refunds exceed the gift'); END""",
]

POSTGRESQL = [
    """CREATE FUNCTION ledger_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the ledger is append-only' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    """CREATE TRIGGER ledger_entry_append_only BEFORE UPDATE OR DELETE ON ledger_entry
    FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only()""",
    """CREATE FUNCTION refund_stays_within_gift() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE whole bigint;
    BEGIN
        SELECT amount INTO whole FROM gift WHERE id = NEW.gift_id FOR UPDATE;
        IF NEW.status NOT IN ('failed', 'canceled') AND NEW.amount + (
            SELECT coalesce(sum(amount), 0) FROM refund
            WHERE gift_id = NEW.gift_id AND status NOT IN ('failed', 'canceled')
        ) > whole THEN
            RAISE EXCEPTION 'refunds exceed the gift' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END $$""",
    """CREATE TRIGGER refund_within_gift BEFORE INSERT ON refund
    FOR EACH ROW EXECUTE FUNCTION refund_stays_within_gift()""",
]

UNDO = {
    "sqlite": [
        "DROP TRIGGER ledger_entry_no_update",
        "DROP TRIGGER ledger_entry_no_delete",
        "DROP TRIGGER refund_within_gift",
    ],
    "postgresql": [
        "DROP TRIGGER ledger_entry_append_only ON ledger_entry",
        "DROP TRIGGER refund_within_gift ON refund",
        "DROP FUNCTION ledger_is_append_only()",
        "DROP FUNCTION refund_stays_within_gift()",
    ],
}


def upgrade() -> None:
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    for statement in UNDO[op.get_bind().dialect.name]:
        op.execute(statement)
