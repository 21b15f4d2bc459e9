"""Work that was noted for later, done when its time has come."""

from collections.abc import Callable

from stripe_sandbox.core.desk import Desk
from stripe_sandbox.objects import (
    balance,
    charges,
    collecting,
    disputes,
    ending,
    refunds,
    renewing,
    sessions,
    settling,
)

Work = Callable[[Desk, str], None]
WORKS: dict[str, Work] = {
    "announce_invoice": renewing.announce,
    "book_charge": charges.book_late,
    "end_refund": refunds.end,
    "end_subscription": ending.end_when_due,
    "expire_session": sessions.expire_when_due,
    "finalize_invoice": renewing.finalize,
    "funds_available": balance.become_available,
    "open_dispute": disputes.foreseen,
    "renew": renewing.renew,
    "resume_collection": renewing.resume_collection,
    "retry_invoice": collecting.retry,
    "settle_debit": settling.when_due,
}


def run_due(desk: Desk, until: int) -> int:
    """Do what is due on this desk's clock, in order of time; answers how much that was."""
    done = 0
    while True:
        rows = desk.store.rows(
            "SELECT * FROM jobs WHERE clock IS ? AND at <= ? ORDER BY at, id LIMIT 1", desk.clock, until
        )
        if not rows:
            return done
        desk.store.execute("DELETE FROM jobs WHERE id = ?", rows[0]["id"])
        if desk.store.get_any(rows[0]["target"]):
            WORKS[rows[0]["work"]](desk.at(rows[0]["at"]), rows[0]["target"])
        done += 1
