"""How long a giver may change their mind by themselves, and what opens the page where they do."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from hope.giving.models import Gift
from hope.kernel import signed
from hope.kernel.clock import now

WINDOW = timedelta(minutes=30)
PURPOSE = "hope.giving.second-thoughts"


@dataclass(frozen=True)
class Offer:
    """Something beside the money that can still be put right, and where."""

    title: str
    words: str
    link: str
    href: str


Offering = Callable[[Session, Gift], Offer | None]
_offerings: dict[str, Offering] = {}


def offers(name: str) -> Callable[[Offering], Offering]:
    """Register what a feature above giving offers on the page of a gift; None where there is nothing to mend."""

    def register(function: Offering) -> Offering:
        _offerings[name] = function
        return function

    return register


def offers_for(session: Session, gift: Gift) -> list[Offer]:
    """Everything beside the money of this gift that can still be put right."""
    found = (_offerings[name](session, gift) for name in sorted(_offerings))
    return [offer for offer in found if offer]


def closes_at(gift: Gift) -> datetime:
    """Until when: counted from when we knew of the gift, so that an event that came late takes nobody's time away."""
    return gift.created_at + WINDOW


def is_open(gift: Gift) -> bool:
    """True while a giver may still change their mind by themselves; what came on paper is for staff."""
    return now() < closes_at(gift) and gift.source.startswith("stripe:") and not gift.is_example


def token_of(gift: Gift, secret: str) -> str:
    """The part of an address that opens this one gift."""
    return signed.sign(gift.reference, secret, PURPOSE)


def find(session: Session, token: str, secret: str) -> Gift | None:
    """The gift of this token; None for anything that we did not sign for this."""
    reference = signed.read(token, secret, PURPOSE)
    return session.scalar(select(Gift).where(Gift.reference == reference)) if reference else None


def of_attempt(session: Session, checkout_id: int) -> Gift | None:
    """The first gift that came of an attempt."""
    return session.scalar(select(Gift).where(Gift.checkout_id == checkout_id).order_by(Gift.id).limit(1))
