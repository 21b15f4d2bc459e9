"""The forms of a partner and of what is known of it."""

from typing import Any

from sqlalchemy.orm import Session
from wtforms.validators import ValidationError

from hope.admin.content_fields import SceneField
from hope.admin.editing import RowForm
from hope.kernel.clock import charity_day, now
from hope.kernel.fields import DayField, WebField
from hope.kernel.forms import AtMost, ChoiceField, LongTextField, Needed, TextField, TickField
from hope.kernel.media.forms import PictureField
from hope.spotlight import partners
from hope.spotlight.models import Organization, OrganizationFact, Scope


class OrganizationForm(RowForm):
    """What staff say about a partner."""

    TOLD = ("slug", "scope", "picture_id", *partners.PLAIN)

    name = TextField("Name", [Needed("Write the partner’s name."), AtMost(200, "A name")])
    slug = TextField(
        "Address",
        [AtMost(80, "An address")],
        description="The last part of the page’s address. Left empty, it is made from the name.",
    )
    scope = ChoiceField(
        "Where it works",
        choices=[
            (Scope.NATIONAL.value, "In one country"),
            (Scope.INTERNATIONAL.value, "In several countries"),
        ],
        default=Scope.NATIONAL.value,
    )
    base = TextField(
        "Based in",
        [AtMost(120, "A place")],
        description="A city or region. No street: people who are protected may live or work there.",
    )
    founded = TextField("Founded", [AtMost(60, "This")], description="A year, or what is known of it.")
    website = WebField("Website", [AtMost(300, "An address")])
    shop = WebField("Shop", [AtMost(300, "An address")], description="Where it sells what it makes.")
    street = TextField(
        "Street and town",
        [AtMost(300, "An address")],
        description="For staff. People who are protected may live or work there.",
    )
    street_is_shown = TickField(
        "Everybody may see the street: it is public already, and nobody is put at risk"
    )
    quote = LongTextField(
        "A quote", [AtMost(600, "A quote")], description="Their own words, as they were said."
    )
    quote_by = TextField("Who said it", [AtMost(160, "A name")])
    quote_source = TextField("Where it was said", [AtMost(300, "A source")])
    summary = LongTextField(
        "Summary",
        [Needed("Write in a few sentences what this partner does."), AtMost(1000, "A summary")],
        description="What it does, in a few plain sentences. Its campaigns show it as well.",
    )
    picture = PictureField("Picture of your own", description="It is shown in place of the scene.")
    scene = SceneField("Scene", default="dawn")
    scene_alt = TextField(
        "What the scene shows",
        [AtMost(300, "This")],
        description="For people who hear the page. One sentence, without “picture of”.",
    )

    def answers(self, row: Organization) -> dict[str, Any]:
        """What the fields show of a partner."""
        return {name: getattr(row, name) for name in ("slug", *partners.PLAIN)} | {
            "scope": row.scope.value,
            "picture": row.picture_id,
        }

    @property
    def wish(self) -> partners.Wish:
        """The valid form as what is wished for."""
        plain = {name: self[name].data for name in partners.PLAIN} | {"picture_id": self.picture.data}
        return partners.Wish(self.slug.data, Scope(self.scope.data), plain)

    def validate_quote(self, field: LongTextField) -> None:
        """Nobody is quoted without a name and a place where it can be read."""
        if field.data and not (self.quote_by.data and self.quote_source.data):
            raise ValidationError("Write who said it, and where.")

    def put(self, session: Session, row: Organization) -> None:
        """Write what was typed into the partner; raises Unfit."""
        partners.change(session, row, self.wish)


class FactForm(RowForm):
    """One thing that is known, from where, and when somebody last looked."""

    TOLD = ("statement", "source", "checked_on")

    statement = LongTextField(
        "What is known", [Needed("Write what is known."), AtMost(600, "A fact")], description="One sentence."
    )
    source = TextField(
        "Source",
        [Needed("Write where this can be read."), AtMost(300, "A source")],
        description="An address that begins with https://, or a book or report with its year.",
    )
    checked_on = DayField("Checked on", [Needed("Write when somebody last looked.")])

    def __init__(self, fact: OrganizationFact | None = None, **values: Any) -> None:
        super().__init__(fact, data={"checked_on": charity_day(now()).isoformat()}, **values)

    def answers(self, row: OrganizationFact) -> dict[str, Any]:
        """What the fields show of a fact."""
        shown = {"statement": row.statement, "source": row.source}
        return shown | {"checked_on": row.checked_on.isoformat()}

    def validate(self, extra_validators: Any = None) -> bool:
        """True when each answer is right; nobody has checked anything tomorrow."""
        fine = super().validate(extra_validators)
        if self.checked_on.day and self.checked_on.day > charity_day(now()):
            self.checked_on.errors = [*self.checked_on.errors, "This day is still to come."]
        return fine and not self.errors

    def validate_source(self, field: TextField) -> None:
        """A source on the web is one that keeps its readers' secrets."""
        if field.data.lower().startswith(("http:", "javascript:", "data:")):
            raise ValidationError("Write an address that begins with https://.")

    def put(self, session: Session, row: OrganizationFact) -> None:
        """Write what was typed into the fact."""
        row.statement, row.source = self.statement.data, self.source.data
        assert self.checked_on.day
        row.checked_on = self.checked_on.day
