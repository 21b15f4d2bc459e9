"""What moved no money against Stripe: attempts, standing gifts, refunds, disputes and warnings, as they stand now."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from hope.giving.books.difference import NEVER_CAME, Difference
from hope.giving.books.seen import Seen
from hope.giving.facts import (
    CheckoutExpired,
    CheckoutFailed,
    CheckoutProcessing,
    DisputeState,
    Fact,
    InvoiceFailed,
    PaidCheckout,
    PaidInvoice,
    RefundState,
    SubscriptionStarted,
    SubscriptionState,
)
from hope.giving.facts import FraudWarning as Warned
from hope.giving.failing import was_told
from hope.giving.models import (
    Checkout,
    CheckoutState,
    Dispute,
    FraudWarning,
    RecurringGift,
    Refund,
)
from hope.giving.recurring import differing
from hope.kernel.db import in_hundreds
from hope.kernel.money import Money

Listed = tuple[str, str, list[Fact]]
# Later facts come later in a session's list and say more.
_STATES: dict[type, CheckoutState] = {
    CheckoutProcessing: CheckoutState.PROCESSING,
    CheckoutFailed: CheckoutState.FAILED,
    CheckoutExpired: CheckoutState.EXPIRED,
    PaidCheckout: CheckoutState.COMPLETED,
    PaidInvoice: CheckoutState.COMPLETED,
}


def checkouts(session: Session, listed: Iterable[Listed]) -> Iterator[Difference]:
    """Attempts that Stripe knows to have ended, or to be on their way, otherwise than we do."""
    for page in in_hundreds(listed):
        references = [reference for _, reference, _ in page]
        found = select(Checkout.reference, Checkout.state).where(Checkout.reference.in_(references))
        ours = {reference: state for reference, state in session.execute(found)}  # noqa: C416
        for session_id, reference, facts in page:
            state, theirs = ours.get(reference), _state(facts)
            if state is None:
                yield Difference(f"checkout {session_id}", None, theirs, "", "written by another database")
            elif not _agree(state, theirs):
                ask = ("session", session_id)
                yield Difference(f"checkout {session_id}", state.value, theirs.value, "", NEVER_CAME, ask)
        session.commit()


def standing(
    session: Session, listed: Iterable[tuple[SubscriptionState, InvoiceFailed | None]], seen: Seen
) -> Iterator[Difference]:
    """Standing gifts that stand otherwise at Stripe, and failed renewals of which nobody was told."""
    for page in in_hundreds(listed):
        names = [state.subscription_id for state, _ in page]
        found = select(RecurringGift).where(RecurringGift.subscription_id.in_(names))
        rows = session.scalars(found.execution_options(populate_existing=True))
        ours = {row.subscription_id: row for row in rows}
        for state, failure in page:
            yield from _standing(ours.get(state.subscription_id), state)
            if failure and not was_told(session, failure):
                ask = ("invoice", failure.invoice_id)
                what, attempt = f"failed renewal {failure.invoice_id}", f"attempt {failure.attempt}"
                yield Difference(what, "nobody told", attempt, "", NEVER_CAME, ask)
        seen.add(names)
        session.commit()


def unknown_subscriptions(session: Session, begun: datetime, seen: Seen) -> Iterator[Difference]:
    """Standing gifts of ours that Stripe does not list."""
    last = 0
    while True:
        following = select(RecurringGift.id, RecurringGift.subscription_id).where(
            RecurringGift.id > last, RecurringGift.created_at < begun, RecurringGift.is_example.is_(False)
        )
        names = {name: id_ for id_, name in session.execute(following.order_by(RecurringGift.id).limit(100))}
        for name in seen.missing(names):
            cause = "Stripe lists no such subscription"
            yield Difference(f"standing gift {name}", "known", None, "", cause)
        session.commit()
        if not names:
            return
        last = max(names.values())


def refunds(session: Session, listed: Iterable[RefundState]) -> Iterator[Difference]:
    """Refunds that have come further at Stripe; what they moved is compared with the ledger."""
    for page in in_hundreds(listed):
        sources = [f"stripe:{fact.refund_id}" for fact in page]
        found = session.execute(select(Refund.source, Refund.status).where(Refund.source.in_(sources)))
        ours = {source: status.value for source, status in found}
        for source, fact in zip(sources, page, strict=True):
            status = ours.get(source)
            if status != fact.status and (status or not fact.moved):
                ask = ("refund", fact.refund_id)
                yield Difference(fact.refund_id, status, fact.status, "", NEVER_CAME, ask)
        session.commit()


def disputes(session: Session, listed: Iterable[DisputeState]) -> Iterator[Difference]:
    """Disputes that have come further at Stripe, and inquiries that we do not know."""
    for page in in_hundreds(listed):
        names = [fact.dispute_id for fact in page]
        found = select(Dispute.dispute_id, Dispute.status).where(Dispute.dispute_id.in_(names))
        ours = {name: status for name, status in session.execute(found)}  # noqa: C416
        for fact in page:
            if ours.get(fact.dispute_id) != fact.status:
                ask = ("dispute", fact.dispute_id)
                what = f"dispute {fact.dispute_id}"
                yield Difference(what, ours.get(fact.dispute_id), fact.status, "", NEVER_CAME, ask)
        session.commit()


def warnings(session: Session, listed: Iterable[Warned]) -> Iterator[Difference]:
    """Early warnings of fraud that we do not know."""
    for page in in_hundreds(listed):
        names = [fact.warning_id for fact in page]
        ours = set(session.scalars(select(FraudWarning.warning_id).where(FraudWarning.warning_id.in_(names))))
        for fact in page:
            if fact.warning_id not in ours:
                what, ask = f"fraud warning {fact.warning_id}", ("warning", fact.warning_id)
                yield Difference(what, None, fact.kind, "", NEVER_CAME, ask)
        session.commit()


def _state(facts: list[Fact]) -> CheckoutState:
    """Where an attempt stands that has these facts; without any, its page is open."""
    state = CheckoutState.OPEN
    for fact in facts:
        if isinstance(fact, SubscriptionStarted):
            state = CheckoutState.PROCESSING if fact.processing else CheckoutState.COMPLETED
        state = _STATES.get(type(fact), state)
    return state


def _agree(ours: CheckoutState, theirs: CheckoutState) -> bool:
    """True when our state follows from theirs: what failed once does not wait again, though its bank is asked again."""
    return ours is theirs or (ours is CheckoutState.FAILED and theirs is CheckoutState.PROCESSING)


def _standing(ours: RecurringGift | None, state: SubscriptionState) -> Iterator[Difference]:
    what, ask = f"standing gift {state.subscription_id}", ("subscription", state.subscription_id)
    if ours is None:
        yield Difference(what, None, state.status, "", NEVER_CAME, ask)
        return
    if ours.asked_at and ours.asked_at > state.asked_at:
        return  # an event has told more while the list was read
    different = differing(ours, state)
    if different:
        mine, theirs = (
            ", ".join(_said(name, pair[side]) for name, pair in different.items()) for side in (0, 1)
        )
        yield Difference(what, mine, theirs, "", NEVER_CAME, ask)


def _said(name: str, value: object) -> str:
    """One thing that is known of a standing gift, for people: "next payment at 2026-12-01 09:30"."""
    words = str(value)
    if isinstance(value, Money):
        words = f"{value.decimal} {value.currency}"
    elif isinstance(value, datetime):
        words = f"{value:%Y-%m-%d %H:%M}"
    elif value is None or isinstance(value, bool):
        words = "yes" if value else "no"
    return f"{name.replace('_', ' ')} {words}"
