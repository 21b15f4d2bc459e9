"""One attempt to pay a pledge: our row first, then Stripe's page."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from hope.giving.gateway import Gateway, GatewayError, Refused
from hope.giving.models import Checkout, CheckoutState
from hope.giving.pledge import Giver, Interval, Pledge, lines_from_json, lines_to_json
from hope.kernel.clock import now
from hope.kernel.db import insert_or_ignore, unit_of_work
from hope.kernel.money import Money
from hope.kernel.references import new_reference

PAGE_LASTS = timedelta(hours=20)
UrlFor = Callable[[str], str]


def start(pledge: Pledge, gateway: Gateway, thanks_url: UrlFor, cancelled_url: UrlFor) -> Checkout:
    """Write the attempt down, then open Stripe's page for it; raises GatewayError when there is none.

    The same wish sent twice (a double click, a reload, the back button) is one attempt with one page: the row is
    found by its fingerprint and Stripe is asked with the same idempotency key.
    """
    with unit_of_work() as session:
        checkout = _write_down(session, pledge)
    if checkout.session_url:
        return checkout
    try:
        opened = gateway.open_checkout(
            checkout, thanks_url(checkout.reference), cancelled_url(checkout.reference)
        )
    except GatewayError as error:
        _note_failure(checkout, error)
        raise
    with unit_of_work() as session:
        checkout.session_id, checkout.session_url, checkout.failure = opened.session_id, opened.url, None
        session.add(checkout)
    return checkout


def find(session: Session, reference: str) -> Checkout | None:
    """The attempt of this public reference."""
    return session.scalar(select(Checkout).where(Checkout.reference == reference))


def lock(session: Session, reference: str) -> Checkout | None:
    """The attempt, held until the end of the transaction: whoever records its money goes one at a time."""
    held = select(Checkout).where(Checkout.reference == reference).with_for_update()
    return session.scalar(held.execution_options(populate_existing=True))


def finish(checkout: Checkout, state: CheckoutState) -> None:
    """Move an attempt to where Stripe says it is; what is completed stays so, and nothing that ended waits again."""
    if checkout.state is CheckoutState.COMPLETED:
        return
    if state is CheckoutState.PROCESSING and checkout.state is not CheckoutState.OPEN:
        return
    checkout.state = state
    checkout.fingerprint = None
    if state is not CheckoutState.PROCESSING:
        checkout.finished_at = now()


def giver_of(checkout: Checkout) -> Giver:
    """The person as they typed themselves into this attempt."""
    return Giver(
        name=checkout.giver_name,
        email=checkout.giver_email,
        naming=checkout.naming,
        show_amount=checkout.show_amount,
        note=checkout.note,
        wants_news=checkout.wants_news,
    )


def pledge_of(checkout: Checkout) -> Pledge:
    """What this attempt asked for, as it was priced then."""
    return Pledge(
        giver=giver_of(checkout),
        interval=Interval(checkout.interval),
        lines=lines_from_json(checkout.lines),
        cover=Money(checkout.cover_amount, checkout.total.currency),
    )


def _write_down(session: Session, pledge: Pledge) -> Checkout:
    giver = pledge.giver
    # Stripe closes a page after 24 hours, and the event that says so may be lost: an old attempt is not led to again.
    old = (Checkout.fingerprint == pledge.fingerprint()) & (Checkout.created_at < now() - PAGE_LASTS)
    session.execute(update(Checkout).where(old).values(fingerprint=None))
    session.execute(
        insert_or_ignore(
            Checkout,
            reference=new_reference(),
            state=CheckoutState.OPEN,
            interval=pledge.interval,
            lines=lines_to_json(pledge.lines),
            amount=pledge.total.amount,
            currency=pledge.total.currency,
            cover_amount=pledge.cover.amount,
            giver_name=giver.name,
            giver_email=giver.email,
            naming=giver.naming,
            show_amount=giver.show_amount,
            note=giver.note,
            wants_news=giver.wants_news,
            fingerprint=pledge.fingerprint(),
            created_at=now(),
        )
    )
    return session.scalars(select(Checkout).where(Checkout.fingerprint == pledge.fingerprint())).one()


def _note_failure(checkout: Checkout, error: GatewayError) -> None:
    """Keep why no page could be opened; a refused attempt is over, an unanswered one may be tried again."""
    values: dict[str, object] = {"failure": error.detail}
    if isinstance(error, Refused):
        values |= {"state": CheckoutState.FAILED, "fingerprint": None, "finished_at": now()}
    with unit_of_work() as session:
        session.execute(update(Checkout).where(Checkout.id == checkout.id).values(values))
