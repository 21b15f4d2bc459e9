"""Balance transactions: every movement of money, with its fee as a fact."""

from decimal import ROUND_HALF_UP, Decimal

from stripe_sandbox.core.currencies import places
from stripe_sandbox.core.desk import Desk
from stripe_sandbox.core.shapes import Obj

DAY = 86400
UNTIL_AVAILABLE = 2 * DAY
CATEGORIES = {
    "charge": "charge", "payment": "charge", "refund": "refund", "payment_refund": "refund", "payout": "payout",
    "refund_failure": "refund_failure", "payment_failure_refund": "refund_failure", "payout_failure": "payout_reversal",
}  # fmt: skip


def fee_for(desk: Desk, amount: int, currency: str) -> int:
    """The fee of a charge, in whole minor units; the smallest coin of a three-decimal currency is ten."""
    coin = 10 if places(currency) == 3 else 1
    fixed = desk.settings.fee_fixed * coin
    share = Decimal(amount) * desk.settings.fee_basis_points / 10_000
    fee = int((share / coin).quantize(Decimal(1), ROUND_HALF_UP)) * coin + fixed
    return min(fee, amount)


def book(
    desk: Desk, type: str, amount: int, currency: str, source: str, fee: int = 0, at_once: bool = False
) -> Obj:
    """One movement: positive comes in, negative goes out, the fee goes off."""
    detail: Obj = {"amount": fee, "application": None, "currency": currency, "type": "stripe_fee"}
    detail["description"] = "Dispute fee" if type == "adjustment" else "Processing fees"
    available_on = desk.now if at_once or amount < 0 else desk.now + UNTIL_AVAILABLE
    booked = desk.make(
        "balance_transaction",
        type=type,
        amount=amount,
        currency=currency,
        fee=fee,
        net=amount - fee,
        fee_details=[detail] if fee else [],
        available_on=available_on,
        balance_type="payments",
        reporting_category=CATEGORIES.get(type, "dispute"),
        source=source,
        status="available" if available_on <= desk.now else "pending",
        _payout=None,
    )
    if booked["status"] == "pending":
        desk.later(available_on, "funds_available", booked["id"])
    return booked


def become_available(desk: Desk, id: str) -> None:
    """Pending money can be paid out from now on."""
    booked = desk.load("balance_transaction", id)
    desk.save(booked, status="available")


def totals(desk: Desk) -> Obj:
    """The balance: what is available and what is pending, per currency."""
    sums: dict[str, dict[str, int]] = {"available": {}, "pending": {}}
    for booked in desk.find("balance_transaction"):
        per_currency = sums[booked["status"]]
        per_currency[booked["currency"]] = per_currency.get(booked["currency"], 0) + booked["net"]
    currencies = sorted(sums["available"].keys() | sums["pending"].keys()) or ["usd"]
    return {
        state: [
            {
                "amount": found.get(currency, 0),
                "currency": currency,
                "source_types": {"card": found.get(currency, 0)},
            }
            for currency in currencies
        ]
        for state, found in sums.items()
    }
