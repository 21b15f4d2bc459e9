"""What a giver is asked who gives in honour or in memory of somebody, and what a receiver may say."""

from datetime import timedelta
from typing import Any

from wtforms.validators import StopValidation, ValidationError

from hope.honour.cards import DESIGNS, Card, Purpose, leads_elsewhere
from hope.honour.models import Kind, Tribute, Way
from hope.honour.wishing import CardWish
from hope.kernel.clock import charity_day, now
from hope.kernel.fields import DayField
from hope.kernel.forms import (
    AtMost,
    ChoiceField,
    Component,
    EmailField,
    LongTextField,
    PublicForm,
    TextField,
)

FURTHEST = timedelta(days=366)
NAME = AtMost(Tribute.NAME_LIMIT, "A name")


class WordsOnly:
    """Refuses an address of another site: a card goes to somebody who did not ask for it."""

    def __call__(self, form: Any, field: Any) -> None:
        if field.data and leads_elsewhere(field.data):
            raise StopValidation("A card carries no web or mail addresses. Please leave the address out.")


class DesignField(ChoiceField):
    """Our own pictures, to be chosen by looking at them."""

    widget = Component("scenes")
    kind = "radios"


class TributeForm(PublicForm):
    """Somebody to be named beside a gift. All of it may be left out: whoever types nothing here just gives."""

    tribute = ChoiceField(
        "This gift is",
        choices=[(Kind.HONOUR.value, "In honour of somebody"), (Kind.MEMORY.value, "In memory of somebody")],
        default=Kind.HONOUR.value,
    )
    honoree = TextField("Their name", [NAME, WordsOnly()])
    occasion = TextField(
        "Occasion",
        [AtMost(Tribute.NAME_LIMIT, "An occasion"), WordsOnly()],
        description="Her sixtieth birthday, a wedding, or nothing at all.",
    )
    message = LongTextField("Your message", [AtMost(Tribute.MESSAGE_LIMIT, "A message"), WordsOnly()])
    signed_by = TextField(
        "From whom",
        [NAME, WordsOnly()],
        description="As it is to stand under the message. Left empty, your name stands there.",
    )
    card = ChoiceField(
        "The card",
        choices=[
            (Way.MAIL.value, "Send it by e-mail"),
            (Way.PRINT.value, "I print it and give it myself"),
            (Way.NO_CARD.value, "No card"),
        ],
        default=Way.MAIL.value,
    )
    to_name = TextField(
        "Who gets the card", [NAME, WordsOnly()], description="If it is somebody else, such as their family."
    )
    card_email = EmailField(
        "Their e-mail address", [AtMost(254, "An e-mail address")], render_kw={"autocomplete": "off"}
    )
    card_day = DayField(
        "On which day", description="In the morning. Left empty, it goes half an hour after your gift."
    )
    design = DesignField(
        "Picture on the card", choices=[(d.name, d.label) for d in DESIGNS], default=DESIGNS[0].name
    )

    @property
    def has_tribute(self) -> bool:
        """True when anything was typed that is about somebody."""
        if self._required:
            return True
        fields = (self.honoree, self.occasion, self.message, self.signed_by, self.to_name, self.card_email)
        return any(field.data for field in fields) or bool(self.card_day.data)

    _required = False

    @property
    def has_card(self) -> bool:
        """True when there is a card to look at before paying."""
        return self.has_tribute and self.card.data != Way.NO_CARD.value

    def validate_honoree(self, field: TextField) -> None:
        """Ask for a name where anything else was typed."""
        if self.has_tribute and not field.data:
            raise ValidationError(
                "Write the name of whom the gift honours, or empty the fields about the card."
            )

    def validate_card_email(self, field: EmailField) -> None:
        """Ask for an address only where the card goes out by mail."""
        if self.has_tribute and self.card.data == Way.MAIL.value and not field.data:
            raise ValidationError("Write where the card goes to, or choose to print it.")

    def validate_card_day(self, field: DayField) -> None:
        """A day that is to come, within a year."""
        today = charity_day(now())
        if field.day and not today <= field.day <= today + FURTHEST:
            raise ValidationError("Choose a day from today on, within a year.")

    def card_wish(self, giver_name: str, purposes: tuple[Purpose, ...] = ()) -> CardWish | None:
        """What the valid form asks for beside the gift; None where it is just a gift."""
        if not self.has_tribute:
            return None
        card = Card(
            kind=Kind(self.tribute.data),
            name=self.honoree.data,
            signed_by=(self.signed_by.data or giver_name)[: Tribute.NAME_LIMIT],
            design=self.design.data,
            occasion=self.occasion.data,
            message=self.message.data,
            to_name=self.to_name.data,
            purposes=purposes,
        )
        return CardWish(card, Way(self.card.data), self.card_email.data, self.card_day.day)


class OwnCardForm(TributeForm):
    """The same on the page of a card that is there already: nothing of it may be left out."""

    _required = True

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.honoree.flags.required = True


class ThanksForm(PublicForm):
    """A receiver's thanks to the giver."""

    words = LongTextField("A line to go with it", [AtMost(Tribute.WORDS_LIMIT, "A line"), WordsOnly()])


class ReportForm(PublicForm):
    """What is wrong with a card, if its receiver would like to say."""

    words = LongTextField("What is wrong with it?", [AtMost(Tribute.WORDS_LIMIT, "This")])
