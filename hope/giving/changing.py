"""What a giver or staff may do with a standing gift: each is asked of Stripe, and recorded as Stripe then has it."""

from datetime import datetime
from typing import Any

from hope.giving import recurring as standing
from hope.giving.gateway import Gateway
from hope.giving.models import RecurringGift
from hope.giving.orders import Change
from hope.giving.pledge import PledgeLine, lines_to_json
from hope.giving.recording import record
from hope.giving.stands import titles_of
from hope.kernel import audit
from hope.kernel.db import unit_of_work
from hope.kernel.money import Money
from hope.kernel.references import new_reference


def cancel_now(recurring: RecurringGift, actor: str, gateway: Gateway, reason: str = "") -> None:
    """End it today; nothing more is charged."""
    _change(recurring, Change(ends_now=True), "cancel now", actor, gateway, reason)


def cancel_at_period_end(recurring: RecurringGift, actor: str, gateway: Gateway, reason: str = "") -> None:
    """Let the paid month or year run out, then end."""
    _change(recurring, Change(ends_after_period=True), "cancel at period end", actor, gateway, reason)


def keep(recurring: RecurringGift, actor: str, gateway: Gateway) -> None:
    """Take back a cancellation that has not come into effect yet."""
    _change(recurring, Change(ends_after_period=False), "undo cancellation", actor, gateway)


def pause(recurring: RecurringGift, until: datetime | None, actor: str, gateway: Gateway) -> None:
    """Charge nothing until a day, or until somebody resumes it."""
    _change(recurring, Change(paused=True, resumes_at=until), "pause", actor, gateway)


def resume(recurring: RecurringGift, actor: str, gateway: Gateway) -> None:
    """Charge again from the next date on."""
    _change(recurring, Change(paused=False), "resume", actor, gateway)


def change_amount(recurring: RecurringGift, total: Money, actor: str, gateway: Gateway) -> None:
    """Give another amount from the next date on; nothing is charged today."""
    _change(recurring, Change(total=total), "change amount", actor, gateway)


def change_day(recurring: RecurringGift, next_at: datetime, actor: str, gateway: Gateway) -> None:
    """Give next on this day, and from then on in the same rhythm; nothing is charged before it."""
    _change(recurring, Change(next_at=next_at), "change day", actor, gateway, told="day")


def change_purpose(recurring: RecurringGift, line: PledgeLine, actor: str, gateway: Gateway) -> None:
    """Give the same for something else from the next payment on; gifts that were given stay where they are."""
    named = f"{line.label}: {line.campaign_title}"
    change = Change(total=recurring.total, named=named)
    _change(
        recurring,
        change,
        "change campaign",
        actor,
        gateway,
        told="purpose",
        lines=(line,),
    )


def _change(
    recurring: RecurringGift,
    change: Change,
    action: str,
    actor: str,
    gateway: Gateway,
    reason: str = "",
    *,
    told: str = "",
    lines: tuple[PledgeLine, ...] = (),
) -> None:
    before = _look(recurring)
    facts = gateway.change_recurring(recurring.subscription_id, change, f"change:{new_reference()}")
    with unit_of_work() as session:
        for fact in facts:
            record(session, fact)
        if lines:
            recurring.lines = lines_to_json(lines)
        if told:
            standing.tell(session, recurring, [told])
        details = audit.differences(before, _look(recurring))
        audit.note(session, actor, action, f"recurring:{recurring.id}", reason, details)


def _look(recurring: RecurringGift) -> dict[str, Any]:
    """How it stands, for the audit to tell what a change changed."""
    names = ("status", "total", "next_payment_at", "paused", "resumes_at", "cancel_at")
    return audit.look_of(recurring, names) | {"for": ", ".join(titles_of(recurring))}
