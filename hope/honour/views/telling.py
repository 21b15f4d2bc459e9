"""What the pages and letters of a gift say about its card: where its giver finds it."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from hope.giving.models import Checkout, Gift
from hope.giving.second_thoughts.window import Offer, offers
from hope.honour.mails import giver_url
from hope.honour.models import CardState, Tribute, Way
from hope.kernel.clock import now
from hope.kernel.db import db
from hope.kernel.web.filters import day

SHOWN = timedelta(days=1)


@dataclass(frozen=True)
class OwnCard:
    """A giver's card in a sentence, and the link to it."""

    name: str
    words: str
    link: str
    href: str


def of_attempt(reference: str) -> OwnCard | None:
    """The card of this attempt, while the page that thanks is fresh: its address may be found later by others."""
    asked = select(Tribute).join(Checkout).where(Checkout.reference == reference)
    tribute = db.session.scalar(asked.where(Tribute.created_at > now() - SHOWN))
    return _told(tribute)


def of_gift(gift_id: int) -> OwnCard | None:
    """The card of this gift, for its receipt."""
    return _told(db.session.scalar(select(Tribute).where(Tribute.gift_id == gift_id)))


@offers("cards")
def offer(_session: Session, gift: Gift) -> Offer | None:
    """On the page of second thoughts: the card of this gift, to be put right."""
    card = of_gift(gift.id)
    return Offer(f"Your card for {card.name}", card.words, card.link, card.href) if card else None


def _told(tribute: Tribute | None) -> OwnCard | None:
    if tribute is None or tribute.state in (CardState.ASKED, CardState.STOPPED):
        return None
    receiver = tribute.to_name or tribute.name
    if tribute.way is Way.MAIL:
        when = (
            f"on the morning of {day(tribute.send_on)}" if tribute.send_on else "half an hour after your gift"
        )
        words = f"It goes out {when}. Until it is opened you can correct it, or send it again."
        return OwnCard(receiver, words, "See or correct the card", giver_url(tribute))
    if tribute.way is Way.PRINT:
        words = "It is ready to be printed: one sheet, both sides, folded once."
        return OwnCard(receiver, words, "Print the card", giver_url(tribute))
    return OwnCard(
        tribute.name, "Your gift carries this name. No card goes out.", "Add a card", giver_url(tribute)
    )
