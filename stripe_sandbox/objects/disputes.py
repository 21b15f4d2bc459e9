"""Disputes: a donor's bank asks for the money back; inquiries ask only."""

from typing import Any

from stripe_sandbox.core.currencies import places
from stripe_sandbox.core.desk import Desk
from stripe_sandbox.core.errors import invalid
from stripe_sandbox.core.shapes import Obj, blank, public
from stripe_sandbox.objects import balance
from stripe_sandbox.objects.customers import merged

DAY = 86400
DAYS_TO_ANSWER = 9
FEE = 15
REASONS = (
    "fraudulent", "product_not_received", "duplicate", "general", "credit_not_processed", "product_unacceptable",
    "subscription_canceled", "unrecognized",
)  # fmt: skip
OPEN = ("needs_response", "under_review", "warning_needs_response", "warning_under_review")


def foreseen(desk: Desk, charge_id: str) -> None:
    """What the special cards bring soon after their payment."""
    charge = desk.load("charge", charge_id)
    outcome = charge["_outcome"]
    if outcome == "early_fraud_warning":
        warn(desk, charge)
    elif not charge["disputed"]:
        reason = outcome.removeprefix("dispute_").replace("inquiry", "general")
        make(desk, charge, reason, inquiry=outcome == "dispute_inquiry")


def make(desk: Desk, charge: Obj, reason: str, inquiry: bool = False) -> Obj:
    """Open a dispute; unless it is only an inquiry the money is taken at once."""
    if charge["status"] != "succeeded" or charge["disputed"]:
        raise invalid("Only a successful charge that is not yet disputed can be disputed.")
    if reason not in REASONS:
        raise invalid(f"The reason must be one of {', '.join(REASONS)}.", "reason")
    left = charge["amount"] - charge["amount_refunded"]
    dispute = desk.make(
        "dispute",
        amount=left or charge["amount"],
        charge=charge["id"],
        currency=charge["currency"],
        is_charge_refundable=inquiry,
        payment_intent=charge["payment_intent"],
        reason=reason,
        status="warning_needs_response" if inquiry else "needs_response",
        **case(charge, inquiry),
    )
    details = blank("dispute")["evidence_details"] | {"due_by": desk.now + DAYS_TO_ANSWER * DAY}
    desk.save(dispute, evidence_details=details | {"submission_method": "not_submitted"})
    desk.save(charge, disputed=True, _inquiry=inquiry)
    if not inquiry:
        withdraw(desk, dispute)
    desk.emit("charge.dispute.created", dispute)
    if not inquiry:
        desk.emit("charge.dispute.funds_withdrawn", dispute)
    return dispute


def case(charge: Obj, inquiry: bool) -> Obj:
    if charge["payment_method_details"]["type"] != "card":
        return {}
    brand = charge["payment_method_details"]["card"]["brand"]
    card = {"brand": brand, "case_type": "inquiry" if inquiry else "chargeback", "network": brand}
    return {"payment_method_details": {"card": card | {"network_reason_code": "10"}, "type": "card"}}


def withdraw(desk: Desk, dispute: Obj) -> None:
    fee = FEE * 10 ** places(dispute["currency"])
    booked = balance.book(desk, "adjustment", -dispute["amount"], dispute["currency"], dispute["id"], fee)
    desk.save(dispute, balance_transactions=[*dispute["balance_transactions"], public(booked)])


def warn(desk: Desk, charge: Obj) -> Obj:
    """The card's bank thinks that the payment was fraud; no money moves yet."""
    warning = desk.make(
        "radar.early_fraud_warning",
        actionable=True,
        charge=charge["id"],
        fraud_type="made_with_stolen_card",
        payment_intent=charge["payment_intent"],
        livemode=False,
    )
    desk.emit("radar.early_fraud_warning.created", warning)
    return warning


def update(desk: Desk, dispute: Obj, params: dict[str, Any]) -> Obj:
    """Keep evidence, and hand it in unless told not to; two test texts decide the case at once."""
    must_be_open(dispute)
    evidence = dispute["evidence"] | {key: value or None for key, value in params.get("evidence", {}).items()}
    changes: Obj = {"evidence": evidence}
    if "metadata" in params:
        changes["metadata"] = merged(dispute["metadata"], params["metadata"])
    given = any(value for value in evidence.values())
    details = dispute["evidence_details"] | {"has_evidence": given}
    submitted = "evidence" in params and params.get("submit", True)
    if submitted:
        count = details["submission_count"] + 1
        details |= {"submission_count": count, "submission_method": "manual"}
        changes["status"] = "warning_under_review" if warning(dispute) else "under_review"
    desk.change(dispute, "charge.dispute.updated", **changes, evidence_details=details)
    verdict = {"winning_evidence": True, "losing_evidence": False}.get(str(evidence["uncategorized_text"]))
    if submitted and verdict is not None:
        decide(desk, dispute, verdict)
    return dispute


def decide(desk: Desk, dispute: Obj, won: bool) -> Obj:
    """The bank decides: the money comes back, or it stays with the donor."""
    must_be_open(dispute)
    if warning(dispute):
        return end_inquiry(desk, dispute, won)
    desk.save(dispute, status="won" if won else "lost", is_charge_refundable=False)
    desk.emit("charge.dispute.closed", dispute)
    if won:
        back = balance.book(
            desk, "adjustment", dispute["amount"], dispute["currency"], dispute["id"], at_once=True
        )
        desk.save(dispute, balance_transactions=[*dispute["balance_transactions"], public(back)])
        desk.emit("charge.dispute.funds_reinstated", dispute)
    return dispute


def end_inquiry(desk: Desk, dispute: Obj, won: bool) -> Obj:
    """An inquiry is closed, or becomes a dispute."""
    if won:
        desk.save(dispute, status="warning_closed", is_charge_refundable=True)
        desk.emit("charge.dispute.closed", dispute)
        return dispute
    desk.save(desk.load("charge", dispute["charge"]), _inquiry=False)
    before = {"status": dispute["status"]}
    desk.save(dispute, status="needs_response", is_charge_refundable=False)
    withdraw(desk, dispute)
    desk.emit("charge.dispute.updated", dispute, before)
    desk.emit("charge.dispute.funds_withdrawn", dispute)
    return dispute


def close(desk: Desk, dispute: Obj) -> Obj:
    """Accept a dispute: it is lost."""
    if warning(dispute):
        return end_inquiry(desk, dispute, won=True)
    return decide(desk, dispute, won=False)


def warning(dispute: Obj) -> bool:
    return str(dispute["status"]).startswith("warning_")


def must_be_open(dispute: Obj) -> None:
    if dispute["status"] not in OPEN:
        raise invalid("This dispute is already closed.", code="dispute_already_closed")
