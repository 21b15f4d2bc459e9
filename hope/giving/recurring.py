"""The life of a standing gift, as Stripe tells it: begun, paid, failed, paused, changed, ended."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from hope.accounts.models import Supporter
from hope.accounts.supporters import find_or_add
from hope.giving import checkout as checkouts
from hope.giving import gifts
from hope.giving.facts import InvoiceFailed, PaidInvoice, SubscriptionStarted, SubscriptionState
from hope.giving.gifts import Payment
from hope.giving.models import CheckoutState, RecurringGift, RecurringStatus
from hope.giving.pledge import (
    Giver,
    Interval,
    Pledge,
    PledgeLine,
    lines_from_json,
    lines_to_json,
)
from hope.kernel.mail import outbox
from hope.kernel.mail.models import OutgoingMail
from hope.kernel.money import Money
from hope.kernel.references import new_reference


def record_start(session: Session, fact: SubscriptionStarted) -> str:
    """A donor finished the checkout of a standing gift; its money comes with its invoices."""
    _known(session, fact.reference, fact.subscription_id, fact.customer_id, fact.started_at)
    if fact.processing:
        gifts.follow(session, gifts.held_checkout(session, fact.reference), CheckoutState.PROCESSING)
    return "recurring gift known"


def record_paid_invoice(session: Session, fact: PaidInvoice) -> str:
    """One payment of a standing gift arrived: the first, or a renewal."""
    recurring = _known(session, fact.reference, fact.subscription_id, fact.customer_id, fact.paid_at)
    payment = Payment(f"stripe:{fact.invoice_id}", fact.total, fact.paid_at)
    if gifts.is_known(session, payment.source):
        return "known already"
    pledge = pledge_of(session, recurring, fact.total)
    gift = gifts.record_gift(
        session, pledge, payment, checkout_id=recurring.checkout_id, recurring_id=recurring.id
    )
    gifts.acknowledge(session, gift, pledge.giver.email)
    checkouts.finish(gifts.held_checkout(session, fact.reference), CheckoutState.COMPLETED)
    return f"gift {gift.reference}"


def record_failed_invoice(session: Session, fact: InvoiceFailed) -> str:
    """A payment did not come through: tell the giver once for each attempt, unless it was paid meanwhile."""
    if gifts.is_known(session, f"stripe:{fact.invoice_id}"):
        return "paid meanwhile"
    recurring = _known(session, fact.reference, fact.subscription_id, None, fact.failed_at)
    if gifts.held_checkout(session, fact.reference).state is not CheckoutState.COMPLETED:
        return "its first payment, of which the checkout tells"
    if not fact.needs_action and _asked_to_act(session, fact):
        return "asked to confirm it already"
    kind = "recurring_action" if fact.needs_action else "recurring_failed"
    outbox.post(
        session,
        kind,
        _email(session, recurring),
        cause=f"{kind}:{fact.invoice_id}:{fact.attempt}",
        recurring_id=recurring.id,
        page_url=fact.page_url,
        next_attempt_at=fact.next_attempt_at.isoformat() if fact.next_attempt_at else None,
    )
    return f"attempt {fact.attempt} failed"


def record_state(session: Session, fact: SubscriptionState) -> str:
    """Write down how a standing gift stands now, and tell the giver what changed for them."""
    recurring = _known(
        session,
        fact.reference,
        fact.subscription_id,
        fact.customer_id,
        gifts.held_checkout(session, fact.reference).created_at,
    )
    before = _visible(recurring)
    recurring.status = RecurringStatus(fact.status)
    recurring.cancel_at, recurring.ended_at = fact.cancel_at, fact.ended_at
    recurring.paused, recurring.resumes_at = fact.paused, fact.resumes_at
    recurring.next_payment_at, recurring.end_reason = fact.next_payment_at, fact.end_reason
    if fact.total != recurring.total:
        _reprice(recurring, fact.total)
    _note_card(session, recurring, fact)
    changed = [name for name, value in _visible(recurring).items() if value != before[name]]
    if changed and recurring.status is not RecurringStatus.INCOMPLETE:
        _tell(session, recurring, changed)
    return f"recurring gift {recurring.status.value}"


def begin(
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


def pledge_of(session: Session, recurring: RecurringGift, total: Money) -> Pledge:
    """What a payment of `total` is for: as promised, or in the same proportions when the amount was changed."""
    giver = Giver(
        name=recurring.giver_name,
        email=_email(session, recurring),
        naming=recurring.naming,
        show_amount=recurring.show_amount,
    )
    lines, cover = lines_from_json(recurring.lines), Money(recurring.cover_amount, total.currency)
    if total != recurring.total:
        lines, cover = scaled(lines, total), Money.zero(total.currency)
    return Pledge(giver, Interval(recurring.interval), lines, cover)


def scaled(lines: tuple[PledgeLine, ...], total: Money) -> tuple[PledgeLine, ...]:
    """The same designations over another amount, to the last cent; a changed amount is no named gift any more."""
    shares = total.split([line.total.amount for line in lines])
    return tuple(
        PledgeLine(line.campaign_id, line.campaign_slug, line.campaign_title, line.label, share)
        for line, share in zip(lines, shares, strict=True)
        if share
    )


def _known(
    session: Session, reference: str, subscription_id: str, customer_id: str | None, started_at: datetime
) -> RecurringGift:
    """The standing gift of this subscription, begun by whichever fact comes first (they come in any order)."""
    checkout = gifts.held_checkout(session, reference)
    found = select(RecurringGift).where(RecurringGift.subscription_id == subscription_id)
    recurring = session.scalar(found.execution_options(populate_existing=True))
    if recurring is not None:
        recurring.customer_id = recurring.customer_id or customer_id
        return recurring
    pledge = checkouts.pledge_of(checkout)
    return begin(
        session, pledge, subscription_id, started_at, customer_id=customer_id, checkout_id=checkout.id
    )


def _asked_to_act(session: Session, fact: InvoiceFailed) -> bool:
    """Stripe tells of an attempt that waits for the donor twice; its first telling may not have counted it yet."""
    attempts = (fact.attempt - 1, fact.attempt)
    causes = [f"recurring_action:{fact.invoice_id}:{attempt}" for attempt in attempts]
    return session.scalar(select(OutgoingMail.id).where(OutgoingMail.cause.in_(causes)).limit(1)) is not None


def _email(session: Session, recurring: RecurringGift) -> str:
    return session.get_one(Supporter, recurring.supporter_id).email


def _reprice(recurring: RecurringGift, total: Money) -> None:
    recurring.lines = lines_to_json(scaled(lines_from_json(recurring.lines), total))
    recurring.total, recurring.cover_amount = total, 0


def _visible(recurring: RecurringGift) -> dict[str, object]:
    """What of a standing gift its giver would want to hear about when it changes."""
    ended = recurring.status in (RecurringStatus.CANCELED, RecurringStatus.UNPAID)
    return {
        "ended": ended,
        "ends": recurring.cancel_at is not None and not ended,
        "paused": recurring.paused,
        "total": (recurring.total.amount, recurring.total.currency),
    }


def _tell(session: Session, recurring: RecurringGift, changed: list[str]) -> None:
    cause = f"recurring_changed:{recurring.id}:"
    waiting = outbox.unwritten(session, cause)
    if waiting:  # its words are written when it leaves, so it tells of this too
        waiting.params = waiting.params | {"changed": sorted({*waiting.params["changed"], *changed})}
        return
    outbox.post(
        session,
        "recurring_changed",
        _email(session, recurring),
        cause=f"{cause}{new_reference(10)}",
        recurring_id=recurring.id,
        changed=changed,
    )


def _note_card(session: Session, recurring: RecurringGift, fact: SubscriptionState) -> None:
    """Keep the card that Stripe will charge; a new one is reported only now, when Stripe says so."""
    if fact.card is None:
        return
    new = (fact.card, fact.card_expires) != (recurring.card, recurring.card_expires)
    had_one = recurring.card is not None
    recurring.card, recurring.card_expires = fact.card, fact.card_expires
    if new and had_one:
        outbox.post(
            session,
            "card_changed",
            _email(session, recurring),
            cause=f"card_changed:{recurring.id}:{new_reference(10)}",
            recurring_id=recurring.id,
        )
