"""One attempt to pay a pledge: our row first, then Stripe's page."""

from collections.abc import Callable, Collection, Sequence
from datetime import timedelta
from typing import Any, Protocol, cast

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from hope.giving import stock
from hope.giving.following import Beside, names_of
from hope.giving.gateway import Gateway, GatewayError, Refused, Unreachable
from hope.giving.models import Checkout, CheckoutState
from hope.giving.pledge import Giver, Interval, Pledge, lines_from_json, lines_to_json
from hope.kernel.among import among
from hope.kernel.bulk import straight
from hope.kernel.clock import now
from hope.kernel.db import insert_or_ignore, unit_of_work
from hope.kernel.money import Money
from hope.kernel.references import new_reference

PAGE_LASTS = timedelta(hours=20)
UrlFor = Callable[[str], str]


class Asked(Protocol):
    """What an attempt asks for: its row, or as much of it as a gift is made from."""

    id: Any
    reference: Any
    currency: Any
    interval: Any
    lines: Any
    cover_amount: Any
    cover_once_amount: Any
    giver_name: Any
    giver_email: Any
    naming: Any
    show_amount: Any
    note: Any
    wants_news: Any
    beside: Any


def start(
    pledge: Pledge,
    gateway: Gateway,
    thanks_url: UrlFor,
    cancelled_url: UrlFor,
    beside: Sequence[Beside] = (),
) -> Checkout:
    """Write the attempt down, then open Stripe's page for it; raises GatewayError when there is none.

    What is asked for `beside` the money is kept in the same transaction as the attempt, and so are limited gifts,
    which are kept from others until this attempt has ended; raises `stock.NoneLeft` where there are too few.

    The same wish sent twice (a double click, a reload, the back button) is one attempt with one page: the row is
    found by its fingerprint and Stripe is asked with the same idempotency key.
    """
    with unit_of_work() as session:
        checkout = write_down(session, pledge, beside)
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
        if checkout.expires_at and _has_ended(session, checkout):
            raise Unreachable("it ended while its page was being opened")
    return checkout


def write_down(session: Session, pledge: Pledge, beside: Sequence[Beside] = ()) -> Checkout:
    """The attempt with everything that it keeps, before anybody is asked for money; raises `stock.NoneLeft`."""
    fingerprint = pledge.fingerprint([wish.mark() for wish in beside])
    checkout = _row(session, pledge, fingerprint, names_of(beside))
    stock.hold(session, checkout.id, pledge.lines)
    for wish in beside:
        wish.keep(session, checkout.id)
    return checkout


def find(session: Session, reference: str) -> Checkout | None:
    """The attempt of this public reference."""
    found = select(Checkout).where(Checkout.reference == reference)
    return session.scalar(found.execution_options(populate_existing=True))


def lock(session: Session, reference: str) -> Checkout | None:
    """The attempt, held until the end of the transaction: whoever records its money goes one at a time."""
    held = select(Checkout).where(Checkout.reference == reference).with_for_update()
    return session.scalar(held.execution_options(populate_existing=True))


def lock_all(session: Session, references: Collection[str]) -> dict[str, Asked]:
    """The same for many: what each asked for, by its reference; held in one order, so that nobody waits in a ring."""
    held = straight(session).execute(_HELD, {"references": list(set(references))})
    return {row.reference: cast(Asked, row) for row in held}


def complete(session: Session, ids: Collection[int]) -> None:
    """These attempts brought their money."""
    straight(session).execute(_COMPLETE, {"ids": list(ids), "moment": now()})


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


def pledge_of(asked: Asked) -> Pledge:
    """What this attempt asked for, as it was priced then, by the person as they typed themselves into it."""
    giver = Giver(
        name=asked.giver_name,
        email=asked.giver_email,
        naming=asked.naming,
        show_amount=asked.show_amount,
        note=asked.note,
        wants_news=asked.wants_news,
    )
    return Pledge(
        giver=giver,
        interval=Interval(asked.interval),
        lines=lines_from_json(asked.lines),
        cover=Money(asked.cover_amount, asked.currency),
        cover_once=asked.cover_once_amount,
    )


def _row(session: Session, pledge: Pledge, fingerprint: str, beside: str) -> Checkout:
    giver = pledge.giver
    # Stripe closes a page after 24 hours, and the event that says so may be lost: an old attempt is not led to again.
    moment = now()
    closed = (Checkout.created_at < moment - PAGE_LASTS) | (Checkout.expires_at < moment)
    old = (Checkout.fingerprint == fingerprint) & closed
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
            cover_once_amount=pledge.cover_once,
            giver_name=giver.name,
            giver_email=giver.email,
            naming=giver.naming,
            show_amount=giver.show_amount,
            note=giver.note,
            wants_news=giver.wants_news,
            beside=beside,
            fingerprint=fingerprint,
            created_at=moment,
            expires_at=stock.held_until(pledge.lines, moment),
        )
    )
    return session.scalars(select(Checkout).where(Checkout.fingerprint == fingerprint)).one()


def _has_ended(session: Session, checkout: Checkout) -> bool:
    """True when somebody else who sent the same form got no answer, so that nothing is kept for it any more."""
    held = select(Checkout.state).where(Checkout.id == checkout.id).with_for_update()
    return session.scalar(held) is not CheckoutState.OPEN


def _note_failure(checkout: Checkout, error: GatewayError) -> None:
    """Keep why no page could be opened; a refused attempt is over, an unanswered one may be tried again.

    One that keeps something from others is over in any case: nobody was led to its page, so nobody can pay there.
    """
    values: dict[str, object] = {"failure": error.detail}
    if isinstance(error, Refused) or checkout.expires_at:
        values |= {"state": CheckoutState.FAILED, "fingerprint": None, "finished_at": now()}
    with unit_of_work() as session:
        session.execute(update(Checkout).where(Checkout.id == checkout.id).values(values))
        if "state" in values:
            stock.give_back(session, checkout.id)


_OF = Checkout.__table__.c
# A few columns instead of whole objects: this is read for each gift that arrives.
_HELD = (
    select(*(_OF[name] for name in Asked.__annotations__))
    .where(among(_OF.reference, "references"))
    .order_by(_OF.id)
    .with_for_update()
)
_COMPLETE = (
    update(Checkout.__table__)  # type: ignore[arg-type]
    .where(among(_OF.id, "ids"), _OF.state != CheckoutState.COMPLETED)
    .values(state=CheckoutState.COMPLETED, fingerprint=None, finished_at=bindparam("moment"))
)
