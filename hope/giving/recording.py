"""Facts become rows here, exactly once, in the transaction that the caller opened.

Each fact is made unique by what proves it (a payment, an invoice, a refund), not by the event that told of it: two
events may tell one fact, and the thank-you page may learn it from Stripe before any event comes.
"""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from hope.giving import checkout as checkouts
from hope.giving import failing, gifts, recurring, returns, settling, stock
from hope.giving.arrivals import Arrival, Payment
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

__all__ = ["CannotRecord", "record", "record_all"]


PAID = (PaidCheckout, PaidInvoice)


def record(session: Session, fact: Fact) -> str:
    """Make the rows that this fact calls for, or find them made; says in a few words what it did."""
    (words,) = record_all(session, [fact])
    return words


def record_all(session: Session, facts: Sequence[Fact]) -> list[str]:
    """The same for several facts: what was paid is recorded first and together, everything else in its order."""
    paid = iter(_record_paid(session, [fact for fact in facts if isinstance(fact, PAID)]))
    return [next(paid) if isinstance(fact, PAID) else _record_other(session, fact) for fact in facts]


def _record_paid(session: Session, facts: Sequence[PaidCheckout | PaidInvoice]) -> list[str]:
    """Make a gift of each payment that is not one yet; a payment told twice at once is one gift, too."""
    if not facts:
        return []
    held = gifts.held_wishes(session, [fact.reference for fact in facts])
    known = gifts.known(session, [fact.source for fact in facts])
    fresh = {fact.source: fact for fact in facts if fact.source not in known}
    invoices = [fact for fact in fresh.values() if isinstance(fact, PaidInvoice)]
    arrivals = recurring.arrivals_of(session, invoices, held)
    arrivals += [_arrival(f, held[f.reference]) for f in fresh.values() if isinstance(f, PaidCheckout)]
    words = {gift.source: f"gift {gift.reference}" for gift in gifts.record_gifts(session, arrivals)}
    checkouts.complete(session, [held[fact.reference].id for fact in fresh.values()])
    limited = [
        a.checkout_id for a in arrivals if a.checkout_id and any(line.limited for line in a.pledge.lines)
    ]
    stock.sell(session, limited)
    return [words.pop(fact.source, "known already") for fact in facts]


def _arrival(fact: PaidCheckout, asked: checkouts.Asked) -> Arrival:
    payment = Payment(fact.source, fact.total, fact.paid_at, fact.payment_intent_id)
    return Arrival(
        payment,
        checkouts.pledge_of(asked),
        receipt_to=asked.giver_email,
        checkout_id=asked.id,
        beside=asked.beside,
    )


def _record_other(session: Session, fact: Fact) -> str:
    match fact:
        case SubscriptionStarted():
            return recurring.record_start(session, fact)
        case SubscriptionState():
            return recurring.record_state(session, fact)
        case InvoiceFailed():
            return failing.record_failed_invoice(session, fact)
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
        case PaidCheckout() | PaidInvoice():
            return _record_paid(session, [fact])[0]


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
