"""What can be asked of a standing gift, as forms: the same for its giver and for staff."""

from datetime import datetime, timedelta
from typing import Any

from wtforms.validators import ValidationError

from hope.giving.models import RecurringGift
from hope.giving.pledge import Interval
from hope.kernel.clock import charity_day, charity_time, months_later, now
from hope.kernel.fields import DayField
from hope.kernel.forms import ChoiceField, ListField, MoneyField, Needed, SessionForm
from hope.kernel.money import Money, smallest_charge
from hope.kernel.web.filters import day, money_short

MOST_MONTHS = 12
LAST_DAY = 28
NOTICE = timedelta(days=2)
AT_ONCE, AT_THE_END = "at once", "at the end"


class AmountForm(SessionForm):
    """Another amount from the next payment on."""

    amount = MoneyField("New amount")

    def __init__(self, recurring: RecurringGift, **values: Any) -> None:
        super().__init__(**values)
        self._total = recurring.total
        if not self.is_submitted():
            self.amount.data = str(recurring.total.decimal)

    def validate_amount(self, field: MoneyField) -> None:
        """Refuse what cannot be charged, and what changes nothing."""
        least = smallest_charge(self._total.currency)
        total = field.read(self._total.currency)
        if total is None or total < least:
            raise ValidationError(f"Write an amount of {money_short(least)} or more.")
        if total == self._total:
            raise ValidationError(
                f"It is {money_short(self._total)} already. Write another amount, or leave it."
            )

    @property
    def total(self) -> Money:
        """The amount that was typed, once the form is valid."""
        assert self.amount.money is not None
        return self.amount.money


class PauseForm(SessionForm):
    """A rest of one to twelve months."""

    months = ListField("How long?", [])

    def __init__(self, recurring: RecurringGift, **values: Any) -> None:
        super().__init__(**values)
        self._recurring = recurring
        self.months.choices = [
            (str(n), f"{n} month{'' if n == 1 else 's'}: next gift on {day(next_gift(recurring, n))}")
            for n in range(1, MOST_MONTHS + 1)
        ]

    @property
    def until(self) -> datetime:
        """When Stripe may charge again: a day before the first payment that is not skipped."""
        return next_gift(self._recurring, int(self.months.data)) - timedelta(days=1)


class MonthDayForm(SessionForm):
    """Another day of the month."""

    day = ListField("On which day of the month?", [])

    def __init__(self, recurring: RecurringGift, **values: Any) -> None:
        super().__init__(**values)
        self._recurring = recurring
        today = charity_day(recurring.next_payment_at or now()).day
        # The last days are not in every month, so nobody is asked to choose one.
        self.day.choices = [
            (str(n), f"{n}: next gift on {day(next_on(recurring, n))}")
            for n in range(1, LAST_DAY + 1)
            if n != today
        ]

    @property
    def next_at(self) -> datetime:
        """When it is given next."""
        return next_on(self._recurring, int(self.day.data))


class YearDayForm(SessionForm):
    """Another day of the year."""

    day = DayField("The next gift, and then each year on that day", [Needed("Choose a day.")])

    def __init__(self, recurring: RecurringGift, **values: Any) -> None:
        super().__init__(**values)
        self._due = recurring.next_payment_at or now()
        if not self.is_submitted():
            self.day.data = charity_day(self._due).isoformat()

    def validate_day(self, field: DayField) -> None:
        """Refuse a day that is over or too near, one beyond a year, and the one that it is."""
        if field.day is None:
            return
        if not charity_day(now()) + timedelta(days=1) < field.day <= charity_day(months_later(now(), 12)):
            raise ValidationError("Choose a day within a year from today, the day after tomorrow or later.")
        if field.day == charity_day(self._due):
            raise ValidationError("It is that day already. Choose another one, or leave it.")

    @property
    def next_at(self) -> datetime:
        """When it is given next: that day, at the hour of before."""
        assert self.day.day is not None
        chosen = self.day.day
        return charity_time(self._due).replace(year=chosen.year, month=chosen.month, day=chosen.day)


def day_form(recurring: RecurringGift) -> type[MonthDayForm] | type[YearDayForm]:
    """The form that asks for another day of the month, or of the year."""
    return MonthDayForm if recurring.interval is Interval.MONTH else YearDayForm


class EndForm(SessionForm):
    """When a standing gift ends."""

    when = ChoiceField(
        "When?", [(AT_THE_END, "When what is paid for runs out"), (AT_ONCE, "Today")], default=AT_THE_END
    )


class LeaveForm(SessionForm):
    """Before a standing gift stops: one question, which may be left alone."""

    why = ChoiceField(
        "If you like, tell us why",
        [
            ("", "I would rather not say"),
            ("I cannot afford it just now", "I cannot afford it just now"),
            ("I give elsewhere", "I give elsewhere"),
            ("Something went wrong", "Something went wrong"),
            ("I did not mean to give every time", "I did not mean to give every time"),
        ],
        default="",
    )


def next_on(recurring: RecurringGift, day_of_month: int) -> datetime:
    """When a monthly gift is given next on this day of the month: as near to its old day as can be, and not before
    the day after tomorrow."""
    due = charity_time(max(recurring.next_payment_at or now(), now()))
    first = due.replace(day=1)
    days = [months_later(first, n).replace(day=day_of_month) for n in (-1, 0, 1, 2)]
    return min((one for one in days if one > now() + NOTICE), key=lambda one: abs(one - due))


def next_gift(recurring: RecurringGift, months: int) -> datetime:
    """When a standing gift that rests so many months is given again."""
    due = recurring.next_payment_at or now()
    if recurring.interval is Interval.MONTH:
        return months_later(due, months)
    # A yearly gift is given on its day; a rest that ends before it skips nothing.
    rested = months_later(now(), months)
    while due < rested:
        due = months_later(due, 12)
    return due
