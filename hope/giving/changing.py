"""What a giver or staff may do with a standing gift: each is asked of Stripe, and recorded as Stripe then has it."""

from datetime import datetime

from sqlalchemy.orm import Session

from hope.giving.gateway import Gateway
from hope.giving.models import RecurringGift
from hope.giving.orders import Change
from hope.giving.recording import record
from hope.kernel import audit
from hope.kernel.db import unit_of_work
from hope.kernel.money import Money
from hope.kernel.references import new_reference


def cancel_now(recurring: RecurringGift, actor: str, gateway: Gateway) -> None:
    """End it today; nothing more is charged."""
    _change(recurring, Change(ends_now=True), "cancel now", actor, gateway)


def cancel_at_period_end(recurring: RecurringGift, actor: str, gateway: Gateway) -> None:
    """Let the paid month or year run out, then end."""
    _change(recurring, Change(ends_after_period=True), "cancel at period end", actor, gateway)


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
    _change(recurring, Change(total=total), "change amount", actor, gateway, amount=total.amount)


def _change(
    recurring: RecurringGift, change: Change, action: str, actor: str, gateway: Gateway, **details: int
) -> None:
    facts = gateway.change_recurring(recurring.subscription_id, change, f"change:{new_reference()}")
    with unit_of_work() as session:
        for fact in facts:
            record(session, fact)
        _note(session, recurring, action, actor, details)


def _note(
    session: Session, recurring: RecurringGift, action: str, actor: str, details: dict[str, int]
) -> None:
    audit.note(session, actor, action, f"recurring:{recurring.id}", details=details)
