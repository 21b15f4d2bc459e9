"""What each past gift cost, and with which payout it left: told as Stripe tells it, of payments that never were."""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import NamedTuple
from zlib import crc32

from sqlalchemy import select
from sqlalchemy.orm import Session

from hope.demo.load import CURRENCY
from hope.giving import settling
from hope.giving.facts import PaymentSettled, PayoutState
from hope.giving.models import Gift, Refund, Settlement
from hope.giving.pledge import CardFee
from hope.kernel.money import Money

# Nine in ten pay by card, whatever is printed on it; a debit from a bank costs less.
BANK = "us_bank_account 6789"
METHODS = ("visa 4242", "mastercard 4444", "visa 1881", "amex 0005", "visa 0077", "mastercard 8210", "visa 5556",
    "discover 1117", "visa 9424", BANK)  # fmt: skip
DEBIT_BASIS_POINTS, DEBIT_MOST = 80, 500
# Stripe pays a week out once it is over, and eight days later it is there.
WEEK, ON_ITS_WAY = timedelta(days=7), timedelta(days=8)


class _Moved(NamedTuple):
    """One movement of the balance that a payout carries."""

    moment: datetime
    transaction_id: str
    amount: int


def method_of(email: str) -> str:
    """How this giver pays, always in the same way."""
    return METHODS[crc32(email.encode()) % len(METHODS)]


def settle(session: Session, gift: Gift, number: int, method: str, fee: CardFee) -> None:
    """Tell what this gift cost."""
    fact = PaymentSettled(
        gift_source=gift.source,
        payment_intent_id=f"pi_example_{number:04d}",
        charge_id=f"ch_example_{number:04d}",
        transaction_id=f"txn_example_{number:04d}",
        gross=gift.total,
        fee=_cost(gift.total, method, fee),
        method=method,
        settled_at=gift.given_at,
    )
    settling.record_settlement(session, fact)


def pay_out(session: Session, moment: datetime) -> None:
    """Pay out what each week brought, less what went back in it; the newest payout is still on its way."""
    weeks: dict[int, list[_Moved]] = defaultdict(list)
    for moved in _movements(session):
        weeks[(moment - moved.moment) // WEEK].append(moved)
    carried: list[_Moved] = []
    # Of this week nothing has left, and a week that brought nothing waits for the next.
    for number, ago in enumerate(sorted((ago for ago in weeks if ago), reverse=True), start=1):
        carried += weeks[ago]
        total = sum(moved.amount for moved in carried)
        if total > 0:
            arrives_at = (moment - ago * WEEK + ON_ITS_WAY).replace(hour=0, minute=0, second=0, microsecond=0)
            _pay(session, number, carried, Money(total, CURRENCY), arrives_at, moment)
            carried = []


def _pay(
    session: Session, number: int, carried: list[_Moved], total: Money, arrives_at: datetime, moment: datetime
) -> None:
    names = tuple(moved.transaction_id for moved in carried)
    status = "paid" if arrives_at <= moment else "in_transit"
    asked_at = min(arrives_at, moment)
    fact = PayoutState(f"po_example_{number:03d}", total, status, arrives_at, names, asked_at)
    settling.record_payout(session, fact)


def _movements(session: Session) -> list[_Moved]:
    """What every gift brought, and what every refund took."""
    came = select(Settlement).join(Gift, Gift.id == Settlement.gift_id).where(Gift.is_example)
    found = [
        _Moved(row.settled_at, row.transaction_id, row.gross.amount - row.fee.amount)
        for row in session.scalars(came)
    ]
    for refund in session.scalars(
        select(Refund).join(Gift, Gift.id == Refund.gift_id).where(Gift.is_example)
    ):
        found.append(_Moved(refund.refunded_at, f"txn_example_refund_{refund.id}", -refund.total.amount))
    return found


def _cost(total: Money, method: str, fee: CardFee) -> Money:
    """What a payment of this size costs, by card or from a bank account."""
    if method == BANK:
        return Money(min(-(-total.amount * DEBIT_BASIS_POINTS // 10_000), DEBIT_MOST), total.currency)
    return Money(-(-total.amount * fee.basis_points // 10_000) + fee.fixed, total.currency)
