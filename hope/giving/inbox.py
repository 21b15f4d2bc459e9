"""Stripe's events, kept once each together with what came of them.

An event and its effect are one transaction: the row is written first and the effect goes into a savepoint. When
the effect fails, the savepoint is undone and the event stays, marked failed, for the worker to try again. Either
way one durable commit comes before the 2xx that tells Stripe not to send it again.

An event that only says that something changed, or says it in another API version, waits for the worker, which
asks Stripe outside of any transaction.
"""

import json
import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from hope.giving import recording
from hope.giving.events import KINDS, Notice, read_fact
from hope.giving.facts import Fact, Ignored, Look
from hope.giving.gateway import Gateway
from hope.giving.models import Outcome, StripeEvent
from hope.giving.orders import API_VERSION
from hope.kernel import jobs
from hope.kernel.clock import now
from hope.kernel.db import db, insert_or_ignore, unit_of_work

log = logging.getLogger(__name__)
RETRY = "giving.retry_events"
MOST_ATTEMPTS = 10


def receive(notice: Notice) -> Outcome | None:
    """Keep an event and act on it; None when it was here before, which changes nothing."""
    with unit_of_work() as session:
        event = _keep(session, notice)
        if event is None:
            return None
        try:
            fact = None if _is_foreign(event) else read_fact(notice.kind, notice.thing, notice.happened_at)
        except (LookupError, TypeError, ValueError, AttributeError) as error:
            _failed(event, error)
            return event.outcome
        if fact is None or isinstance(fact, Look):
            event.outcome, event.next_attempt_at = Outcome.WAITING, now()
            jobs.after_commit(session, RETRY)
        else:
            _act(session, event, [fact])
        return event.outcome


def retry_due(gateway: Gateway) -> int:
    """Take up every event whose time has come; how many were done."""
    waiting = select(StripeEvent.event_id).where(
        StripeEvent.outcome.in_([Outcome.FAILED, Outcome.WAITING]), StripeEvent.next_attempt_at <= now()
    )
    due = list(db.session.scalars(waiting.order_by(StripeEvent.id).limit(200)))
    return sum(retry(event_id, gateway) for event_id in due)


def retry(event_id: str, gateway: Gateway) -> bool:
    """Try one event again: ask Stripe first where it must be asked, then record; True when that worked."""
    event = db.session.scalars(select(StripeEvent).where(StripeEvent.event_id == event_id)).one()
    try:
        facts: list[Fact] | Exception = facts_of(event, gateway)
    except Exception as error:
        facts = error
    with unit_of_work() as session:
        held = _hold(session, event_id)
        if held is None:
            return False
        if isinstance(facts, Exception):
            _failed(held, facts)
        else:
            _act(session, held, facts)
        return held.outcome in (Outcome.RECORDED, Outcome.IGNORED)


def facts_of(event: StripeEvent, gateway: Gateway) -> list[Fact]:
    """The facts that a kept event leads to, asked of Stripe where it only says that something changed."""
    thing = json.loads(event.payload)["data"]["object"]
    if _is_foreign(event):
        return gateway.reread(event.kind, thing["object"], thing["id"], event.happened_at)
    fact = read_fact(event.kind, thing, event.happened_at)
    return gateway.look(fact) if isinstance(fact, Look) else [fact]


def _is_foreign(event: StripeEvent) -> bool:
    """True when an event that matters is written in another API version: its words may mean something else."""
    if event.api_version == API_VERSION or event.kind not in KINDS:
        return False
    log.error(
        "event %s (%s) is of API version %s, this site reads %s: set the endpoint's version",
        event.event_id, event.kind, event.api_version, API_VERSION,
    )  # fmt: skip
    return True


def _act(session: Session, event: StripeEvent, facts: Iterable[Fact]) -> None:
    """Let the facts take effect and note on the event how that went."""
    ignored = True
    try:
        with session.begin_nested():
            details = []
            for fact in facts:
                details.append(recording.record(session, fact))
                ignored = ignored and isinstance(fact, Ignored)
        event.detail = "; ".join(details)[:300]
        event.outcome = Outcome.IGNORED if ignored else Outcome.RECORDED
        event.next_attempt_at = None
    except Exception as error:
        # Whatever it is, the event must not be lost: it is kept as failed, and staff see it.
        _failed(event, error)


def _failed(event: StripeEvent, error: Exception) -> None:
    log.error("event %s (%s) failed", event.event_id, event.kind, exc_info=error)
    event.outcome = Outcome.FAILED
    event.detail = f"{type(error).__name__}: {error}"[:300]
    event.next_attempt_at = _next_attempt(event.attempts)


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


def _hold(session: Session, event_id: str) -> StripeEvent | None:
    """An unfinished event, held for this attempt; None when somebody else has it or it is done."""
    open_ones = select(StripeEvent).where(
        StripeEvent.event_id == event_id, StripeEvent.outcome.in_([Outcome.FAILED, Outcome.WAITING])
    )
    held = open_ones.with_for_update(skip_locked=True).execution_options(populate_existing=True)
    event = session.scalar(held)
    if event is not None:
        event.attempts += 1
    return event


def _next_attempt(attempts: int) -> datetime | None:
    """Sooner at first, hours apart later; None when a person has to look."""
    if attempts >= MOST_ATTEMPTS:
        return None
    return now() + timedelta(seconds=min(5 * 3**attempts, 6 * 3600))
