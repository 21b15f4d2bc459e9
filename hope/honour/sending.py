"""A card's day has come: it goes out once, unless the money went back or its receiver wants none.

Until that moment the card is nothing but its row, so that every correction is in it and nothing has to be called back
from the outbox.
"""

from datetime import timedelta
from typing import Any

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session

from hope.giving.models import GiftStatus, GiftSummary
from hope.honour.models import CardState, CardStop, Returned, Stop, Tribute
from hope.kernel.clock import now
from hope.kernel.mail import outbox
from hope.kernel.mail.outcomes import told, when_bounced
from hope.kernel.mail.stopping import is_stopped

MAIL, RETURNED = "card", "card_returned"
AT_ONCE = 200
LATELY = timedelta(days=7)
# Of these gifts nothing is left, or somebody says that it was never theirs.
GONE = (GiftStatus.REFUNDED, GiftStatus.LOST, GiftStatus.TAKEN_BACK, GiftStatus.DISPUTED)


def send_due(session: Session) -> int:
    """Put the cards whose time has come into the outbox; how many there were."""
    stop_refunded(session)
    due = (
        select(Tribute)
        .where(Tribute.state == CardState.WAITING, Tribute.due_at <= now())
        .order_by(Tribute.due_at)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    tributes = session.scalars(due).all()
    for tribute in tributes:
        _send(session, tribute)
    return len(tributes)


def stop_refunded(session: Session) -> None:
    """Stop every card that is not out yet and whose gift went back."""
    gone = exists().where(GiftSummary.gift_id == Tribute.gift_id, GiftSummary.status.in_(GONE))
    waiting = Tribute.state.in_([CardState.WAITING, CardState.RETURNED, CardState.POSTED])
    values = {"state": CardState.STOPPED, "stopped_by": Stop.REFUNDED, "due_at": None}
    session.execute(update(Tribute).where(waiting, gone).values(**values))


def wants_no_cards(session: Session, email: str) -> bool:
    """True for an address whose owner asked for no more cards."""
    return session.get(CardStop, email.casefold()) is not None


def _send(session: Session, tribute: Tribute) -> None:
    if wants_no_cards(session, tribute.email):
        return give_back(session, tribute, Returned.DECLINED)
    if is_stopped(session, tribute.email):
        return give_back(session, tribute, Returned.BOUNCED)
    tribute.state, tribute.due_at, tribute.returned = CardState.POSTED, None, None
    tribute.sendings += 1
    cause = f"{MAIL}:{tribute.id}:{tribute.sendings}"
    outbox.post(session, MAIL, tribute.email, cause, card_key=tribute.card_key)
    return None


def give_back(session: Session, tribute: Tribute, why: Returned) -> None:
    """Nobody got the card: its giver is told, once for each time, with a way to mend the address."""
    tribute.state, tribute.due_at, tribute.returned = CardState.RETURNED, None, why
    cause = f"{RETURNED}:{tribute.id}:{tribute.sendings}:{tribute.card_key}"
    outbox.post(session, RETURNED, tribute.checkout.giver_email, cause, tribute_id=tribute.id)


@told(MAIL)
def hear(session: Session, params: dict[str, Any], sent: bool) -> None:
    """The mail of a card left, or never will."""
    posted = select(Tribute).where(Tribute.card_key == params["card_key"], Tribute.state == CardState.POSTED)
    tribute = session.scalar(posted.with_for_update().execution_options(populate_existing=True))
    if tribute is None:
        return
    if sent:
        tribute.state, tribute.sent_at = CardState.SENT, now()
    else:
        give_back(session, tribute, Returned.BOUNCED)


@when_bounced
def hear_of_bounce(session: Session, email_key: str) -> None:
    """An address does not exist: cards that went there, or are on their way, come back to their givers."""
    posted = Tribute.state == CardState.POSTED
    lately = (Tribute.state == CardState.SENT) & (Tribute.sent_at > now() - LATELY)
    underway = select(Tribute).where(Tribute.email_key == email_key, posted | lately)
    for tribute in session.scalars(underway.with_for_update()).all():
        give_back(session, tribute, Returned.BOUNCED)
