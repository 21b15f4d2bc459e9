"""Until a card is opened, its giver may correct it, send it again, or stop it."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from hope.honour import beginning, cards, sending
from hope.honour.models import CardState, Stop, Tribute, Way
from hope.honour.wishing import CardWish, columns
from hope.kernel.clock import now
from hope.kernel.references import new_reference

MOST_SENDINGS = 4
REST = timedelta(hours=1)


class CannotSend(Exception):
    """Says in a sentence why the card does not go out again."""


def find(session: Session, reference: str) -> Tribute | None:
    """The giver's own card, once its gift is there."""
    found = select(Tribute).where(Tribute.reference == reference, Tribute.state != CardState.ASKED)
    return session.scalar(found.execution_options(populate_existing=True))


def hold(session: Session, reference: str) -> Tribute | None:
    """The same, held until the end of the transaction, so that nobody opens it meanwhile."""
    sending.stop_refunded(session)
    found = select(Tribute).where(Tribute.reference == reference, Tribute.state != CardState.ASKED)
    return session.scalar(found.with_for_update().execution_options(populate_existing=True))


def correct(tribute: Tribute, wish: CardWish) -> None:
    """Take over what the giver changed; for another address it goes out again, and its old link is dead."""
    before = (tribute.way, tribute.email_key, tribute.send_on)
    kept = cards.purposes_from_json(tribute.purposes)
    for name, value in columns(replace(wish, card=replace(wish.card, purposes=kept))).items():
        setattr(tribute, name, value)
    if before == (tribute.way, tribute.email_key, tribute.send_on):
        return
    if tribute.way is not Way.MAIL:
        tribute.state, tribute.due_at, tribute.returned = CardState.KEPT, None, None
    elif before[1] != tribute.email_key or tribute.state is CardState.WAITING:
        _go_out(tribute)


def send_again(tribute: Tribute) -> None:
    """Let the same card go out once more; raises CannotSend."""
    if tribute.way is not Way.MAIL or tribute.state not in (CardState.SENT, CardState.RETURNED):
        raise CannotSend("This card cannot be sent again.")
    if tribute.sendings >= MOST_SENDINGS:
        raise CannotSend(
            "This card went out several times already. Print it, or send its words in a way of your own."
        )
    if tribute.sent_at and tribute.sent_at > now() - REST:
        raise CannotSend("It went out less than an hour ago. Mail can be slow: please wait a little.")
    tribute.state, tribute.due_at = CardState.WAITING, now()


def stop(tribute: Tribute, by: Stop) -> None:
    """Let it go to nobody; one that is out cannot be opened any more."""
    tribute.state, tribute.stopped_by, tribute.due_at = CardState.STOPPED, by, None


def _go_out(tribute: Tribute) -> None:
    if tribute.sendings >= MOST_SENDINGS:
        raise CannotSend("This card went out several times already. Choose to print it instead.")
    tribute.card_key = new_reference()
    tribute.state, tribute.returned = CardState.WAITING, None
    if tribute.sendings:
        tribute.due_at = max(beginning.morning(tribute.send_on), now()) if tribute.send_on else now()
    else:  # its giver may still have second thoughts about the gift itself
        tribute.due_at = beginning.due(tribute.send_on, now())
