"""What we write without being asked each time: every kind can be chosen, and left by one press in the mail itself.

Each feature that sends such mail registers its kind. What is owed (a receipt, a change, a link to sign in) is none.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from hope.accounts import supporters
from hope.accounts.models import Supporter
from hope.kernel import sealed
from hope.kernel.clock import now
from hope.kernel.mail import stopping

Deed = Callable[[Session, Supporter], None]
_kinds: dict[str, "Mailing"] = {}


@dataclass(frozen=True)
class Mailing:
    """One kind of mail that is wanted or not."""

    name: str
    title: str
    is_wanted: Callable[[Session, Supporter], bool]
    want: Deed
    stop: Deed
    # The page where it is said how often, once it is wanted.
    more: Callable[[Session, Supporter], str] | None = None


def register(mailing: Mailing) -> None:
    """Say that this is written to people who want it."""
    _kinds[mailing.name] = mailing


def every() -> list[Mailing]:
    """Every kind, in the order of its title."""
    return sorted(_kinds.values(), key=lambda mailing: mailing.title)


def find(name: str) -> Mailing | None:
    """The kind of this name."""
    return _kinds.get(name)


def choose(session: Session, supporter: Supporter, names: set[str]) -> None:
    """Write these kinds to a person from here on, and no other."""
    for mailing in every():
        wanted = mailing.name in names
        if wanted != mailing.is_wanted(session, supporter):
            (mailing.want if wanted else mailing.stop)(session, supporter)
    if names:  # they are signed in, so the address works, and they want to be written to
        stopping.resume(session, supporter.email)


def token_for(name: str, email: str, secret: str) -> str:
    """What an address carries that stops one kind of mail to one reader: sealed, so that it tells nobody whom."""
    return sealed.seal(f"stop {name} {email.casefold()}", secret)


def read_token(token: str, secret: str) -> tuple[Mailing, str] | None:
    """The kind and the reader; None for anything that we did not seal for this."""
    words = (sealed.unseal(token, secret) or "").split(" ", 2)
    if len(words) < 3 or words[0] != "stop" or words[1] not in _kinds:
        return None
    return _kinds[words[1]], words[2]


def stop(session: Session, mailing: Mailing, email: str) -> None:
    """Write this no more to whoever has this address now."""
    supporter = supporters.find(session, email)
    if supporter is not None and mailing.is_wanted(session, supporter):
        mailing.stop(session, supporter)


# The box on the form of a gift. The campaigns themselves write these news (hope/campaigns/readers/).
def _wants_news(_session: Session, supporter: Supporter) -> bool:
    return supporter.news_wanted_at is not None


def _want_news(session: Session, supporter: Supporter) -> None:
    supporter.news_wanted_at = now()


def _stop_news(session: Session, supporter: Supporter) -> None:
    supporter.news_wanted_at = None


register(
    Mailing(
        "news",
        "News of the campaigns that you gave to",
        _wants_news,
        _want_news,
        _stop_news,
    )
)
