"""Fields that only staff meet: times, scenes, prices and counts."""

from datetime import time
from typing import Any

from babel.numbers import get_currency_symbol
from wtforms.validators import ValidationError

from hope.kernel.forms import ChoiceField, Component, MoneyField, TextField
from hope.kernel.money import LARGEST_MINOR, Money
from hope.kernel.web.assets import scene_names
from hope.kernel.web.filters import LOCALE, money_short

# For a sentence or two: all of it can be seen, and it still is one line.
TWO_LINES = Component("textarea", rows=2)


class ClockField(TextField):
    """A time on a wall clock; `clock` holds what was read."""

    widget = Component("clock")
    clock: time | None = None

    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        self.clock = None
        if validation_stopped or not self.data:
            return
        try:
            self.clock = time.fromisoformat(self.data).replace(second=0, microsecond=0, tzinfo=None)
        except ValueError:
            raise ValidationError("Write the time as hours and minutes: 18:30.") from None


class SceneField(ChoiceField):
    """One of our paper-cut landscapes."""

    widget = Component("scenes")
    kind = "radios"

    def __init__(self, label: str, **options: Any):
        super().__init__(label, choices=[], **options)

    def pre_validate(self, form: Any) -> None:
        self._offer()

    def __iter__(self) -> Any:
        self._offer()
        return super().__iter__()

    def _offer(self) -> None:
        self.choices = [(name, name.replace("harbor", "harbour").capitalize()) for name in scene_names()]


class PriceField(MoneyField):
    """An amount that staff set; what is too much for it is said in its own words."""

    def show_in(self, currency: str) -> None:
        """Put the sign of this currency before the box, where it has a short one."""
        symbol = get_currency_symbol(currency, locale=LOCALE)
        self.sign = symbol if len(symbol) == 1 else ""

    def read(self, currency: str) -> Money | None:
        """The amount typed, None when nothing was; raises ValidationError in words."""
        largest = money_short(Money(LARGEST_MINOR, currency))
        self.WORDS = MoneyField.WORDS | {"large": f"The most that can stand here is {largest}."}
        amount = super().read(currency)
        if amount is not None and not amount:
            raise ValidationError(self.WORDS["negative"])
        return amount


class CountField(TextField):
    """A whole number; `number` holds what was read."""

    widget = Component("text", inputmode="numeric")
    number: int | None = None
    MOST = 1_000_000

    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        self.number = None
        if validation_stopped or not self.data:
            return
        digits = self.data.replace(",", "")
        if not (digits.isascii() and digits.isdigit() and len(digits) < 10 and int(digits) <= self.MOST):
            raise ValidationError(f"Write a whole number up to {self.MOST:,}.")
        self.number = int(digits)
