"""Facts become rows here, exactly once, in the transaction that the caller opened.

Each fact is made unique by what proves it (a payment, an invoice), not by the event that told of it: two events
may tell one fact, and the thank-you page may learn it from Stripe before any event comes.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from hope.accounts.supporters import find_or_add
from hope.giving import checkout as checkouts
from hope.giving import ledger, receipts
from hope.giving.facts import (
    CheckoutExpired,
    CheckoutFailed,
    CheckoutProcessing,
    Fact,
    Ignored,
    PaidCheckout,
    PaidInvoice,
    SubscriptionStarted,
)
from hope.giving.models import Checkout, CheckoutState, Gift, GiftLine, LineKind, RecurringGift
from hope.giving.pledge import Pledge, lines_to_json
from hope.kernel.mail import outbox
from hope.kernel.money import Money
from hope.kernel.references import new_reference


class CannotRecord(Exception):
    """A fact that fits none of our rows; somebody has to look at it."""


@dataclass(frozen=True)
class Payment:
    """What proves one gift: `source` is unique for it."""

    source: str
    total: Money
    paid_at: datetime
    payment_intent_id: str | None = None


def record(session: Session, fact: Fact) -> str:
    """Make the rows that this fact calls for, or find them made; says in a few words what it did."""
    match fact:
        case PaidCheckout():
            return _record_one_time(session, fact)
        case SubscriptionStarted():
            checkout = _checkout(session, fact.reference)
            _recurring(session, checkout, fact.subscription_id, fact.customer_id, fact.started_at)
            return "recurring gift known"
        case PaidInvoice():
            return _record_invoice(session, fact)
        case CheckoutProcessing():
            return _move(session, fact.reference, CheckoutState.PROCESSING)
        case CheckoutFailed():
            return _move(session, fact.reference, CheckoutState.FAILED)
        case CheckoutExpired():
            return _move(session, fact.reference, CheckoutState.EXPIRED)
        case Ignored():
            return fact.reason


def _record_one_time(session: Session, fact: PaidCheckout) -> str:
    checkout = _checkout(session, fact.reference)
    payment = Payment(f"stripe:{fact.payment_intent_id}", fact.total, fact.paid_at, fact.payment_intent_id)
    if _known(session, payment.source):
        return "known already"
    gift = record_gift(session, checkouts.pledge_of(checkout), payment, checkout_id=checkout.id)
    _acknowledge(session, gift, checkout.giver_email)
    checkouts.finish(checkout, CheckoutState.COMPLETED)
    return f"gift {gift.reference}"


def _record_invoice(session: Session, fact: PaidInvoice) -> str:
    checkout = _checkout(session, fact.reference)
    recurring = _recurring(session, checkout, fact.subscription_id, fact.customer_id, fact.paid_at)
    payment = Payment(f"stripe:{fact.invoice_id}", fact.total, fact.paid_at)
    if _known(session, payment.source):
        return "known already"
    gift = record_gift(
        session, checkouts.pledge_of(checkout), payment, checkout_id=checkout.id, recurring_id=recurring.id
    )
    _acknowledge(session, gift, checkout.giver_email)
    checkouts.finish(checkout, CheckoutState.COMPLETED)
    return f"gift {gift.reference}"


def record_gift(
    session: Session,
    pledge: Pledge,
    payment: Payment,
    *,
    checkout_id: int | None = None,
    recurring_id: int | None = None,
    is_example: bool = False,
) -> Gift:
    """Write a gift that arrived, its lines, its books and its receipt; raises CannotRecord on another amount."""
    if payment.total != pledge.total:
        raise CannotRecord(f"paid {payment.total}, asked for {pledge.total}")
    giver = pledge.giver
    supporter = find_or_add(session, giver.email, giver.name, wants_news=giver.wants_news)
    gift = Gift(
        reference=new_reference(),
        source=payment.source,
        payment_intent_id=payment.payment_intent_id,
        supporter_id=supporter.id,
        checkout_id=checkout_id,
        recurring_id=recurring_id,
        interval=pledge.interval,
        total=payment.total,
        giver_name=giver.name,
        naming=giver.naming,
        show_amount=giver.show_amount,
        note=giver.note,
        given_at=payment.paid_at,
        is_example=is_example,
        lines=_lines(pledge),
    )
    session.add(gift)
    session.flush()
    receipts.issue(session, gift)
    ledger.book_gift(session, gift)
    return gift


def public_name(name: str, naming: str) -> str:
    """A giver's name as they chose to have it shown for this gift."""
    if naming == "anonymous" or not name.strip():
        return "Anonymous"
    return name if naming == "full" else name.split()[0]


def start_recurring(
    session: Session,
    pledge: Pledge,
    subscription_id: str,
    started_at: datetime,
    *,
    customer_id: str | None = None,
    checkout_id: int | None = None,
    is_example: bool = False,
) -> RecurringGift:
    """Write down a standing gift."""
    giver = pledge.giver
    supporter = find_or_add(session, giver.email, giver.name, wants_news=giver.wants_news)
    recurring = RecurringGift(
        reference=new_reference(),
        subscription_id=subscription_id,
        customer_id=customer_id,
        supporter_id=supporter.id,
        checkout_id=checkout_id,
        interval=pledge.interval,
        lines=lines_to_json(pledge.lines),
        total=pledge.total,
        cover_amount=pledge.cover.amount,
        giver_name=giver.name,
        naming=giver.naming,
        show_amount=giver.show_amount,
        started_at=started_at,
        is_example=is_example,
    )
    session.add(recurring)
    session.flush()
    return recurring


def _recurring(
    session: Session, checkout: Checkout, subscription_id: str, customer_id: str | None, started_at: datetime
) -> RecurringGift:
    """The standing gift of this subscription, begun by whichever fact comes first (they come in any order)."""
    known = select(RecurringGift).where(RecurringGift.subscription_id == subscription_id)
    recurring = session.scalar(known)
    if recurring is not None:
        recurring.customer_id = recurring.customer_id or customer_id
        return recurring
    pledge = checkouts.pledge_of(checkout)
    return start_recurring(
        session, pledge, subscription_id, started_at, customer_id=customer_id, checkout_id=checkout.id
    )


def _lines(pledge: Pledge) -> list[GiftLine]:
    rows = [(LineKind.GIFT, line, line.label, line.total) for line in pledge.lines]
    if pledge.cover:
        covers = pledge.cover.split([line.total.amount for line in pledge.lines])
        pairs = zip(pledge.lines, covers, strict=True)
        rows += [(LineKind.COVER, line, "Towards the card fee", cover) for line, cover in pairs if cover]
    return [
        GiftLine(
            kind=kind,
            campaign_id=line.campaign_id,
            tier_id=line.tier_id if kind is LineKind.GIFT else None,
            campaign_title=line.campaign_title,
            campaign_slug=line.campaign_slug,
            label=label,
            quantity=line.quantity if kind is LineKind.GIFT else 1,
            total=total,
        )
        for kind, line, label, total in rows
    ]


def _acknowledge(session: Session, gift: Gift, email: str) -> None:
    receipt = receipts.receipt_of(session, gift.id)
    assert receipt is not None
    outbox.post(session, "receipt", email, cause=f"receipt:{receipt.id}", receipt_id=receipt.id)


def _known(session: Session, source: str) -> bool:
    return session.scalar(select(Gift.id).where(Gift.source == source)) is not None


def _checkout(session: Session, reference: str) -> Checkout:
    checkout = checkouts.lock(session, reference)
    if checkout is None:
        raise CannotRecord("no checkout of this reference")
    return checkout


def _move(session: Session, reference: str, state: CheckoutState) -> str:
    checkouts.finish(_checkout(session, reference), state)
    return f"checkout {state.value}"
