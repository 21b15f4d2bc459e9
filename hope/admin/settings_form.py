"""The form of one help line."""

from wtforms.validators import ValidationError

from hope.admin.editing import OnceForm
from hope.home.help_lines import COUNTRIES
from hope.kernel.clock import charity_day, now
from hope.kernel.fields import DayField, WebField
from hope.kernel.forms import AtMost, ListField, Needed, TextField


class HelpLineForm(OnceForm):
    """A help line: how to reach it, who says so, and when somebody last tried it."""

    country = ListField("Country", sorted(COUNTRIES.items(), key=lambda pair: pair[1]), default="US")
    name = TextField("Name", [Needed("Write what the help line is called."), AtMost(120, "A name")])
    phone = TextField("Telephone", [AtMost(40, "A number")])
    text = TextField(
        "Text message", [AtMost(80, "This")], description="The number, and the word to send if one is needed."
    )
    website = WebField("Website", [AtMost(300, "An address")])
    note = TextField(
        "In a few words", [AtMost(300, "This")], description="Hours, languages, whether it is confidential."
    )
    source = TextField(
        "Where this is said",
        [Needed("Write where you read it, best the help line’s own page."), AtMost(300, "A source")],
    )
    checked_on = DayField("Tried on", [Needed("Write the day when somebody tried it.")])

    def validate_phone(self, field: TextField) -> None:
        """Take nothing that a telephone cannot dial."""
        if field.data and not set(field.data) <= set("0123456789 +-()./"):
            raise ValidationError("Write the number in digits, such as +1 888 555 0100.")

    def validate_website(self, field: WebField) -> None:
        """Ask for one way at least of reaching it."""
        if not (self.phone.data or self.text.data or field.data):
            raise ValidationError("Write a telephone number, a text number or a website: one is enough.")

    def validate_checked_on(self, field: DayField) -> None:
        """Nobody has tried it tomorrow."""
        if field.data and field.data > charity_day(now()).isoformat():
            raise ValidationError("This day is still to come.")

    def values(self) -> dict[str, object]:
        """What a row of it holds."""
        names = ("country", "name", "phone", "text", "website", "note", "source")
        return {name: self[name].data or "" for name in names} | {"checked_on": self.checked_on.day}
