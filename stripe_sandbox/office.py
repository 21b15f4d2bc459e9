"""What lives as long as the process: the store, the settings, the keys in use, and who is told when work is done."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from stripe_sandbox.core.desk import Desk
from stripe_sandbox.core.settings import Settings
from stripe_sandbox.core.shapes import Obj
from stripe_sandbox.core.store import Store
from stripe_sandbox.wire.idempotency import Idempotency


class Office:
    """Hands out desks."""

    def __init__(self, store: Store, settings: Settings, public_url: str) -> None:
        self.store = store
        self.settings = settings
        self.public_url = public_url
        self.idempotency = Idempotency(store)
        self.on_wake: list[Callable[[], None]] = []

    @contextmanager
    def desk(self, request: Obj | None = None) -> Iterator[Desk]:
        """A desk whose work is kept as a whole or not at all."""
        with self.store.transaction():
            desk = Desk(self.store, self.settings, self.public_url)
            if request:
                desk.request = request
            yield desk

    def wake(self) -> None:
        """Say that an answer has gone out, so that its events may follow."""
        for listener in self.on_wake:
            listener()
