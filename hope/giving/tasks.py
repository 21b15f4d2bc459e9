"""What the worker does for giving."""

import json

from hope.giving import inbox
from hope.giving.events import read_fact
from hope.giving.facts import Fact
from hope.giving.models import StripeEvent
from hope.kernel.db import db, unit_of_work
from hope.kernel.jobs import job


@job("giving.retry_events", every="*")
def retry_events() -> None:
    """Try failed events again, each in a transaction of its own."""
    for event_id in inbox.due(db.session()):
        with unit_of_work() as session:
            event = inbox.hold(session, event_id)
            if event is not None:
                inbox.act(session, event, _fact(event))


def _fact(event: StripeEvent) -> Fact:
    thing = json.loads(event.payload)["data"]["object"]
    return read_fact(event.kind, thing, event.happened_at)
