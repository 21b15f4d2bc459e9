"""What stands on a card: who is honoured, by whom, and what the gift does. Never an amount."""

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from hope.honour.models import Kind, Tribute

# A card goes to somebody who did not ask for it: it carries words and no way to anywhere else.
_LINK = re.compile(
    r"://|\bwww\.|@\S+\.|\w\.(?:com|org|net|info|biz|site|shop|online|xyz|top|app|link|io|co|ru|cn|uk|ly)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Design:
    """One of our own pictures for cards."""

    name: str
    label: str
    said: str


DESIGNS = (
    Design("almond", "Almond branch", "An almond branch in blossom before a rosy sky"),
    Design("lamp", "Lamp in a window", "A lamp that burns in a window at night"),
    Design("river", "River at first light", "A river that winds towards the first light"),
    Design("door", "Open door", "A door that stands open, with light behind it"),
    Design("garden", "Garden", "A garden with rows of young green"),
    Design("harbor", "Quiet harbour", "Boats that rest in a quiet harbour"),
)
_BY_NAME = {design.name: design for design in DESIGNS}


@dataclass(frozen=True)
class Purpose:
    """One thing that the gift does, in its campaign's words of the day."""

    label: str
    meaning: str
    title: str
    slug: str


@dataclass(frozen=True)
class Card:
    """Everything that can be read on a card."""

    kind: Kind
    name: str
    signed_by: str
    design: str
    occasion: str = ""
    message: str = ""
    to_name: str = ""
    purposes: tuple[Purpose, ...] = ()

    @property
    def heading(self) -> str:
        """What stands above the name."""
        return "In honour of" if self.kind is Kind.HONOUR else "In memory of"

    @property
    def tells(self) -> str:
        """That there was a gift, in one sentence."""
        whose = "in your honour" if self.is_for_honoree else f"{self.heading.lower()} {self.name}"
        return f"{self.signed_by} made a gift {whose}."

    @property
    def is_for_honoree(self) -> bool:
        """True when the card goes to the person whom the gift honours."""
        return self.kind is Kind.HONOUR and self.to_name in ("", self.name)

    @property
    def receiver(self) -> str:
        """Who gets the card."""
        return self.to_name or (self.name if self.kind is Kind.HONOUR else "")

    @property
    def picture(self) -> Design:
        """The picture on its front."""
        return _BY_NAME.get(self.design, DESIGNS[0])


def card_of(tribute: Tribute) -> Card:
    """The card as it is now."""
    return Card(
        kind=tribute.kind,
        name=tribute.name,
        signed_by=tribute.signed_by,
        design=tribute.design,
        occasion=tribute.occasion,
        message=tribute.message,
        to_name=tribute.to_name,
        purposes=purposes_from_json(tribute.purposes),
    )


def purposes_to_json(purposes: Iterable[Purpose]) -> list[dict[str, Any]]:
    """What the gift does as plain values, for the row that keeps it."""
    return [asdict(purpose) for purpose in purposes]


def purposes_from_json(rows: list[dict[str, Any]]) -> tuple[Purpose, ...]:
    """What `purposes_to_json` wrote."""
    return tuple(Purpose(**row) for row in rows)


def leads_elsewhere(words: str) -> bool:
    """True for words with a web or mail address among them."""
    return _LINK.search(words) is not None
