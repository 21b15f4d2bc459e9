"""Idempotency keys: the first answer is kept and replayed; a key never serves two different requests."""

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from stripe_sandbox.core.errors import ApiError, invalid
from stripe_sandbox.core.store import Store

Answer = tuple[int, str]


class Idempotency:
    """Knows which keys are being worked on now and what was answered before."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.running: set[str] = set()
        self.lock = threading.Lock()

    @contextmanager
    def working(self, key: str | None) -> Iterator[None]:
        """Refuse a second request with the key of one that is still running."""
        if key is None:
            yield
            return
        if len(key) > 255:
            raise invalid("Idempotency-Key may be at most 255 characters long.")
        with self.lock:
            if key in self.running:
                raise ApiError(in_use(key), 409, "idempotency_error", "idempotency_key_in_use")
            self.running.add(key)
        try:
            yield
        finally:
            with self.lock:
                self.running.discard(key)

    def earlier(self, key: str | None, fingerprint: str) -> Answer | None:
        """What this key was answered before, if it asked for the same."""
        found = self.store.rows("SELECT * FROM answers WHERE key = ?", key) if key else []
        if not found:
            return None
        if found[0]["fingerprint"] != fingerprint:
            raise ApiError(
                "Keys for idempotent requests can only be used with the same parameters they were first used with. "
                f"Try using a key other than '{key}' if you meant to execute a different request.",
                type="idempotency_error",
            )
        return found[0]["status"], found[0]["body"]

    def keep(self, key: str | None, fingerprint: str, answer: Answer) -> None:
        """Remember an answer for its key."""
        if key:
            self.store.execute(
                "INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?)", key, fingerprint, *answer
            )


def fingerprint(method: str, path: str, body: bytes) -> str:
    """What makes two requests the same."""
    return hashlib.sha256(f"{method} {path}\n".encode() + body).hexdigest()


def in_use(key: str) -> str:
    return (
        "There is currently another in-progress request using this Idempotent Key (that probably means you submitted "
        f"twice, and the other request is still going through): {key}. Please try again later."
    )
