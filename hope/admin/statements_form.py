"""The form that says which year statements are made for."""

from babel.dates import get_month_names
from wtforms.validators import ValidationError

from hope.giving.statements import FIRST_YEAR, LAST_YEAR, Period
from hope.kernel.clock import charity_day, now
from hope.kernel.forms import AtMost, ListField, Needed, SessionForm, TextField
from hope.kernel.web.filters import LOCALE


def first_months() -> dict[int, str]:
    """The months in which a year can begin, by their names."""
    return dict(get_month_names("wide", locale=LOCALE))


class YearForm(SessionForm):
    """A year, which need not begin in January."""

    year = TextField(
        "Year",
        [Needed("Write the year, such as 2026."), AtMost(10, "A year")],
        description="The year in which it begins, where it does not begin in January.",
        render_kw={"inputmode": "numeric"},
    )
    first_month = ListField("Begins in", [], default="1")

    def __init__(self) -> None:
        super().__init__()
        self.first_month.choices = [(str(number), name) for number, name in first_months().items()]
        if not self.is_submitted():
            self.year.data = str(charity_day(now()).year - 1)

    def validate_year(self, field: TextField) -> None:
        """A year that has begun."""
        text = field.data or ""
        if not (text.isascii() and text.isdigit() and FIRST_YEAR <= int(text) <= LAST_YEAR):
            raise ValidationError("Write the year in four digits, such as 2026.")
        month = self.first_month.data or ""
        if month in dict(self.first_month.choices) and Period(int(text), int(month)).begins_at > now():
            raise ValidationError("This year has not begun yet.")

    def period(self) -> Period:
        """What was chosen."""
        return Period(int(self.year.data or ""), int(self.first_month.data))
