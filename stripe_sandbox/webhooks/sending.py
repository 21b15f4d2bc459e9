"""One attempt to deliver one event to one endpoint."""

import json
import sqlite3
import time
from dataclasses import dataclass
from typing import Any

import requests

from stripe_sandbox.core.store import Store
from stripe_sandbox.webhooks import signing

TIMEOUT = 10


@dataclass(frozen=True)
class Outcome:
    """What an endpoint answered; no status where it did not answer."""

    delivery: int
    event: str
    type: str
    status: int | None
    answer: str

    @property
    def delivered(self) -> bool:
        return self.status is not None and 200 <= self.status < 300

    def shown(self) -> dict[str, Any]:
        """For a test or the dashboard."""
        return {"event": self.event, "type": self.type, "status": self.status, "answer": self.answer}


def attempt(store: Store, row: sqlite3.Row) -> Outcome:
    """Send it once; a redirect or silence is a failure."""
    event, endpoint = store.get("event", row["event"]), store.get("webhook_endpoint", row["endpoint"])
    if event is None or endpoint is None:
        return Outcome(row["id"], row["event"], row["type"], None, "The endpoint is gone.")
    body = payload(event)
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
        "Stripe-Signature": signing.header(body, endpoint["_secret"]),
    }
    try:
        reply = post(endpoint["url"], body, headers)
    except requests.RequestException as failure:
        return Outcome(row["id"], row["event"], row["type"], None, type(failure).__name__)
    return Outcome(row["id"], row["event"], row["type"], reply.status_code, reply.text[:500])


def post(url: str, body: bytes, headers: dict[str, str]) -> requests.Response:
    """Send on a connection of its own: one kept from before may have been closed by the other side meanwhile."""
    with requests.Session() as http:
        http.trust_env = False
        return http.post(url, data=body, headers=headers, timeout=TIMEOUT, allow_redirects=False)


def payload(event: dict[str, Any]) -> bytes:
    """The bytes of an event, the same at every attempt."""
    event = event | {"pending_webhooks": event["_pending"]}
    shown = {key: value for key, value in event.items() if not key.startswith("_")}
    return json.dumps(shown, indent=2).encode()


def record(store: Store, row: sqlite3.Row, outcome: Outcome, next_try: float | None) -> None:
    """Keep what came of an attempt."""
    state = "delivered" if outcome.delivered else "failed" if next_try is None else "pending"
    with store.transaction():
        store.execute(
            "UPDATE deliveries SET state = ?, attempts = attempts + 1, status = ?, answer = ?, last_at = ?, due = ? "
            "WHERE id = ?",
            state, outcome.status, outcome.answer, time.time(), next_try or row["due"], row["id"],
        )  # fmt: skip
        event = store.get("event", row["event"]) if outcome.delivered else None
        if event:
            event["pending_webhooks"] = waiting(store, row["event"])
            store.put(event)


def waiting(store: Store, event: str) -> int:
    """How many endpoints have not had this event yet."""
    sql = (
        "SELECT count(DISTINCT endpoint) FROM deliveries d WHERE event = ? AND NOT EXISTS "
        "(SELECT 1 FROM deliveries x WHERE x.event = d.event AND x.endpoint = d.endpoint AND x.state = 'delivered')"
    )
    return int(store.rows(sql, event)[0][0])
