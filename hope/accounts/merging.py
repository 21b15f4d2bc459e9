"""Two rows that turn out to be one person become one row.

Each feature says itself what follows a person of its own: it registers a function with `follows`, as jobs are
registered, and `merge` calls them all in the transaction of the merging.
"""

from collections.abc import Callable

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from hope.accounts.models import (
    Passkey,
    PasskeyChallenge,
    RecoveryCode,
    SignIn,
    SignInLink,
    Supporter,
    SupporterAddress,
    TotpKey,
    WrongCodes,
)
from hope.kernel import audit
from hope.kernel.db import insert_or_ignore

Follow = Callable[[Session, int, int], int]
_followers: dict[str, Follow] = {}
# What proved that somebody was the one person says nothing about the other.
OWN = (SignIn, SignInLink, TotpKey, RecoveryCode, WrongCodes, PasskeyChallenge)


class CannotMerge(Exception):
    """Says in a sentence why these two stay two."""


def follows(name: str) -> Callable[[Follow], Follow]:
    """Register what moves rows from one supporter (`gone`) to another (`kept`), and says how many it moved."""

    def register(function: Follow) -> Follow:
        _followers[name] = function
        return function

    return register


def merge(session: Session, kept: Supporter, gone: Supporter, actor: str, reason: str = "") -> None:
    """Make two supporters one: everything of `gone` becomes `kept`'s, and both addresses lead to `kept`.

    Whoever reads mail at either address can sign in as this person from then on. So staff stay as they are: no
    other row can be turned into a way into theirs, but by themselves (`actor` is then "supporter:ID").
    """
    if kept.id == gone.id:
        raise CannotMerge("This is one person already.")
    _hold(session, kept, gone)
    if gone.staff_role:
        raise CannotMerge("This address belongs to a member of staff. Remove them from the staff first.")
    if kept.staff_role and actor != f"supporter:{kept.id}":
        raise CannotMerge("Only members of staff themselves can add an address to their own account.")
    if kept.erased_at or gone.erased_at:
        raise CannotMerge("One of the two asked to be forgotten, and stays so.")
    moved = {name: follow(session, gone.id, kept.id) for name, follow in sorted(_followers.items())}
    _move_identity(session, kept, gone)
    details = {"merged": gone.id, "moved": {name: count for name, count in moved.items() if count}}
    audit.note(session, actor, "merge supporters", f"supporter:{kept.id}", reason, details)


def _hold(session: Session, *both: Supporter) -> None:
    """Wait for gifts that are being recorded for either, and let later ones wait for us."""
    ids = [supporter.id for supporter in both]
    held = select(Supporter).where(Supporter.id.in_(ids)).order_by(Supporter.id).with_for_update()
    if len(session.scalars(held.execution_options(populate_existing=True)).all()) < len(ids):
        raise CannotMerge("One of the two is not there any more.")


def _move_identity(session: Session, kept: Supporter, gone: Supporter) -> None:
    session.flush()
    for table in OWN:
        session.execute(delete(table).where(table.supporter_id == gone.id))
    if kept.staff_role:  # a passkey counts as a second factor: staff make theirs by themselves
        session.execute(delete(Passkey).where(Passkey.supporter_id == gone.id))
    for mine in (Passkey, SupporterAddress):
        session.execute(update(mine).where(mine.supporter_id == gone.id).values(supporter_id=kept.id))
    session.execute(
        insert_or_ignore(
            SupporterAddress,
            supporter_id=kept.id,
            email=gone.email,
            email_key=gone.email_key,
            proved_at=gone.verified_at,
            created_at=gone.created_at,
        )
    )
    kept.news_wanted_at = kept.news_wanted_at or gone.news_wanted_at
    kept.created_at = min(kept.created_at, gone.created_at)
    session.delete(gone)
    session.flush()
