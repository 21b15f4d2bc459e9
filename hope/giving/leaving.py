"""Attempts that their giver has left: what was kept for them goes back to the others, once nobody can pay any more."""

import logging

from hope.giving import checkout as checkouts
from hope.giving import gifts, recording, stock
from hope.giving.gateway import Gateway, GatewayError
from hope.giving.models import CheckoutState
from hope.kernel.db import db, unit_of_work

log = logging.getLogger(__name__)
FREE = "giving.free_stock"


def leave(reference: str, gateway: Gateway) -> None:
    """Close the page of an attempt for which something is kept from others; all others may be gone on with."""
    checkout = checkouts.find(db.session(), reference)
    if checkout is None or checkout.state is not CheckoutState.OPEN or not checkout.session_id:
        return
    if checkout.expires_at is not None:
        _ask(checkout.id, checkout.session_id, gateway, close=True)


def free_overdue(gateway: Gateway) -> int:
    """Ask Stripe about every attempt whose half hour is over, because the event that ends it may be lost; how many."""
    waiting = stock.overdue(db.session())
    for checkout in waiting:
        if checkout.session_id:
            _ask(checkout.id, checkout.session_id, gateway, close=False)
            continue
        # Nobody was ever led to a page of this attempt, so nobody can pay it.
        with unit_of_work() as session:
            held = gifts.held_checkout(session, checkout.reference)
            if held.session_id is None:
                gifts.follow(session, held, CheckoutState.EXPIRED)
    return len(waiting)


def _ask(checkout_id: int, session_id: str, gateway: Gateway, *, close: bool) -> None:
    try:
        facts = gateway.close_page(session_id) if close else gateway.fetch_facts(session_id)
        with unit_of_work() as session:
            for fact in facts:
                recording.record(session, fact)
    except (GatewayError, recording.CannotRecord) as error:
        # It stays kept, and is asked about again in a minute.
        log.warning("could not learn how checkout %s ended: %s", checkout_id, error)
