"""The desk that one request works at: the store, what time it is, and the events it raises."""

import dataclasses
import random
import time
from dataclasses import dataclass, field
from typing import Any

from stripe_sandbox.core import ids, query
from stripe_sandbox.core.errors import missing
from stripe_sandbox.core.settings import Settings
from stripe_sandbox.core.shapes import Obj, blank, public
from stripe_sandbox.core.store import Store

API_VERSION = "2026-10-28.endive"


@dataclass
class Desk:
    """Reads and writes objects inside one transaction."""

    store: Store
    settings: Settings
    public_url: str
    now: int = field(default_factory=lambda: int(time.time()))
    clock: str | None = None
    request: Obj = field(default_factory=lambda: {"id": None, "idempotency_key": None})

    def on_clock(self, clock: str | None) -> "Desk":
        """The same desk at the frozen time of a test clock, if there is one."""
        if not clock or clock == self.clock:
            return self
        frozen = self.load("test_helpers.test_clock", clock)
        return dataclasses.replace(self, now=frozen["frozen_time"], clock=clock)

    def unclocked(self) -> "Desk":
        """The same desk on everybody's time."""
        return dataclasses.replace(self, now=int(time.time()), clock=None)

    def at(self, moment: int) -> "Desk":
        """The same desk at another moment."""
        return dataclasses.replace(self, now=moment)

    def make(self, kind: str, **fields: Any) -> Obj:
        """A new object, complete and stored."""
        basics: Obj = {"id": ids.fresh(kind), "created": self.now}
        made = blank(kind, **(basics | fields))
        self.store.put(made)
        return made

    def load(self, kind: str, id: str, param: str = "id") -> Obj:
        """The object with this id, or Stripe's 404."""
        found = self.store.get(kind, id)
        if found is None:
            raise missing(kind, id, param)
        return found

    def save(self, obj: Obj, **changes: Any) -> Obj:
        """Write changes to an object."""
        obj.update(changes)
        self.store.put(obj)
        return obj

    def find(self, kind: str, **where: Any) -> list[Obj]:
        """Objects whose fields are these, newest first."""
        return query.find(
            self.store, query.Query(kind, {key.replace("__", "."): v for key, v in where.items()})
        )

    def later(self, moment: int, work: str, target: str) -> None:
        """Note work for a later time, on this desk's clock."""
        sql = "INSERT INTO jobs (at, work, target, clock) VALUES (?, ?, ?, ?)"
        self.store.execute(sql, moment, work, target, self.clock)

    def emit(self, type: str, obj: Obj, previous: Obj | None = None) -> Obj:
        """Raise an event: its payload is fixed now and is sent after the answer."""
        data: Obj = {"object": public(obj)}
        if previous is not None:
            data["previous_attributes"] = previous
        endpoints = [e for e in self.find("webhook_endpoint", status="enabled") if wants(e, type)]
        event = self.make(
            "event",
            type=type,
            created=int(time.time()),
            api_version=API_VERSION,
            data=data,
            pending_webhooks=len(endpoints),
            request=dict(self.request),
            _pending=len(endpoints),
        )
        for endpoint in endpoints:
            self.queue(event, endpoint)
        return event

    def queue(self, event: Obj, endpoint: Obj) -> None:
        """Note that this endpoint is to hear of this event, as often as the settings say."""
        state = {"deliver": "pending", "hold": "held", "drop": "dropped"}[self.settings.webhooks]
        for _ in range(1 + self.settings.duplicate):
            rank = random.random() if self.settings.shuffle else 0.0
            self.store.execute(
                "INSERT INTO deliveries (event, type, endpoint, state, due, rank) VALUES (?, ?, ?, ?, ?, ?)",
                event["id"],
                event["type"],
                endpoint["id"],
                state,
                time.time() + self.settings.delay,
                rank,
            )

    def change(self, obj: Obj, event: str, **changes: Any) -> Obj:
        """Write changes and tell of them, with what the changed fields were before."""
        before = {key: obj.get(key) for key, value in changes.items() if obj.get(key) != value}
        self.save(obj, **changes)
        shown = {key: value for key, value in before.items() if not key.startswith("_")}
        if shown:
            self.emit(event, obj, shown)
        return obj


def wants(endpoint: Obj, type: str) -> bool:
    """Whether an endpoint asked for this type of event."""
    return "*" in endpoint["enabled_events"] or type in endpoint["enabled_events"]
