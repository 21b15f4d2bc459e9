"""What a feature does when a message of its own has left or never will, and when there is no such address.

A kind registers with `told` and hears, in the transaction that remembers it, how it went. `when_bounced` hears of
addresses that do not exist, which is often known only hours after the message left.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

Told = Callable[[Session, dict[str, Any], bool], None]
Bounced = Callable[[Session, str], None]
_told: dict[str, Told] = {}
_bounced: list[Bounced] = []


def told(kind: str) -> Callable[[Told], Told]:
    """Register what hears of a message of this kind: its parameters, and whether it was handed over."""

    def register(function: Told) -> Told:
        _told[kind] = function
        return function

    return register


def when_bounced(function: Bounced) -> Bounced:
    """Register what hears of an address (as it is compared) that does not exist."""
    _bounced.append(function)
    return function


def tell(session: Session, kind: str, params: dict[str, Any], *, sent: bool) -> None:
    """Tell the feature of this kind how it went."""
    if kind in _told:
        _told[kind](session, params, sent)


def tell_bounced(session: Session, email_key: str) -> None:
    """Tell every feature that there is no such address."""
    for hear in _bounced:
        hear(session, email_key)
