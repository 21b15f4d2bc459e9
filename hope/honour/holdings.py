"""What cards keep of a person: those that they sent, and those that came to them."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, delete, or_, select, update
from sqlalchemy.orm import Session

from hope.accounts.holdings import Holding, Row, register
from hope.accounts.models import Supporter
from hope.accounts.own_holdings import keys_of
from hope.giving.models import Checkout, Gift
from hope.giving.privacy.reading import typed_by
from hope.honour.models import CardState, CardStop, Tribute, Way
from hope.honour.sending import MAIL
from hope.kernel.mail.models import OutgoingMail


def _sent(session: Session, supporter: Supporter) -> Iterator[Row]:
    for card in session.scalars(select(Tribute).where(_own(session, supporter)).order_by(Tribute.id)):
        yield {
            "kind": card.kind,
            "for": card.name,
            "occasion": card.occasion,
            "message": card.message,
            "signed": card.signed_by,
            "sent to": f"{card.to_name} {card.email}".strip(),
            "state": card.state,
            "sent": card.sent_at,
            "thanks": card.thanks,
        }


def _received(session: Session, supporter: Supporter) -> Iterator[Row]:
    """A card is its giver's own words: whoever received it has it, and here they see that we know their address."""
    for card in session.scalars(select(Tribute).where(_to(session, supporter)).order_by(Tribute.id)):
        yield {"from": card.signed_by, "to": card.to_name, "address": card.email, "sent": card.sent_at}
    for stop in session.scalars(select(CardStop).where(CardStop.email_key.in_(keys_of(session, supporter)))):
        yield {"address": stop.email_key, "no cards since": stop.stopped_at}


def _forget_sent(session: Session, supporter: Supporter) -> None:
    """Their cards are gone, with the letters that carried them, and the links to them lead nowhere."""
    own = session.execute(select(Tribute.id, Tribute.sendings).where(_own(session, supporter))).all()
    causes = [f"{MAIL}:{row.id}:{number}" for row in own for number in range(1, row.sendings + 1)]
    session.execute(delete(OutgoingMail).where(OutgoingMail.cause.in_(causes)))
    session.execute(delete(Tribute).where(Tribute.id.in_([row.id for row in own])))


def _forget_received(session: Session, supporter: Supporter) -> None:
    """A card that somebody else sent them stays theirs who sent it, without the address."""
    nowhere: dict[str, Any] = {
        "way": Way.NO_CARD,
        "email": "",
        "email_key": "",
        "to_name": "",
        "due_at": None,
    }
    to = _to(session, supporter)
    waiting = Tribute.state.in_([CardState.WAITING, CardState.RETURNED])
    session.execute(update(Tribute).where(to, waiting).values(state=CardState.STOPPED))
    session.execute(update(Tribute).where(to).values(**nowhere))
    session.execute(delete(CardStop).where(CardStop.email_key.in_(keys_of(session, supporter))))


def _own(session: Session, supporter: Supporter) -> ColumnElement[bool]:
    gifts = select(Gift.id).where(Gift.supporter_id == supporter.id)
    attempts = select(Checkout.id).where(typed_by(session, supporter))
    return or_(Tribute.gift_id.in_(gifts), Tribute.checkout_id.in_(attempts))


def _to(session: Session, supporter: Supporter) -> ColumnElement[bool]:
    return Tribute.email_key.in_(keys_of(session, supporter))


# Before the attempts: an attempt that is emptied no longer says whose card it was.
register(
    Holding("cards_sent", "Cards you sent", _sent, _forget_sent, "Cards you sent, and the links to them.")
)
register(
    Holding("cards_to_you", "Cards that came to you", _received, _forget_received, "Where cards to you went.")
)
