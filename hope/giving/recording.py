"""Facts become rows here, exactly once, in the transaction that the caller opened.

Each fact is made unique by what proves it (a payment, an invoice, a refund), not by the event that told of it: two
events may tell one fact, and the thank-you page may learn it from Stripe before any event comes.
"""

from sqlalchemy.orm import Session

from hope.giving import gifts, recurring, returns, settling
from hope.giving.facts import (
    CheckoutExpired,
    CheckoutFailed,
    CheckoutProcessing,
    DisputeState,
    Fact,
    FraudWarning,
    Ignored,
    InvoiceFailed,
    Look,
    PaidCheckout,
    PaidInvoice,
    PaymentSettled,
    PayoutState,
    RefundState,
    SubscriptionStarted,
    SubscriptionState,
)
from hope.giving.gifts import CannotRecord
from hope.giving.models import CheckoutState

__all__ = ["CannotRecord", "record"]


def record(session: Session, fact: Fact) -> str:
    """Make the rows that this fact calls for, or find them made; says in a few words what it did."""
    match fact:
        case PaidCheckout():
            return gifts.record_paid_checkout(session, fact)
        case PaidInvoice():
            return recurring.record_paid_invoice(session, fact)
        case SubscriptionStarted():
            return recurring.record_start(session, fact)
        case SubscriptionState():
            return recurring.record_state(session, fact)
        case InvoiceFailed():
            return recurring.record_failed_invoice(session, fact)
        case PaymentSettled():
            return settling.record_settlement(session, fact)
        case PayoutState():
            return settling.record_payout(session, fact)
        case RefundState():
            return returns.record_refund(session, fact)
        case DisputeState():
            return returns.record_dispute(session, fact)
        case FraudWarning():
            return returns.record_warning(session, fact)
        case CheckoutProcessing() | CheckoutFailed() | CheckoutExpired():
            return _move(session, fact)
        case Look():
            return "to be asked"
        case Ignored():
            return fact.reason


_STATES = {
    CheckoutProcessing: CheckoutState.PROCESSING,
    CheckoutFailed: CheckoutState.FAILED,
    CheckoutExpired: CheckoutState.EXPIRED,
}


def _move(session: Session, fact: CheckoutProcessing | CheckoutFailed | CheckoutExpired) -> str:
    """Follow an attempt that brought no money (yet)."""
    checkout = gifts.held_checkout(session, fact.reference)
    gifts.follow(session, checkout, _STATES[type(fact)])
    return f"checkout {checkout.state.value}"
