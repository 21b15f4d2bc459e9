"""What a receiver does with a card: open it, say thank you, report it, or ask for no more of them."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from hope.honour.models import CardState, CardStop, Tribute
from hope.kernel.clock import now
from hope.kernel.db import insert_or_ignore
from hope.kernel.mail import outbox

THANKS = "card_thanks"
# A card in the outbox may be read before the worker has remembered that it left.
OUT = (CardState.POSTED, CardState.SENT, CardState.RETURNED, CardState.OPENED)


def find(session: Session, card_key: str) -> Tribute | None:
    """The card of this key, if it is out: one that waits, was stopped or went elsewhere opens for nobody."""
    found = select(Tribute).where(Tribute.card_key == card_key, Tribute.state.in_(OUT))
    return session.scalar(found.execution_options(populate_existing=True))


def open_card(session: Session, card_key: str) -> None:
    """Somebody pressed the button: it is theirs now, and its giver changes it no more."""
    held = select(Tribute).where(Tribute.card_key == card_key, Tribute.state.in_(OUT)).with_for_update()
    tribute = session.scalar(held.execution_options(populate_existing=True))
    if tribute is not None and tribute.opened_at is None:
        tribute.state, tribute.opened_at, tribute.returned = CardState.OPENED, now(), None


def thank(session: Session, tribute: Tribute, words: str) -> None:
    """Tell the giver, once, in the receiver's own words if there are any."""
    if tribute.thanked_at is not None:
        return
    tribute.thanked_at, tribute.thanks = now(), words
    outbox.post(
        session, THANKS, tribute.checkout.giver_email, f"{THANKS}:{tribute.id}", tribute_id=tribute.id
    )


def report(tribute: Tribute, words: str) -> None:
    """Ask staff to look at it; saying it again adds to what was said."""
    tribute.reported_at, tribute.looked_at = now(), None
    tribute.report = words or tribute.report


def of_address(session: Session, card_key: str) -> Tribute | None:
    """The card that was sent with this key, however it stands: its way out always works."""
    return session.scalar(select(Tribute).where(Tribute.card_key == card_key))


def want_no_more(session: Session, tribute: Tribute) -> None:
    """No card goes to this address any more, whoever sends one."""
    if tribute.email_key:
        session.execute(insert_or_ignore(CardStop, email_key=tribute.email_key, stopped_at=now()))


def want_again(session: Session, tribute: Tribute) -> None:
    """Cards may come again."""
    session.execute(delete(CardStop).where(CardStop.email_key == tribute.email_key))
