"""How far the example cards have come: opened and thanked for, sent, come back, waiting for a day, printed."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hope.campaigns.wall.leaving import decide
from hope.campaigns.wall.models import WallMessage, WallState
from hope.demo import content, letters
from hope.demo.passed_on import ACTOR
from hope.honour import receiving, sending
from hope.honour.beginning import GRACE
from hope.honour.models import Tribute

A_DAY_LATER = timedelta(hours=27)


def send(session: Session) -> None:
    """Let each card go its way, on the day after its gift."""
    for entry in content.beside("card"):
        tribute = session.scalars(select(Tribute).where(Tribute.name == entry["name"])).one()
        assert tribute.gift is not None
        tribute.created_at = tribute.gift.given_at
        if entry["became"] in ("sent", "opened", "returned"):
            _send(session, tribute, entry)


def _send(session: Session, tribute: Tribute, entry: dict[str, Any]) -> None:
    assert tribute.gift is not None
    sent_at = tribute.gift.given_at + GRACE
    tribute.due_at = sent_at
    sending.send_due(session)
    lost = [tribute.email] if entry["became"] == "returned" else []
    letters.hand_over(session, sent_at, lost)
    if lost:
        return
    tribute.sent_at = sent_at
    if entry["became"] == "opened":
        receiving.open_card(session, tribute.card_key)
        receiving.thank(session, tribute, entry["thanks"])
        tribute.opened_at = tribute.thanked_at = sent_at + A_DAY_LATER
        letters.hand_over(session, sent_at + A_DAY_LATER)


def read_words(session: Session) -> None:
    """Show on the pages what staff have read; what they have not read yet waits for them."""
    shown = {entry["words"] for entry in content.beside("words") if entry["shown"]}
    for message in session.scalars(select(WallMessage)).all():
        assert message.gift is not None
        message.created_at = message.gift.given_at
        if message.words in shown:
            decide(session, message.checkout_id, WallState.SHOWN, ACTOR)
