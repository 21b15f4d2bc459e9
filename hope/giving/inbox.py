"""Stripe's events, kept once each together with what came of them.

An event and its effect are one transaction: the row is written first and the effect goes into a savepoint. When
the effect fails, the savepoint is undone and the event stays, marked failed, for the worker to try again. Either
way one durable commit comes before the 2xx that tells Stripe not to send it again.
"""

import logging
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from hope.giving import recording
from hope.giving.events import Notice
from hope.giving.facts import Fact, Ignored
from hope.giving.models import Outcome, StripeEvent
from hope.kernel.clock import now
from hope.kernel.db import insert_or_ignore, unit_of_work

log = logging.getLogger(__name__)
MOST_ATTEMPTS = 10


def receive(notice: Notice) -> Outcome | None:
    """Keep an event and act on it; None when it was here before, which changes nothing."""
    with unit_of_work() as session:
        event = _keep(session, notice)
        if event is None:
            return None
        act(session, event, notice.fact)
        return event.outcome


def act(session: Session, event: StripeEvent, fact: Fact) -> None:
    """Let the fact take effect and note on the event how that went."""
    try:
        with session.begin_nested():
            event.detail = recording.record(session, fact)[:300]
        event.outcome = Outcome.IGNORED if isinstance(fact, Ignored) else Outcome.RECORDED
        event.next_attempt_at = None
    except Exception as error:
        # Whatever it is, the event must not be lost: it is kept as failed, and staff see it.
        log.exception("event %s (%s) failed", event.event_id, event.kind)
        event.outcome = Outcome.FAILED
        event.detail = f"{type(error).__name__}: {error}"[:300]
        event.next_attempt_at = _next_attempt(event.attempts)


def due(session: Session) -> list[str]:
    """The ids of failed events whose time has come again."""
    waiting = select(StripeEvent.event_id).where(
        StripeEvent.outcome == Outcome.FAILED, StripeEvent.next_attempt_at <= now()
    )
    return list(session.scalars(waiting.order_by(StripeEvent.id).limit(100)))


def hold(session: Session, event_id: str) -> StripeEvent | None:
    """A failed event, held for one more attempt; None when somebody else has it or it is done."""
    failed = select(StripeEvent).where(
        StripeEvent.event_id == event_id, StripeEvent.outcome == Outcome.FAILED
    )
    event = session.scalar(failed.with_for_update(skip_locked=True))
    if event is not None:
        event.attempts += 1
    return event


def _keep(session: Session, notice: Notice) -> StripeEvent | None:
    row = insert_or_ignore(
        StripeEvent,
        event_id=notice.event_id,
        kind=notice.kind,
        api_version=notice.api_version,
        payload=notice.payload,
        outcome=Outcome.FAILED,
        detail="",
        attempts=1,
        happened_at=notice.happened_at,
        received_at=now(),
    )
    new_id = session.execute(row.returning(StripeEvent.id)).scalar()
    return None if new_id is None else session.get_one(StripeEvent, new_id)


def _next_attempt(attempts: int) -> datetime | None:
    """Sooner at first, hours apart later; None when a person has to look."""
    if attempts >= MOST_ATTEMPTS:
        return None
    return now() + timedelta(seconds=min(15 * 3**attempts, 6 * 3600))
