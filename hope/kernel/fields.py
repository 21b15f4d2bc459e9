"""Fields for days, for addresses on other sites and for amounts on paper, read once and refused in words."""

from datetime import date
from typing import Any
from urllib.parse import urlsplit

from wtforms.validators import StopValidation, ValidationError

from hope.kernel.forms import Component, MoneyField, TextField
from hope.kernel.money import LARGEST_ON_PAPER, AmountError, Money

# Beyond these nobody means what they typed, and the calendar of some time zone ends.
FIRST_YEAR, LAST_YEAR = 1900, 2200


class DayField(TextField):
    """A day, from the browser's calendar or typed as 2026-11-24; `day` holds what was read."""

    widget = Component("date")
    day: date | None = None

    def process_data(self, value: date | None) -> None:
        self.data = value.isoformat() if isinstance(value, date) else value

    def pre_validate(self, form: Any) -> None:
        # Read before anything else is asked of it, so that a form's own rules have a day to look at.
        if not self.data:
            return
        try:
            self.day = date.fromisoformat(self.data)
        except ValueError:
            raise StopValidation("Write the day as year-month-day, such as 2026-11-24.") from None
        if not FIRST_YEAR <= self.day.year <= LAST_YEAR:
            self.day = None
            raise StopValidation(f"Choose a day between {FIRST_YEAR} and {LAST_YEAR}.")


class WebField(TextField):
    """The address of a page on another site; only https, because a plain one can be read on the way."""

    widget = Component("text", inputmode="url", autocapitalize="none", spellcheck="false")

    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        if validation_stopped or not self.data:
            return
        try:
            parts = urlsplit(self.data)
            fine = parts.scheme == "https" and "." in (parts.hostname or "") and "@" not in parts.netloc
        except ValueError:
            fine = False
        if not fine or " " in self.data:
            raise ValidationError("Write the whole address, starting with https://.")


class AmountField(MoneyField):
    """An amount that no card has to carry: as large as a will, in any coin."""

    sign = ""

    def read(self, currency: str) -> Money | None:
        """The amount typed, None when nothing was; raises ValidationError in words."""
        try:
            self.money = Money.parse(self.data or "", currency, LARGEST_ON_PAPER)
        except AmountError as error:
            if error.reason == "empty":
                return None
            raise ValidationError(f"Write the amount in {currency} in digits, such as 40.") from None
        return self.money
