"""Recording a kept event again, in earnest or to see what would change."""

from collections import Counter
from dataclasses import dataclass

from hope.giving import inbox
from hope.giving.gateway import Gateway
from hope.giving.models import Outcome, StripeEvent
from hope.giving.recording import record
from hope.kernel.db import noting_changes, unit_of_work


@dataclass(frozen=True)
class Replay:
    """What recording an event again said, and how many rows of each table it touched."""

    words: str
    changes: Counter[str]


def replay(event: StripeEvent, gateway: Gateway, *, rehearse: bool) -> Replay:
    """Record an event's facts once more; a rehearsal undoes it all. What is recorded already stays as it is.

    Raises CannotRecord, LookupError or GatewayError where the event leads to nothing that can be recorded.
    """
    facts = inbox.facts_of(event, gateway)
    with unit_of_work() as session, noting_changes() as changes:
        details = [record(session, fact) for fact in facts]
        session.flush()
        if rehearse:
            session.rollback()
        else:
            event.outcome, event.detail = Outcome.RECORDED, "; ".join(details)[:300]
            event.next_attempt_at = None
    return Replay("; ".join(details), changes)
