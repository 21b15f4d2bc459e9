"""Why two books differ, as far as it can be told: the event that should have told us, and what became of it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from hope.giving.books.difference import NEVER_CAME, Difference
from hope.giving.listings import Listings
from hope.giving.models import Outcome, StripeEvent

_NAME = re.compile(r'"((?:pi|in|sub|cs|re|pyr|dp|du|issfr|po)_\w+)"')


def explain(session: Session, found: list[Difference], listings: Listings) -> list[Difference]:
    """The same differences; where an event is at hand that nobody acted on, it is named as the cause."""
    wanted = {one.ask[1] for one in found if one.ask and one.cause == NEVER_CAME}
    if not wanted:
        return found
    # Ours last: what our own inbox says of an event is nearer to the cause than that Stripe still tries.
    causes = _causes(wanted, _undelivered(listings)) | _causes(wanted, _unfinished(session))
    return [
        replace(one, cause=causes.get(one.ask[1], one.cause)) if one.ask and one.cause == NEVER_CAME else one
        for one in found
    ]


def _causes(wanted: set[str], events: Iterable[tuple[str, str]]) -> dict[str, str]:
    return {name: cause for cause, text in events for name in wanted.intersection(_NAME.findall(text))}


def _undelivered(listings: Listings) -> Iterator[tuple[str, str]]:
    for event, text in listings.undelivered():
        yield f"Stripe has not brought {event} yet", text


def _unfinished(session: Session) -> Iterator[tuple[str, str]]:
    open_ones = StripeEvent.outcome.in_([Outcome.FAILED, Outcome.WAITING])
    for event in session.scalars(select(StripeEvent).where(open_ones).execution_options(yield_per=100)):
        how = f"failed: {event.detail}" if event.outcome is Outcome.FAILED else "waits for the worker"
        yield f"{event.event_id} ({event.kind}) {how}", event.payload
