"""The life of a standing gift, as Stripe tells it: begun, paid, failed, paused, changed, ended."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from hope.accounts.models import Supporter
from hope.accounts.supporters import find_or_add
from hope.giving import checkout as checkouts
from hope.giving import gifts
from hope.giving.arrivals import Arrival, Payment
from hope.giving.facts import PaidInvoice, SubscriptionStarted, SubscriptionState
from hope.giving.models import Checkout, CheckoutState, RecurringGift, RecurringStatus
from hope.giving.pledge import (
    Giver,
    Interval,
    Pledge,
    PledgeLine,
    lines_from_json,
    lines_to_json,
)
from hope.kernel.mail import outbox
from hope.kernel.money import Money
from hope.kernel.references import new_reference

# What Stripe says of a standing gift and our row says after it, word for word.
TOLD = ("cancel_at", "ended_at", "paused", "resumes_at", "next_payment_at", "end_reason")


def record_start(session: Session, fact: SubscriptionStarted) -> str:
    """A donor finished the checkout of a standing gift; its money comes with its invoices."""
    known(session, fact.reference, fact.subscription_id, fact.customer_id, fact.started_at)
    if fact.processing:
        gifts.follow(session, gifts.held_checkout(session, fact.reference), CheckoutState.PROCESSING)
    return "recurring gift known"


def arrivals_of(
    session: Session, facts: Sequence[PaidInvoice], begun: Mapping[str, checkouts.Asked]
) -> list[Arrival]:
    """Payments of standing gifts, first ones and renewals, and what they are for; each was `begun` by an attempt."""
    if not facts:
        return []
    wanted = RecurringGift.subscription_id.in_({fact.subscription_id for fact in facts})
    found = select(RecurringGift, Supporter).join(Supporter, Supporter.id == RecurringGift.supporter_id)
    # Both at once, so that a hundred renewals cost one question.
    rows = session.execute(found.where(wanted).execution_options(populate_existing=True)).all()
    there = {recurring.subscription_id: recurring for recurring, _giver in rows}
    return [
        _arrival_of(session, fact, there.get(fact.subscription_id), begun[fact.reference].beside)
        for fact in facts
    ]


def _arrival_of(session: Session, fact: PaidInvoice, recurring: RecurringGift | None, beside: str) -> Arrival:
    if recurring is None:
        recurring = known(session, fact.reference, fact.subscription_id, fact.customer_id, fact.paid_at)
    recurring.customer_id = recurring.customer_id or fact.customer_id
    pledge = _first_pledge(session, recurring, fact) or pledge_of(session, recurring, fact.total)
    return Arrival(
        Payment(fact.source, fact.total, fact.paid_at),
        pledge,
        receipt_to=pledge.giver.email,
        checkout_id=recurring.checkout_id,
        recurring_id=recurring.id,
        # Whoever asked to be forgotten has no address to be found by; a payment that was on its way still comes.
        supporter_id=None if pledge.giver.email else recurring.supporter_id,
        beside=beside,
    )


def _first_pledge(session: Session, recurring: RecurringGift, fact: PaidInvoice) -> Pledge | None:
    """What the first payment is for, where more was asked for with it than repeats; None for all others."""
    checkout = (
        session.get(Checkout, recurring.checkout_id) if fact.is_first and recurring.checkout_id else None
    )
    pledge = checkouts.pledge_of(checkout) if checkout else None
    return pledge if pledge and pledge.total == fact.total and pledge.total != recurring.total else None


def record_state(session: Session, fact: SubscriptionState) -> str:
    """Write down how a standing gift stands now, and tell the giver what changed for them."""
    recurring = known(
        session,
        fact.reference,
        fact.subscription_id,
        fact.customer_id,
        gifts.held_checkout(session, fact.reference).created_at,
    )
    if recurring.asked_at and fact.asked_at < recurring.asked_at:
        return "an older answer"
    before = _visible(recurring)
    recurring.asked_at, recurring.status = fact.asked_at, RecurringStatus(fact.status)
    for name in TOLD:
        setattr(recurring, name, getattr(fact, name))
    if fact.total != recurring.total:
        _reprice(recurring, fact.total)
    _note_card(session, recurring, fact)
    changed = [name for name, value in _visible(recurring).items() if value != before[name]]
    if changed and recurring.status is not RecurringStatus.INCOMPLETE:
        tell(session, recurring, changed)
    return f"recurring gift {recurring.status.value}"


def differing(recurring: RecurringGift, fact: SubscriptionState) -> dict[str, tuple[object, object]]:
    """What our row and Stripe say differently of a standing gift, by its name: ours, then theirs."""
    names = ["status", "total", *TOLD, *(("card", "card_expires") if fact.card else ())]
    pairs = {name: (getattr(recurring, name), getattr(fact, name)) for name in names}
    return {name: (ours, theirs) for name, (ours, theirs) in pairs.items() if ours != theirs}


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
        email=email_of(session, recurring),
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
        PledgeLine(
            line.campaign_id,
            line.campaign_slug,
            line.campaign_title,
            line.label,
            share,
            goods=line.goods,
            goods_unit=line.goods_amount,
        )
        for line, share in zip(lines, shares, strict=True)
        if share
    )


def known(
    session: Session, reference: str, subscription_id: str, customer_id: str | None, started_at: datetime
) -> RecurringGift:
    """The standing gift of this subscription, begun by whichever fact comes first (they come in any order)."""
    checkout = gifts.held_checkout(session, reference)
    found = select(RecurringGift).where(RecurringGift.subscription_id == subscription_id)
    recurring = session.scalar(found.execution_options(populate_existing=True))
    if recurring is not None:
        recurring.customer_id = recurring.customer_id or customer_id
        return recurring
    pledge = checkouts.pledge_of(checkout).again()
    return begin(
        session, pledge, subscription_id, started_at, customer_id=customer_id, checkout_id=checkout.id
    )


def email_of(session: Session, recurring: RecurringGift) -> str:
    """Where its giver is written to."""
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


def tell(session: Session, recurring: RecurringGift, changed: list[str]) -> None:
    """Owe its giver a letter about what changed; one that is not written yet tells of this too."""
    cause = f"recurring_changed:{recurring.id}:"
    waiting = outbox.unwritten(session, cause)
    if waiting:
        waiting.params = waiting.params | {"changed": sorted({*waiting.params["changed"], *changed})}
        return
    outbox.post(
        session,
        "recurring_changed",
        email_of(session, recurring),
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
            email_of(session, recurring),
            cause=f"card_changed:{recurring.id}:{new_reference(10)}",
            recurring_id=recurring.id,
        )
