"""The worker's round for cards: each minute those whose time has come."""

from datetime import timedelta

from sqlalchemy import delete

from hope.honour import sending
from hope.honour.models import CardState, Tribute
from hope.kernel.clock import now
from hope.kernel.db import unit_of_work
from hope.kernel.jobs import job

# A bank debit may take two weeks to arrive.
FORGOTTEN = timedelta(days=30)


@job("honour.send", every="*")
def send() -> None:
    """Send the cards that are due, by hundreds, each lot durable by itself."""
    full = True
    while full:
        with unit_of_work() as session:
            full = sending.send_due(session) == sending.AT_ONCE


@job("honour.tidy", every="nightly")
def tidy() -> None:
    """Forget what was typed about a card for a gift that never came."""
    unpaid = (Tribute.state == CardState.ASKED) & (Tribute.created_at < now() - FORGOTTEN)
    with unit_of_work() as session:
        session.execute(delete(Tribute).where(unpaid))
