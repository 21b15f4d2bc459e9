"""The form that sends money back, and the one that makes sure."""

from contextlib import suppress
from typing import Any

from babel.numbers import get_currency_symbol
from wtforms import HiddenField
from wtforms.validators import ValidationError

from hope.giving.models import GiftLine
from hope.kernel.forms import AtMost, ChoiceField, LongTextField, MoneyField, SessionForm
from hope.kernel.money import Money
from hope.kernel.references import is_reference, new_reference
from hope.kernel.web.filters import LOCALE, money

CAUSES = {
    "requested_by_customer": "The giver asked for it",
    "duplicate": "It was given twice by mistake",
    "fraudulent": "It was not given by the owner of the card",
    "other": "Something else",
}
HINTS = {"fraudulent": "Stripe then refuses this card and address in future."}


def sign_of(currency: str) -> str:
    """What stands before an amount of this currency."""
    return str(get_currency_symbol(currency, locale=LOCALE))


class RefundForm(SessionForm):
    """How much goes back, and why."""

    token = HiddenField()
    line = ChoiceField("What goes back?", choices=[], default="")
    amount = MoneyField("How much goes back?")
    cause = ChoiceField("Why?", list(CAUSES.items()), HINTS)
    words = LongTextField(
        "In your words",
        [AtMost(300, "The reason")],
        description="Kept with the gift for your colleagues; neither the giver nor Stripe sees it.",
    )

    def __init__(self, left: Money, parts: dict[GiftLine, Money] | None = None, **values: Any) -> None:
        super().__init__(**values)
        self._left = left
        self._parts = {str(line.id): part for line, part in (parts or {}).items() if part <= left}
        self.line.choices = [
            ("", "An amount, taken from everything that is left"),
            *_choices(parts or {}, left),
        ]
        if self.line.data in (None, "None"):
            self.line.data = ""
        self.amount.sign = sign_of(left.currency)
        if not self.is_submitted():
            self.amount.data, self.token.data = str(left.decimal), new_reference()

    def validate_token(self, field: HiddenField) -> None:
        """One of ours, so that it can be Stripe’s idempotency key."""
        if not is_reference(field.data):
            field.data = new_reference()

    def validate_amount(self, field: MoneyField) -> None:
        """More than nothing, and no more than is left; what one line comes to is known."""
        if self.line.data in self._parts:
            return
        with suppress(ValidationError):
            total = field.read(self._left.currency)
            if total and total <= self._left:
                return
        raise ValidationError(f"Write an amount above zero, and no more than {money(self._left)}.")

    def validate_words(self, field: LongTextField) -> None:
        """Something else has to be said."""
        if self.cause.data == "other" and not field.data:
            raise ValidationError("Say in a few words why.")

    @property
    def total(self) -> Money:
        """The amount that was typed, or what the chosen line came to, once the form is valid."""
        if self.line.data in self._parts:
            return self._parts[self.line.data]
        assert self.amount.money is not None
        return self.amount.money

    @property
    def has_lines(self) -> bool:
        """True where parts of the gift can go back by themselves."""
        return len(self.line.choices) > 1

    @property
    def line_id(self) -> int | None:
        """The line that goes back alone."""
        return int(self.line.data) if self.line.data in self._parts else None

    @property
    def reason(self) -> str:
        """Why, as it is kept."""
        said = self.words.data or ""
        return (
            said
            if self.cause.data == "other"
            else ": ".join(filter(None, [CAUSES[self.cause.data], said]))[:300]
        )


def _choices(parts: dict[GiftLine, Money], left: Money) -> list[tuple[str, str]]:
    """Each line that can go back by itself, in words."""
    return [
        (str(line.id), f"{line.quantity} × {line.label}, for {line.campaign_title}: {money(part)}")
        for line, part in parts.items()
        if part <= left
    ]


class SureForm(SessionForm):
    """The same, typed and looked at: it waits for one more press."""

    token = HiddenField()
    line = HiddenField()
    amount = HiddenField()
    cause = HiddenField()
    words = HiddenField()
