"""What the worker does for giving."""

import logging

from flask import current_app

from hope.giving import (
    books,
    books_orders,
    figures,
    inbox,
    kept_names,
    leaving,
    reminding,
    settling,
)
from hope.giving.gateway import GatewayError
from hope.giving.gifts import SETTLE
from hope.giving.grants import telling
from hope.giving.privacy import customers, forgetting
from hope.giving.recording import record
from hope.kernel.db import db, unit_of_work
from hope.kernel.jobs import job
from hope.kernel.trail import trail_of

log = logging.getLogger(__name__)
CHECK_BOOKS = "giving.check_books"


@job(inbox.RETRY, every="*")
def retry_events() -> None:
    """Ask about what changed, and try failed events again, each in a transaction of its own."""
    inbox.retry_due(current_app.extensions["gateway"])


@job(SETTLE, every="*")
def settle() -> None:
    """Learn what the newest gifts cost, as soon as Stripe knows; one that cannot be recorded keeps no other back."""
    waiting = {gift.id: gift for gift in settling.unsettled(db.session())}
    for gift_id, gift in waiting.items():
        try:
            facts = current_app.extensions["gateway"].find_settlement(gift)
            with unit_of_work() as session:
                for fact in facts:
                    record(session, fact)
        except GatewayError as error:
            log.warning("the cost of gift %s is not known yet: %s", gift_id, error)
        except Exception as error:
            log.error("the cost of gift %s could not be recorded: %s", gift_id, trail_of(error))


@job(leaving.FREE, every="*")
def free_stock() -> None:
    """Give back limited gifts that were kept for somebody who did not pay."""
    leaving.free_overdue(current_app.extensions["gateway"])


@job(CHECK_BOOKS, every="nightly")
def check_books() -> None:
    """Compare totals, ledger and Stripe every night; the result is kept, and each difference is told in the log."""

    def progress(what: str, compared: int) -> None:
        if compared % 1000 == 0:
            log.info("checking the books: %s %s compared", compared, what)

    try:
        found = books.check(current_app.extensions["gateway"], None, progress)
    except GatewayError as error:
        log.error("the books could not be checked tonight: %s", error)
        return
    for difference in found:
        log.error("the books differ: %s", difference)


@job(books_orders.FOLLOW, every="*")
def follow_books_orders() -> None:
    """Compare the books for staff who asked for it."""
    books_orders.follow(current_app.extensions["gateway"])


@job("giving.count_lately", every="*")
def count_lately() -> None:
    """Keep the figures of each day in step with the ledger."""
    figures.count_lately()


@job("giving.count_everything", every="nightly")
def count_everything() -> None:
    """Count every day afresh, so that nothing stays missed."""
    figures.count_everything()


@job("giving.forget", every="nightly")
def forget() -> None:
    """Let go of what need not be kept: forms that nobody paid, names on old receipts, late words of Stripe's."""
    with unit_of_work() as session:
        forgetting.forget_unpaid(session)
        kept_names.forget_old(session)
    forgetting.scrub_late_events()


@job(customers.FORGET, every="*")
def forget_customers() -> None:
    """Have Stripe delete the customers of people who were forgotten here."""
    customers.forget_due(current_app.extensions["gateway"])


@job("giving.remind", every="nightly")
def remind() -> None:
    """Write to givers before a yearly gift is charged, and when the card of a standing gift is about to be too old."""
    with unit_of_work() as session:
        reminding.remind(session)


@job("giving.tell_moved", every="*")
def tell_moved() -> None:
    """Tell givers whose gifts were passed on an hour ago."""
    telling.tell_due()
