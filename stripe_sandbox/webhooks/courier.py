"""The courier: a thread that carries events to their endpoints in order and comes back where nobody answered."""

import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from stripe_sandbox.core.settings import Settings
from stripe_sandbox.core.store import Store
from stripe_sandbox.webhooks import sending
from stripe_sandbox.webhooks.sending import Outcome

LONGEST_REST = 1.0
DUE = "SELECT * FROM deliveries WHERE state = 'pending' AND due <= ? ORDER BY rank, due, id LIMIT 1"
NEXT = "SELECT min(due) FROM deliveries WHERE state = 'pending'"


class Courier:
    """Delivers what is due until it is told to stop."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self.store = store
        self.settings = settings
        self.changed = threading.Condition()
        self.busy = False
        self.stopping = False
        self.thread = threading.Thread(target=self.run, name="courier", daemon=True)

    def start(self) -> None:
        self.thread.start()

    def wake(self) -> None:
        """There may be something to carry."""
        with self.changed:
            self.changed.notify_all()

    def stop(self) -> None:
        """Finish; what is left stays in the store."""
        self.stopping = True
        self.wake()

    def run(self) -> None:
        while not self.stopping:
            self.busy = True
            row = self.next_due()
            if row is not None:
                self.carry(row)
                continue
            self.busy = False
            with self.changed:
                self.changed.wait(self.rest())

    def next_due(self) -> Any:
        rows = self.store.rows(DUE, time.time())
        return rows[0] if rows else None

    def rest(self) -> float:
        due = self.store.rows(NEXT)[0][0]
        return LONGEST_REST if due is None else min(LONGEST_REST, max(0.005, due - time.time()))

    def carry(self, row: Any) -> Outcome:
        """One attempt and what follows from it."""
        outcome = sending.attempt(self.store, row)
        sending.record(
            self.store, row, outcome, None if outcome.delivered else self.next_try(row["attempts"] + 1)
        )
        return outcome

    def next_try(self, attempts: int) -> float | None:
        if attempts >= self.settings.max_attempts:
            return None
        return time.time() + self.settings.retry_base * float(2 ** (attempts - 1))

    def flush(self) -> list[Outcome]:
        """Deliver everything that is held or waiting for another try, now."""
        rows = self.store.rows("SELECT * FROM deliveries WHERE state IN ('held', 'pending') ORDER BY id")
        if self.settings.shuffle:
            random.shuffle(rows)
        ids = [row["id"] for row in rows]
        with self.store.transaction():
            self.store.connection.executemany(
                "UPDATE deliveries SET state = 'held' WHERE id = ?", [(i,) for i in ids]
            )
        return [self.carry(row) for row in rows]

    def resend(self, event: str, times: int, concurrent: bool) -> list[Outcome]:
        """Deliver an event again, several times, at once where asked."""
        with self.store.transaction():
            rows = [row for _ in range(times) for row in self.copies(event)]
        if not concurrent:
            return [self.carry(row) for row in rows]
        with ThreadPoolExecutor(max(1, len(rows))) as pool:
            return list(pool.map(self.carry, rows))

    def copies(self, event: str) -> list[Any]:
        """A further delivery for each endpoint that listens now, out of the courier's own reach."""
        stored = self.store.get("event", event)
        made = []
        endpoints = (
            self.store.rows("SELECT id FROM objects WHERE kind = 'webhook_endpoint'") if stored else []
        )
        for endpoint in endpoints:
            sql = "INSERT INTO deliveries (event, type, endpoint, state, due, rank) VALUES (?, ?, ?, 'held', ?, 0)"
            cursor = self.store.execute(
                sql, event, stored["type"] if stored else "", endpoint["id"], time.time()
            )
            made += self.store.rows("SELECT * FROM deliveries WHERE id = ?", cursor.lastrowid)
        return made

    def idle(self, timeout: float) -> bool:
        """Wait until nothing is due or on its way."""
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            if not self.busy and self.store.rows(NEXT)[0][0] is None:
                return True
            time.sleep(0.01)
        return False
