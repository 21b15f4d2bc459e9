"""Do the books match? Everything that we say of money against everything that Stripe says, to the cent.

`own`        totals, gifts and what lists show of them against the ledger
`grants`     campaigns' years, grants and what they took, against the ledger
`movements`  the ledger against Stripe's balance transactions: payments, refunds, disputes, fees, payouts
`states`     what moved no money: attempts, standing gifts, failed renewals, refunds, disputes, warnings
`causes`     why something differs, as far as our inbox and Stripe's list of events can tell

Nothing is repaired by writing a number: `repair` only asks Stripe for the facts again and records them as their
events would have.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from datetime import datetime
from typing import TypeVar

from sqlalchemy.orm import Session

from hope.giving.books import causes, grants, movements, own, states
from hope.giving.books.difference import Difference
from hope.giving.books.seen import Seen
from hope.giving.facts import Fact
from hope.giving.gateway import Refused, StripeGateway
from hope.giving.models import BooksCheck
from hope.giving.recording import record
from hope.kernel.clock import now
from hope.kernel.db import db, unit_of_work
from hope.kernel.trail import trail_of

__all__ = ["Difference", "check", "repair"]

log = logging.getLogger(__name__)
# Told after each thing that was compared: what it is, and how many there were so far.
Progress = Callable[[str, int], None]
Thing = TypeVar("Thing")
DAY = 86_400
# What was begun so long before may still have ended since: a debit takes a fortnight at most.
FORTNIGHT = 15 * DAY
# Stripe is asked in this order, so that what rests on a payment finds it.
ORDER = ("session", "payment", "gift", "subscription", "invoice", "refund", "dispute", "warning", "payout")


def check(
    gateway: StripeGateway, since: datetime | None = None, progress: Progress | None = None
) -> list[Difference]:
    """Compare everything and keep the result."""
    session: Session = db.session()
    count = _Count(progress)
    with Seen() as seen:
        found = list(_differences(session, gateway, since, seen, count))
    found = causes.explain(session, found, gateway.listings)
    with unit_of_work() as session:
        kept = [asdict(one) for one in found]
        session.add(BooksCheck(since=since, differences=kept, compared=count.total))
    return found


def repair(differences: list[Difference], gateway: StripeGateway) -> None:
    """Ask Stripe again about everything that differs, and record its answers: payments before what became of them."""
    asks = dict.fromkeys(one.ask for one in differences if one.ask)
    for kind, name in sorted(asks, key=lambda ask: ORDER.index(ask[0])):
        try:
            facts = gateway.ask_again(kind, name)
        except Refused as error:
            log.warning("Stripe says nothing of %s %s: %s", kind, name, error)
            continue
        with unit_of_work() as session:
            for fact in facts:
                _record(session, fact)


def _record(session: Session, fact: Fact) -> None:
    """Record a fact; one that cannot be recorded stays in the list of differences, and keeps no other back."""
    try:
        with session.begin_nested():
            record(session, fact)
    except Exception as error:
        log.warning("%s could not be recorded: %s", type(fact).__name__, trail_of(error))


class _Count:
    """Counts what passes by and tells of it."""

    def __init__(self, progress: Progress | None) -> None:
        self.total = 0
        self._progress = progress

    def __call__(self, what: str, things: Iterable[Thing]) -> Iterator[Thing]:
        for number, thing in enumerate(things, 1):
            yield thing
            self.total += 1
            if self._progress:
                self._progress(what, number)


def _differences(
    session: Session, gateway: StripeGateway, since: datetime | None, seen: Seen, count: _Count
) -> Iterator[Difference]:
    begun, listings = now(), gateway.listings
    # A day of Stripe's more: it may date a thing a little before the event from which we know it.
    begin = int(since.timestamp()) - DAY if since else None
    yield from own.totals_against_ledger(session)
    yield from own.gifts_against_ledger(session)
    yield from own.lists_against_ledger(session)
    yield from grants.years_against_ledger(session)
    yield from grants.parcels_against_ledger(session)
    yield from grants.grants_against_ledger(session)
    moved = count("movements", listings.transactions(begin))
    yield from movements.against_stripe(session, moved, seen, listings)
    yield from movements.unknown_to_stripe(session, since, begun, seen)
    pages = listings.sessions(begin - FORTNIGHT if begin else None)
    yield from states.checkouts(session, count("checkout pages", pages))
    yield from states.standing(session, count("standing gifts", listings.subscriptions()), seen)
    yield from states.unknown_subscriptions(session, begun, seen)
    yield from states.refunds(session, count("refunds", listings.refunds(begin)))
    yield from states.disputes(session, count("disputes", listings.disputes(begin)))
    yield from states.warnings(session, count("warnings", listings.warnings()))
