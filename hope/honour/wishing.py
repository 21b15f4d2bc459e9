"""A card is asked for on a form: kept with the attempt to pay, before Stripe hears of it."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, ClassVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from hope.honour.cards import Card, purposes_to_json
from hope.honour.models import CardState, Tribute, Way
from hope.kernel.clock import now
from hope.kernel.db import insert_or_ignore
from hope.kernel.references import new_reference

FOLLOWER = "cards"


@dataclass(frozen=True)
class CardWish:
    """Somebody to be named beside a gift, and how the card is to reach whom. It is kept as something `Beside`."""

    card: Card
    way: Way
    email: str = ""
    send_on: date | None = None
    follower: ClassVar[str] = FOLLOWER

    def mark(self) -> str:
        """The same for the same wish."""
        return hashlib.sha256(json.dumps(asdict(self), default=str).encode()).hexdigest()

    def keep(self, session: Session, checkout_id: int) -> None:
        """Write it down for this attempt; nothing is sent before the money is there."""
        session.execute(
            insert_or_ignore(
                Tribute,
                reference=new_reference(),
                card_key=new_reference(),
                checkout_id=checkout_id,
                state=CardState.ASKED,
                purposes=purposes_to_json(self.card.purposes),
                created_at=now(),
                sendings=0,
                **columns(self),
            )
        )


def columns(wish: CardWish) -> dict[str, Any]:
    """What the giver decides, as the columns that keep it."""
    card, mailed = wish.card, wish.way is Way.MAIL
    return {
        "kind": card.kind,
        "way": wish.way,
        "name": card.name,
        "occasion": card.occasion,
        "message": card.message,
        "signed_by": card.signed_by,
        "to_name": card.to_name,
        "email": wish.email if mailed else "",
        "email_key": wish.email.casefold() if mailed else "",
        "send_on": wish.send_on if mailed else None,
        "design": card.design,
    }


def of_checkout(session: Session, checkout_id: int) -> Tribute | None:
    """What was asked for beside this attempt."""
    return session.scalar(select(Tribute).where(Tribute.checkout_id == checkout_id))


def answers_of(tribute: Tribute) -> dict[str, Any]:
    """What was typed into the form, so that nobody types it twice."""
    return {
        "tribute": tribute.kind.value,
        "honoree": tribute.name,
        "occasion": tribute.occasion,
        "message": tribute.message,
        "signed_by": tribute.signed_by,
        "to_name": tribute.to_name,
        "card": tribute.way.value,
        "card_email": tribute.email,
        "card_day": tribute.send_on,
        "design": tribute.design,
    }
