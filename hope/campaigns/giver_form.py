"""Who gives, and how it may be shown: what every form asks that leads to Stripe, for one gift or a whole basket."""

from datetime import timedelta
from typing import Any, ClassVar

from flask import current_app

from hope.giving.models import Checkout
from hope.giving.pledge import CardFee, Giver, Naming
from hope.honour.forms import TributeForm
from hope.kernel.clock import now
from hope.kernel.forms import AtMost, ChoiceField, EmailField, LongTextField, Needed, TextField, TickField

NAMINGS = [
    (Naming.FULL.value, "With my full name"),
    (Naming.FIRST.value, "With my first name"),
    (Naming.ANONYMOUS.value, "As “Anonymous”"),
]


def name_field() -> TextField:
    """Who gives, as it stands on the receipt."""
    return TextField(
        "Your name",
        [Needed("Write your name. It stands on your receipt."), AtMost(120, "A name")],
        render_kw={"autocomplete": "name"},
    )


def email_field() -> EmailField:
    """Where the receipt goes."""
    return EmailField(
        "Your e-mail address",
        [Needed("Write your e-mail address. Your receipt goes there."), AtMost(254, "An e-mail address")],
    )


class GiverForm(TributeForm):
    """Who gives, what they would like to say, and whether they cover the card fee."""

    # What stands on the page before the giver; mistakes are listed in the order of the page, so the card comes last.
    FIRST: ClassVar[tuple[str, ...]] = ()
    _fields: dict[str, Any]

    name = name_field()
    email = email_field()
    naming = ChoiceField(
        "How may we name you on this page?",
        choices=NAMINGS,
        default=Naming.FULL.value,
    )
    show_amount = TickField("Show the amount as well", default=True)
    note = LongTextField("A note to the team", [AtMost(1000, "A note")])
    cover_fee = TickField("Add the card fee, so that my whole gift arrives")
    news = TickField("Send me news of what I give to")

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        later = [name for name in self._fields if name in TributeForm.__dict__]
        order = [*self.FIRST, *(name for name in self._fields if name not in (*self.FIRST, *later)), *later]
        self._fields = {name: self._fields[name] for name in order}

    def giver(self) -> Giver:
        """Who gives, as they typed it."""
        return Giver(
            name=self.name.data,
            email=self.email.data,
            naming=Naming(self.naming.data),
            show_amount=self.show_amount.data,
            note=self.note.data,
            wants_news=self.news.data,
        )


def giver_answers(checkout: Checkout) -> dict[str, Any]:
    """What somebody typed of themselves into the form that led to this attempt.

    Who it was is given back for a day only: a link may be found much later, by somebody else.
    """
    fresh = now() - checkout.created_at < timedelta(days=1)
    who = {"name": checkout.giver_name, "email": checkout.giver_email, "note": checkout.note} if fresh else {}
    return {
        **who,
        "naming": checkout.naming.value,
        "show_amount": checkout.show_amount,
        "cover_fee": checkout.cover_amount > 0,
        "news": checkout.wants_news,
    }


def card_fee() -> CardFee:
    """The configured estimate of what a card payment costs."""
    config = current_app.config
    return CardFee(config["CARD_FEE_BASIS_POINTS"], config["CARD_FEE_FIXED"])
