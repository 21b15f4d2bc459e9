"""Payouts: what is available goes to the charity's bank account."""

from typing import Any

from stripe_sandbox.core.desk import Desk
from stripe_sandbox.core.errors import invalid
from stripe_sandbox.core.shapes import Obj
from stripe_sandbox.objects import balance

BANK = "ba_sandbox0000000000000000"
DAY = 86400


def available(desk: Desk, currency: str, status: str = "available") -> list[Obj]:
    """Movements that no payout carries yet."""
    found = desk.find("balance_transaction", currency=currency, status=status)
    return [booked for booked in found if booked["_payout"] is None]


def pay_out(desk: Desk, currency: str, include_pending: bool = False) -> Obj:
    """An automatic payout of everything available, arrived at once."""
    if include_pending:
        for booked in available(desk, currency, "pending"):
            desk.save(booked, status="available", available_on=min(booked["available_on"], desk.now))
    carried = available(desk, currency)
    total = sum(booked["net"] for booked in carried)
    if total <= 0:
        raise invalid(f"There is nothing available to pay out in {currency.upper()}.")
    payout = make(desk, total, currency, automatic=True)
    for booked in carried:
        desk.save(booked, _payout=payout["id"])
    desk.emit("payout.created", payout)
    arrive(desk, payout)
    desk.save(payout, reconciliation_status="completed")
    desk.emit("payout.reconciliation_completed", payout)
    return payout


def make(desk: Desk, amount: int, currency: str, automatic: bool, **fields: Any) -> Obj:
    payout = desk.make(
        "payout",
        amount=amount,
        currency=currency,
        automatic=automatic,
        arrival_date=desk.now + DAY,
        destination=BANK,
        metadata=fields.pop("metadata", {}),
        method="standard",
        reconciliation_status="in_progress" if automatic else "not_applicable",
        source_type="card",
        status="in_transit",
        trace_id={"status": "pending", "value": None},
        **fields,
    )
    booked = balance.book(desk, "payout", -amount, currency, payout["id"])
    desk.save(booked, _payout=payout["id"] if automatic else "manual")
    return desk.save(payout, balance_transaction=booked["id"])


def make_by_hand(desk: Desk, params: dict[str, Any]) -> Obj:
    """A payout that was asked for; nothing says which payments it carries."""
    there = sum(booked["net"] for booked in available(desk, params["currency"].lower()))
    if not 0 < params["amount"] <= there:
        raise invalid("You have insufficient funds in your Stripe account.", "amount", "balance_insufficient")
    kept = {
        name: params[name] for name in ("description", "metadata", "statement_descriptor") if name in params
    }
    payout = make(desk, params["amount"], params["currency"].lower(), automatic=False, **kept)
    desk.emit("payout.created", payout)
    arrive(desk, payout)
    return payout


def arrive(desk: Desk, payout: Obj) -> None:
    desk.save(payout, status="paid")
    desk.emit("payout.paid", payout)


def fail(desk: Desk, payout: Obj) -> Obj:
    """The bank sends a payout back; what it carried can be paid out again."""
    if payout["status"] not in ("paid", "in_transit", "pending"):
        raise invalid(f"This payout is {payout['status']}.")
    back = balance.book(
        desk, "payout_failure", payout["amount"], payout["currency"], payout["id"], at_once=True
    )
    desk.save(back, _payout=payout["id"])
    for booked in desk.find("balance_transaction", _payout=payout["id"]):
        if booked["type"] not in ("payout", "payout_failure"):
            desk.save(booked, _payout=None)
    words = "The bank account has been closed."
    desk.save(payout, status="failed", failure_code="account_closed", failure_message=words)
    desk.save(payout, failure_balance_transaction=back["id"])
    desk.emit("payout.failed", payout)
    return payout
