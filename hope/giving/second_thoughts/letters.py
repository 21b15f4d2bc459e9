"""A letter to the team about a gift: written down first, so that nothing typed is lost, then told by mail as well."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hope.giving.models import Gift, GiverLetter
from hope.kernel import audit, once
from hope.kernel.clock import now
from hope.kernel.mail import outbox

MOST_A_DAY = 5
DAY = timedelta(days=1)


class Enough(Exception):
    """So many letters about one gift in a day that somebody else than a giver may be writing."""


def write(session: Session, gift: Gift, words: str, charity_email: str, key: str) -> None:
    """Keep a letter and tell the team; the same form sent twice is one letter. Raises Enough."""
    if once.made_before(session, key) is not None:
        return
    recent = select(func.count()).where(GiverLetter.gift_id == gift.id, GiverLetter.written_at > now() - DAY)
    if (session.scalar(recent) or 0) >= MOST_A_DAY:
        raise Enough
    letter = GiverLetter(gift_id=gift.id, words=words)
    session.add(letter)
    session.flush()
    once.remember(session, key, letter.id)
    outbox.post(session, "giver_letter", charity_email, f"giver_letter:{letter.id}", letter_id=letter.id)


def waiting(session: Session) -> Sequence[GiverLetter]:
    """The letters that nobody has answered yet, the oldest first."""
    open_ones = select(GiverLetter).where(GiverLetter.answered_at.is_(None))
    return session.scalars(open_ones.order_by(GiverLetter.id).limit(200)).all()


def answer(session: Session, letter: GiverLetter, actor: str) -> None:
    """Somebody has answered it, or there is nothing to answer."""
    if letter.answered_at is None:
        letter.answered_at, letter.answered_by = now(), actor
        audit.note(session, actor, "answer letter", f"gift:{letter.gift_id}")
