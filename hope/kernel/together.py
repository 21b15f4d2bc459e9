"""What comes in while somebody is at work is done together by whoever has the turn next.

A durable commit costs the same for one row as for a hundred. Under load each turn finds more waiting and does more
with one commit; where the last turn was shared, it also waits a moment for as many to come in again. Whoever comes
alone is done at once and waits for nobody. There is no thread to start or to stop: the work is done by one of
those who brought it, and nobody is answered before it is done.
"""

from collections import deque
from collections.abc import Callable, Sequence
from enum import Enum, auto
from threading import Lock
from time import monotonic, sleep
from typing import Generic, TypeVar

MOMENT, PATIENCE = 0.001, 0.02  # seconds
Item = TypeVar("Item")


class _Word(Enum):
    """What somebody who waits is told."""

    YOUR_TURN = auto()
    DONE = auto()
    BY_YOURSELF = auto()


class _Ticket(Generic[Item]):
    def __init__(self, item: Item) -> None:
        self.item = item
        self.word = _Word.YOUR_TURN
        # Let go by whoever calls: a bare lock costs a fifth of an event, and only one ever waits for it, once.
        self._called = Lock()
        self._called.acquire()

    def call(self, word: _Word) -> None:
        self.word = word
        self._called.release()

    def wait(self) -> None:
        self._called.acquire()


class Together(Generic[Item]):
    """Does `work` for many at once; what cannot be done together is done by each for itself.

    `work` must leave nothing behind when it raises, and may be given again what it has done already.
    """

    def __init__(self, work: Callable[[Sequence[Item]], None], most: int = 64) -> None:
        self._work = work
        self._most = most
        self._waiting: deque[_Ticket[Item]] = deque()
        self._at_work = False
        self._company = 1
        self._door = Lock()

    def do(self, item: Item) -> None:
        """Return when the work for this item is done; raises what it raised for this one alone."""
        mine = _Ticket(item)
        if self._has_to_wait(mine):
            mine.wait()
        if mine.word is _Word.YOUR_TURN:
            self._take_turn()
        if mine.word is _Word.BY_YOURSELF:
            self._work([item])

    def _has_to_wait(self, ticket: _Ticket[Item]) -> bool:
        with self._door:
            self._waiting.append(ticket)
            wait, self._at_work = self._at_work, True
        return wait

    def _take_turn(self) -> None:
        """Work for everybody who is here; the first of them is the one who has the turn."""
        if self._company > 1:
            self._let_them_come()
        tickets = [self._waiting.popleft() for _ in range(min(len(self._waiting), self._most))]
        self._company = len(tickets)
        # Until the work is known to be done nobody is told so; one of several may be at fault, and no neighbour
        # shall suffer for it.
        word = _Word.BY_YOURSELF
        try:
            self._work([ticket.item for ticket in tickets])
            word = _Word.DONE
        except Exception:
            if self._company == 1:
                raise
        finally:
            for ticket in tickets:
                ticket.call(word)
            self._hand_on()

    def _let_them_come(self) -> None:
        """Give as many as last time the time to come in, for as long as each moment brings one more."""
        latest, seen = monotonic() + PATIENCE, 0
        while seen < len(self._waiting) < self._company and monotonic() < latest:
            seen = len(self._waiting)
            sleep(MOMENT)

    def _hand_on(self) -> None:
        with self._door:
            self._at_work = bool(self._waiting)
            if self._waiting:
                self._waiting[0].call(_Word.YOUR_TURN)
