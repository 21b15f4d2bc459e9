"""Whoever is forgotten here is forgotten at Stripe too: the customers of their standing gifts are deleted there.

The wish is a row in the transaction that forgets the person, so that it outlives an hour in which Stripe does not
answer; the worker asks until Stripe has done it.
"""

import logging
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from hope.giving.gateway import Gateway, GatewayError
from hope.giving.models import ForgottenCustomer, RecurringGift
from hope.kernel import jobs
from hope.kernel.clock import now
from hope.kernel.db import db, insert_or_ignore, unit_of_work

log = logging.getLogger(__name__)
FORGET = "giving.forget_customers"
AT_ONCE = 50
LONGEST_WAIT = timedelta(days=1)


def put_down(session: Session, supporter_id: int) -> None:
    """Write down whom Stripe is to forget; an example was never there."""
    own = select(RecurringGift.customer_id).where(
        RecurringGift.supporter_id == supporter_id,
        RecurringGift.customer_id.is_not(None),
        RecurringGift.is_example.is_(False),
    )
    for customer_id in session.scalars(own.distinct()).all():
        session.execute(
            insert_or_ignore(
                ForgottenCustomer, customer_id=customer_id, tries=0, next_try_at=now(), created_at=now()
            )
        )
    jobs.after_commit(session, FORGET)


def forget_due(gateway: Gateway) -> None:
    """Ask Stripe to delete whoever is due, each by themselves."""
    due = select(ForgottenCustomer).where(ForgottenCustomer.next_try_at <= now())
    for one in db.session.scalars(due.order_by(ForgottenCustomer.next_try_at).limit(AT_ONCE)).all():
        try:
            gone = gateway.forget_customer(one.customer_id)
        except GatewayError as error:
            log.warning("a customer could not be deleted at Stripe yet: %s", error.detail)
            gone = False
        with unit_of_work() as session:
            _note(session, one, gone)


def _note(session: Session, one: ForgottenCustomer, gone: bool) -> None:
    this = ForgottenCustomer.customer_id == one.customer_id
    if gone:
        session.execute(delete(ForgottenCustomer).where(this))
    else:
        session.execute(
            update(ForgottenCustomer).where(this).values(tries=one.tries + 1, next_try_at=_again(one.tries))
        )


def _again(tries: int) -> datetime:
    """After a minute, two, four and so on, and then each day."""
    return now() + min(timedelta(minutes=2 ** min(tries, 11)), LONGEST_WAIT)
