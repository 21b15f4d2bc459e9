"""The letters about cards: the card's own, its coming back, and a receiver's thanks."""

from typing import Any

from flask import current_app
from sqlalchemy import select

from hope.giving.mails.words import absolute, charity, greeted
from hope.honour import receiving, sending
from hope.honour.cards import card_of
from hope.honour.links import CARD, GIVER, STOP, make_token
from hope.honour.models import CardState, Tribute
from hope.kernel.db import db
from hope.kernel.mail.compose import NothingToSay, composer
from hope.kernel.mail.models import Stream


@composer(sending.MAIL, Stream.LIST)
def card(card_key: str) -> dict[str, Any]:
    """That a card is there for somebody, and the button that opens it."""
    posted = (Tribute.card_key == card_key) & (Tribute.state == CardState.POSTED)
    tribute = db.session.scalar(select(Tribute).where(posted))
    if tribute is None or sending.wants_no_cards(db.session(), tribute.email):
        raise NothingToSay
    return {
        "card": card_of(tribute),
        "card_url": _signed("cards.show", CARD, card_key),
        "report_url": _signed("cards.report", CARD, card_key),
        "unsubscribe_url": _signed("card_stop.ask_to_stop", STOP, card_key),
        "charity": charity(),
    }


@composer(sending.RETURNED)
def card_returned(tribute_id: int) -> dict[str, Any]:
    """Tell the giver that the card reached nobody, and where to mend that."""
    tribute = db.session.get(Tribute, tribute_id)
    if tribute is None or tribute.returned is None:
        raise NothingToSay
    return _to_giver(tribute) | {"returned": tribute.returned.value, "address": tribute.email}


@composer(receiving.THANKS)
def card_thanks(tribute_id: int) -> dict[str, Any]:
    """Hand a receiver's thanks to the giver."""
    tribute = db.session.get_one(Tribute, tribute_id)
    return _to_giver(tribute) | {"words": tribute.thanks}


def giver_url(tribute: Tribute) -> str:
    """The signed address of the giver's page of this card."""
    return _signed("own_cards.show", GIVER, tribute.reference)


def _to_giver(tribute: Tribute) -> dict[str, Any]:
    return {
        "card": card_of(tribute),
        "giver_name": greeted(tribute.checkout.giver_name),
        "own_url": giver_url(tribute),
        "charity": charity(),
    }


def _signed(endpoint: str, purpose: str, name: str) -> str:
    return absolute(endpoint, token=make_token(purpose, name, current_app.config["SECRET_KEY"]))
