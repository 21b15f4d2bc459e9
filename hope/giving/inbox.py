"""Stripe's events, kept once each together with what came of them.

An event and its effect are one transaction: the row is written first and the effect goes into a savepoint. When
the effect fails, the savepoint is undone and the event stays, marked failed, for the worker to try again. Either
way one durable commit comes before the 2xx that tells Stripe not to send it again.

Events that come in together are kept, recorded and committed together (`hope.kernel.together` says how they meet).
When that fails each of them is taken by itself, so that a bad one fails alone.

An event that only says that something changed, or says it in another API version, waits for the worker, which
asks Stripe outside of any transaction.
"""

import json
import logging
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
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
from hope.kernel.bulk import change_all, insert_all
from hope.kernel.clock import now
from hope.kernel.db import db, unit_of_work
from hope.kernel.trail import trail_of

log = logging.getLogger(__name__)
RETRY = "giving.retry_events"
MOST_ATTEMPTS = 10
# These only add rows of their own, so many of them may share a transaction. What moves rows that others may hold
# has a transaction of its own: nobody then holds one row while waiting for another that is held by a waiting one.
SHARING = (*recording.PAID, Ignored, Look)


@dataclass(frozen=True)
class Telling:
    """What an event says: its facts, or why none could be read."""

    event_id: str
    kind: str
    says: list[Fact] | Exception

    @property
    def facts(self) -> list[Fact]:
        """Its facts; raises where there are none."""
        if isinstance(self.says, Exception):
            raise self.says
        return self.says

    @property
    def may_share(self) -> bool:
        """True when it may be recorded in one transaction with others."""
        return isinstance(self.says, list) and all(isinstance(fact, SHARING) for fact in self.says)


@dataclass(frozen=True)
class Verdict:
    """What came of an event."""

    outcome: Outcome
    detail: str
    next_attempt_at: datetime | None = None


def receive(notices: Sequence[Notice]) -> None:
    """Keep these events and act on them; one that was here before changes nothing."""
    events = [(notice, _read(notice)) for notice in notices]
    shared = [event for event in events if event[1].may_share]
    if shared:
        _take(shared)
    for event in events:
        if not event[1].may_share:
            _take([event])


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
        says: list[Fact] | Exception = facts_of(event, gateway)
    except Exception as error:
        says = error
    with unit_of_work() as session:
        held = _hold(session, event_id)
        if held is None:
            return False
        (verdict,) = _act(session, [Telling(event_id, held.kind, says)], held.attempts)
        held.outcome, held.detail, held.next_attempt_at = (
            verdict.outcome,
            verdict.detail,
            verdict.next_attempt_at,
        )
        return held.outcome in (Outcome.RECORDED, Outcome.IGNORED)


def facts_of(event: StripeEvent, gateway: Gateway) -> list[Fact]:
    """The facts that a kept event leads to, asked of Stripe where it only says that something changed."""
    thing = json.loads(event.payload)["data"]["object"]
    if _is_foreign(event):
        return gateway.reread(event.kind, thing["object"], thing["id"], event.happened_at)
    fact = read_fact(event.kind, thing, event.happened_at)
    return gateway.look(fact) if isinstance(fact, Look) else [fact]


def _is_foreign(event: StripeEvent | Notice) -> bool:
    """True when an event that matters is written in another API version: its words may mean something else."""
    if event.api_version == API_VERSION or event.kind not in KINDS:
        return False
    log.error(
        "event %s (%s) is of API version %s, this site reads %s: set the endpoint's version",
        event.event_id, event.kind, event.api_version, API_VERSION,
    )  # fmt: skip
    return True


def _read(notice: Notice) -> Telling:
    """What an event says of itself; where Stripe has to be asked, that."""
    says: list[Fact] | Exception
    try:
        if _is_foreign(notice):
            says = [Look("event", notice.event_id)]
        else:
            says = [read_fact(notice.kind, notice.thing, notice.happened_at)]
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        says = error
    return Telling(notice.event_id, notice.kind, says)


def _take(events: Sequence[tuple[Notice, Telling]]) -> None:
    """Keep events and let them take effect, in one transaction."""
    with unit_of_work() as session:
        rows = _keep(session, [notice for notice, _ in events])
        new = {notice.event_id: telling for notice, telling in events if notice.event_id in rows}
        verdicts = _act(session, list(new.values()))
        pairs = zip(new, verdicts, strict=True)
        change_all(
            session, StripeEvent, [{"id": rows[event_id]} | vars(verdict) for event_id, verdict in pairs]
        )


def _act(session: Session, tellings: Sequence[Telling], attempts: int = 1) -> list[Verdict]:
    """Let what these events say take effect, all of it or nothing; one event's failure is its verdict."""
    try:
        # Of several nothing is kept when one fails: each is then taken by itself. One alone must not be lost.
        with session.begin_nested() if len(tellings) == 1 else nullcontext():
            facts = [fact for telling in tellings for fact in telling.facts]
            words = iter(recording.record_all(session, facts))
        return [_verdict(session, telling.facts, words) for telling in tellings]
    except Exception as error:
        # Whatever it is, the event must not be lost: it is kept as failed, and staff see it.
        if len(tellings) > 1:
            raise
        return [_failure(tellings[0], error, attempts)]


def _verdict(session: Session, facts: Sequence[Fact], words: Iterator[str]) -> Verdict:
    detail = "; ".join(next(words) for _ in facts)[:300]
    if any(isinstance(fact, Look) for fact in facts):
        jobs.after_commit(session, RETRY)
        return Verdict(Outcome.WAITING, detail, now())
    ignored = all(isinstance(fact, Ignored) for fact in facts)
    return Verdict(Outcome.IGNORED if ignored else Outcome.RECORDED, detail)


def _failure(telling: Telling, error: Exception, attempts: int) -> Verdict:
    log.error("event %s (%s) failed: %s", telling.event_id, telling.kind, trail_of(error))
    return Verdict(Outcome.FAILED, f"{type(error).__name__}: {error}"[:300], _next_attempt(attempts))


def _keep(session: Session, notices: Sequence[Notice]) -> dict[str, int]:
    """Write down those that are new; their row numbers by event id."""
    moment = now()
    rows = [
        {
            "event_id": notice.event_id,
            "kind": notice.kind,
            "api_version": notice.api_version,
            "payload": notice.payload,
            "object_id": notice.object_id,
            "outcome": Outcome.FAILED,
            "detail": "",
            "attempts": 1,
            "happened_at": notice.happened_at,
            "received_at": moment,
        }
        # In one order, so that two who bring the same two events never wait for each other.
        for notice in sorted(notices, key=lambda notice: notice.event_id)
    ]
    new = insert_all(session, StripeEvent, rows, StripeEvent.event_id, StripeEvent.id, or_ignore=True)
    return {row.event_id: row.id for row in new}


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
