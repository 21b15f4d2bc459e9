"""Finding people by the address they gave."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from hope.accounts.models import Supporter
from hope.kernel.clock import now
from hope.kernel.db import insert_or_ignore


def find_or_add(session: Session, email: str, name: str, *, wants_news: bool = False) -> Supporter:
    """The supporter of this address, added when new; an unproved address never overwrites a known name."""
    key = email.casefold()
    found = select(Supporter).where(Supporter.email_key == key)
    supporter = session.scalar(found)
    if supporter is None:
        # Two gifts of one newcomer may arrive at once: whoever is second finds the first one's row.
        session.execute(insert_or_ignore(Supporter, email=email, email_key=key, name=name, created_at=now()))
        supporter = session.scalars(found).one()
    if wants_news and supporter.news_wanted_at is None:
        supporter.news_wanted_at = now()
    return supporter
