"""What the worker does for giving."""

import logging

from flask import current_app

from hope.giving import books, inbox, settling
from hope.giving.gateway import GatewayError
from hope.giving.gifts import SETTLE
from hope.giving.recording import record
from hope.kernel.db import db, unit_of_work
from hope.kernel.jobs import job

log = logging.getLogger(__name__)
CHECK_BOOKS = "giving.check_books"


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


@job(CHECK_BOOKS, every="nightly")
def check_books() -> None:
    """Compare totals, ledger and Stripe every night; the result is kept, and each difference is told in the log."""
    try:
        found = books.check(current_app.extensions["gateway"], None)
    except GatewayError as error:
        log.error("the books could not be checked tonight: %s", error)
        return
    for difference in found:
        log.error("the books differ: %s", difference)
