"""What the worker does for giving."""

import logging

from flask import current_app

from hope.giving import inbox, settling
from hope.giving.gateway import GatewayError
from hope.giving.gifts import SETTLE
from hope.giving.recording import record
from hope.kernel.db import db, unit_of_work
from hope.kernel.jobs import job

log = logging.getLogger(__name__)


@job(inbox.RETRY, every="*")
def retry_events() -> None:
    """Ask about what changed, and try failed events again, each in a transaction of its own."""
    inbox.retry_due(current_app.extensions["gateway"])


@job(SETTLE, every="*")
def settle() -> None:
    """Learn what the newest gifts cost, as soon as Stripe knows."""
    for gift in settling.unsettled(db.session()):
        try:
            facts = current_app.extensions["gateway"].find_settlement(gift)
        except GatewayError as error:
            log.warning("the cost of gift %s is not known yet: %s", gift.id, error)
            continue
        with unit_of_work() as session:
            for fact in facts:
                record(session, fact)
