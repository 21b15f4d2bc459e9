"""A payment that arrived becomes a gift: its lines, books, receipt and mail, together or not at all."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from hope.accounts.supporters import find_or_add
from hope.giving import checkout as checkouts
from hope.giving import ledger, receipts
from hope.giving.facts import PaidCheckout
from hope.giving.models import Checkout, CheckoutState, Gift, GiftLine, LineKind, Settlement
from hope.giving.pledge import Pledge
from hope.kernel import jobs
from hope.kernel.mail import outbox
from hope.kernel.money import Money
from hope.kernel.references import new_reference

SETTLE = "giving.settle"


class CannotRecord(Exception):
    """A fact that fits none of our rows; somebody has to look at it."""


@dataclass(frozen=True)
class Payment:
    """What proves one gift: `source` is unique for it."""

    source: str
    total: Money
    paid_at: datetime
    payment_intent_id: str | None = None


def record_paid_checkout(session: Session, fact: PaidCheckout) -> str:
    """A one-time payment arrived."""
    checkout = held_checkout(session, fact.reference)
    payment = Payment(f"stripe:{fact.payment_intent_id}", fact.total, fact.paid_at, fact.payment_intent_id)
    if is_known(session, payment.source):
        return "known already"
    gift = record_gift(session, checkouts.pledge_of(checkout), payment, checkout_id=checkout.id)
    acknowledge(session, gift, checkout.giver_email)
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


def acknowledge(session: Session, gift: Gift, email: str) -> None:
    """Owe the giver a receipt by mail, and ask Stripe soon what the gift cost."""
    receipt = receipts.receipt_of(session, gift.id)
    assert receipt is not None
    outbox.post(session, "receipt", email, cause=f"receipt:{receipt.id}", receipt_id=receipt.id)
    jobs.after_commit(session, SETTLE)


def follow(session: Session, checkout: Checkout, state: CheckoutState) -> None:
    """Move an attempt that brought no money (yet); whoever waits for a bank is told how it goes."""
    before = checkout.state
    checkouts.finish(checkout, state)
    if checkout.state is not before and state in (CheckoutState.PROCESSING, CheckoutState.FAILED):
        kind = f"payment_{state.value}"
        cause = f"{kind}:{checkout.id}"
        outbox.post(session, kind, checkout.giver_email, cause=cause, checkout_id=checkout.id)


def public_name(name: str, naming: str) -> str:
    """A giver's name as they chose to have it shown for this gift."""
    if naming == "anonymous" or not name.strip():
        return "Anonymous"
    return name if naming == "full" else name.split()[0]


def is_known(session: Session, source: str) -> bool:
    """True when the gift that this proves is recorded already."""
    return session.scalar(select(Gift.id).where(Gift.source == source)) is not None


def paid_by(session: Session, payment_intent_id: str) -> Gift:
    """The gift of this payment, held for whoever records what became of it; raises CannotRecord."""
    settled = select(Settlement.gift_id).where(Settlement.payment_intent_id == payment_intent_id)
    held = select(Gift).where(or_(Gift.payment_intent_id == payment_intent_id, Gift.id.in_(settled)))
    gift = session.scalar(held.with_for_update(of=Gift))
    if gift is None:
        raise CannotRecord("no gift of this payment is known yet")
    return gift


def held_checkout(session: Session, reference: str) -> Checkout:
    """The attempt of this reference, held until the end of the transaction; raises CannotRecord."""
    checkout = checkouts.lock(session, reference)
    if checkout is None:
        raise CannotRecord("no checkout of this reference")
    return checkout


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
