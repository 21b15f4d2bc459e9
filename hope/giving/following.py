"""What features above giving do in the transaction of a gift, though giving knows none of them.

A card in somebody's honour begins its way when its gift is recorded, a gift among friends fills. Each feature registers
with `when_given`, as jobs are registered, and is told of those gifts beside which something of it was asked: an attempt
keeps the names of its wishes, so that nobody has to look for what is not there. Gifts that arrived together are told in
one call. What it writes is durable with the gift or not at all; so it must be quick, and must never raise for what a
giver asked beside the money.
"""

from collections.abc import Callable, Sequence
from typing import ClassVar, Protocol

from sqlalchemy.orm import Session

from hope.giving.arrivals import Recorded

Follower = Callable[[Session, Sequence[Recorded]], None]
_followers: dict[str, Follower] = {}


class Beside(Protocol):
    """Something that is asked for beside the money of one attempt, and kept with its row; named as its follower is."""

    # Who is to be told when the gift arrives.
    follower: ClassVar[str]

    def mark(self) -> str:
        """The same for the same wish, so that a form sent twice stays one attempt."""

    def keep(self, session: Session, checkout_id: int) -> None:
        """Write it down for this attempt; doing so twice is doing it once."""


def when_given(name: str) -> Callable[[Follower], Follower]:
    """Register what is told of each recorded gift beside which something of this name was asked."""

    def register(function: Follower) -> Follower:
        _followers[name] = function
        return function

    return register


def names_of(wishes: Sequence[Beside]) -> str:
    """The followers of these wishes, as an attempt keeps them."""
    return " ".join(sorted({wish.follower for wish in wishes}))


def tell(session: Session, gifts: Sequence[Recorded]) -> None:
    """Let every follower do its part for the gifts beside which it was asked for something, in one order."""
    asked = [(gift, gift.beside.split()) for gift in gifts if gift.beside]
    for name in sorted(_followers):
        if its := [gift for gift, names in asked if name in names]:
            _followers[name](session, its)
