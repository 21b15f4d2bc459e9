"""What a shared gift keeps of whoever started it. Those who gave a part are givers like all others."""

from collections.abc import Iterator

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from hope.accounts.holdings import Holding, Row, register
from hope.accounts.models import Supporter
from hope.accounts.own_holdings import keys_of
from hope.campaigns.shared.models import SharedGift


def _read(session: Session, supporter: Supporter) -> Iterator[Row]:
    mine = select(SharedGift).where(SharedGift.email_key.in_(keys_of(session, supporter)))
    for shared in session.scalars(mine.order_by(SharedGift.id)):
        yield {
            "called": shared.title,
            "your line": shared.words,
            "gift": shared.label,
            "how it stands": shared.state,
            "until": shared.ends_at,
        }


def _forget(session: Session, supporter: Supporter) -> None:
    mine = update(SharedGift).where(SharedGift.email_key.in_(keys_of(session, supporter)))
    named = {"title": "A shared gift", "words": "", "starter_name": "Somebody"}
    session.execute(mine.values(**named, starter_email="", email_key=""))


register(
    Holding(
        "shared_gifts",
        "Shared gifts you started",
        _read,
        _forget,
        goes="Your name, and what you called them. Friends who have the link can still give until the day you chose.",
    )
)
