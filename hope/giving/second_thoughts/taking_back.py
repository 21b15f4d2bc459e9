"""The whole gift goes back, once: through the same refund that staff make."""

from sqlalchemy import select

from hope.giving import changing, refunds
from hope.giving.gateway import Gateway
from hope.giving.models import Gift, RecurringGift
from hope.giving.recording import record
from hope.giving.refunds import CannotRefund
from hope.giving.second_thoughts.window import is_open
from hope.giving.stands import stand_of
from hope.kernel.db import db, unit_of_work
from hope.kernel.money import Money

WHY = "second thoughts"


class TooLate(Exception):
    """The half hour is over."""


def left(gift: Gift) -> Money:
    """What would go back; nothing where it went back already."""
    return refunds.left_of(db.session(), gift)


def begun(gift: Gift) -> RecurringGift | None:
    """The standing gift that began with this payment, while it runs: it ends with it."""
    if gift.recurring_id is None:
        return None
    session = db.session()
    first = select(Gift.id).where(Gift.recurring_id == gift.recurring_id).order_by(Gift.id).limit(1)
    recurring = session.get_one(RecurringGift, gift.recurring_id)
    return recurring if session.scalar(first) == gift.id and not stand_of(recurring).over else None


def take_back(gift: Gift, gateway: Gateway) -> None:
    """Send all of a gift back, and end what began with it; raises TooLate, CannotRefund or GatewayError.

    Whoever presses twice, or again after a silence, asks for the same refund by the same key. What was begun ends
    first: of the two that may fail, a later charge would be the worse one to leave behind.
    """
    if not is_open(gift):
        raise TooLate
    actor = f"link:gift:{gift.id}"
    if recurring := begun(gift):
        changing.cancel_now(recurring, actor, gateway, WHY)
    _learn_payment(gift, gateway)
    refunds.refund(gift, gift.total, WHY, actor, gateway, key=f"second-thoughts:{gift.reference}")


def _learn_payment(gift: Gift, gateway: Gateway) -> None:
    """The payment behind a standing gift's invoice is known only once Stripe was asked what it cost."""
    if refunds.payment_of(db.session(), gift) is not None:
        return
    facts = gateway.find_settlement(gift)
    with unit_of_work() as session:
        for fact in facts:
            record(session, fact)


__all__ = ["CannotRefund", "TooLate", "begun", "left", "take_back"]
