"""Givers who would rather not be told when their gifts move: a kind of mail that is chosen, and left by a press."""

from collections.abc import Iterator

from sqlalchemy import delete
from sqlalchemy.orm import Session

from hope.accounts import holdings, mailings
from hope.accounts.models import Supporter
from hope.giving.models import QuietGiver
from hope.kernel.clock import now
from hope.kernel.db import insert_or_ignore

MAILING = "moved"


def _is_told(session: Session, supporter: Supporter) -> bool:
    return session.get(QuietGiver, supporter.id) is None


def _tell(session: Session, supporter: Supporter) -> None:
    session.execute(delete(QuietGiver).where(QuietGiver.supporter_id == supporter.id))


def _be_quiet(session: Session, supporter: Supporter) -> None:
    session.execute(insert_or_ignore(QuietGiver, supporter_id=supporter.id, since=now()))


def _read(session: Session, supporter: Supporter) -> Iterator[holdings.Row]:
    if quiet := session.get(QuietGiver, supporter.id):
        yield {"not told when gifts move since": quiet.since}


mailings.register(
    mailings.Mailing(MAILING, "When a gift of yours is passed on to the partner", _is_told, _tell, _be_quiet)
)
holdings.register(
    holdings.Holding(
        "quiet", "Whether you are told when your gifts move", _read, _tell, "This wish of yours."
    )
)
