"""Comparing the books because somebody asked: the worker does it, and says how far it is."""

import logging
from datetime import timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from hope.giving import books
from hope.giving.gateway import GatewayError, StripeGateway
from hope.giving.models import BooksCheck, BooksOrder
from hope.kernel import audit, jobs
from hope.kernel.clock import now
from hope.kernel.db import db, unit_of_work
from hope.kernel.trail import trail_of

log = logging.getLogger(__name__)
FOLLOW = "giving.follow_books_orders"
# A worker that says nothing for so long has been killed: another one begins afresh.
SILENCE = timedelta(minutes=10)
TOLD_AFTER = 100


def newest(session: Session) -> BooksOrder | None:
    """The order that was given last."""
    return session.scalar(select(BooksOrder).order_by(BooksOrder.id.desc()).limit(1))


def order(session: Session, actor: str, *, repairs: bool) -> BooksOrder:
    """Ask for a comparison, and a repair of what differs; an order that waits already is as good."""
    waiting = newest(session)
    if waiting and not waiting.finished_at:
        return waiting
    made = BooksOrder(asked_by=actor, repairs=repairs)
    session.add(made)
    session.flush()
    audit.note(session, actor, "repair books" if repairs else "compare books", f"books:{made.id}")
    jobs.after_commit(session, FOLLOW)
    return made


def follow(gateway: StripeGateway) -> None:
    """Do what was asked for, one order after the other."""
    while (order_id := _take()) is not None:
        trouble, check_id = "", None
        try:
            check_id = _compare(order_id, gateway)
        except GatewayError as error:
            trouble = f"Stripe could not be asked: {error.detail}"
        except Exception as error:
            log.error("the books could not be compared: %s", trail_of(error))
            trouble = f"It failed: {type(error).__name__}."
        _note(order_id, trouble=trouble[:300], check_id=check_id, finished_at=now())


def _take() -> int | None:
    """The next order, ours; None when nobody waits."""
    with unit_of_work() as session:
        silent = or_(BooksOrder.taken_at.is_(None), BooksOrder.taken_at < now() - SILENCE)
        waiting = select(BooksOrder).where(BooksOrder.finished_at.is_(None), silent).order_by(BooksOrder.id)
        found = session.scalar(waiting.limit(1).with_for_update(skip_locked=True))
        if found is None:
            return None
        found.taken_at, found.compared = now(), 0
        return found.id


def _compare(order_id: int, gateway: StripeGateway) -> int | None:
    def progress(what: str, _number: int) -> None:
        seen[0] += 1
        if seen[0] % TOLD_AFTER == 0:
            _note(order_id, compared=seen[0], doing=what, taken_at=now())

    seen = [0]
    found = books.check(gateway, None, progress)
    if found and db.session.get_one(BooksOrder, order_id).repairs:
        _note(order_id, doing="repairs", taken_at=now())
        books.repair(found, gateway)
        seen[0] = 0
        books.check(gateway, None, progress)
    return db.session.scalar(select(BooksCheck.id).order_by(BooksCheck.id.desc()).limit(1))


def _note(order_id: int, **values: object) -> None:
    """Write it down beside the comparison's own transaction, which must see the books as they were at one moment."""
    with db.engine.begin() as connection:
        connection.execute(update(BooksOrder).where(BooksOrder.id == order_id).values(**values))
