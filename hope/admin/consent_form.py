"""The form of a consent."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from wtforms.validators import ValidationError

from hope.admin.editing import RowForm
from hope.kernel.clock import charity_day, now
from hope.kernel.db import db
from hope.kernel.fields import DayField
from hope.kernel.forms import AtMost, LongTextField, Needed, TextField, TicksField
from hope.kernel.media.models import Picture
from hope.spotlight import consents
from hope.spotlight.models import Consent, Story

OFFERED = 60


class ConsentForm(RowForm):
    """What somebody agreed to."""

    TOLD = (*consents.PLAIN, "ends_at")

    who = TextField(
        "Who agreed",
        [Needed("Write a first name, or a mark that you understand."), AtMost(120, "This")],
        description="A first name or a mark is enough. Nobody outside sees it.",
    )
    scope = LongTextField(
        "To what",
        [Needed("Write what may be told or shown, and where."), AtMost(600, "This")],
        description="What may be told or shown, and where: on this site, in feeds, in share pictures.",
    )
    given_on = DayField("Given on", [Needed("Write the day.")])
    expires_on = DayField(
        "Until", description="The last day on which it holds. Empty where no day was agreed."
    )
    kept_where = TextField("Where the signed paper is", [AtMost(200, "This")])
    instead = LongTextField(
        "What to write instead, once it is over",
        [AtMost(2000, "This")],
        description="Agree on it now: it is what everybody here will see on that day.",
    )
    stories = TicksField("Stories that are told by it", choices=[])
    pictures = TicksField("Pictures that are shown by it", choices=[])

    def __init__(self, consent: Consent | None = None, **values: Any) -> None:
        today = {"given_on": charity_day(now()).isoformat()}
        super().__init__(consent, data=today | values.pop("data", {}), **values)
        self.stories.choices = _stories(db.session(), consent)
        self.pictures.choices = _pictures(db.session(), consent)

    def answers(self, row: Consent) -> dict[str, Any]:
        """What the fields show of a consent."""
        days = {
            name: day.isoformat() if (day := getattr(row, name)) else ""
            for name in ("given_on", "expires_on")
        }
        plain = {name: getattr(row, name) for name in ("who", "scope", "kept_where", "instead")}
        ticked = {
            "stories": [str(story.id) for story in row.stories],
            "pictures": [str(picture.id) for picture in row.pictures],
        }
        return plain | days | ticked

    @property
    def wish(self) -> consents.Wish:
        """The valid form as what is wished for."""
        plain = {name: self[name].data or "" for name in ("who", "scope", "kept_where", "instead")}
        plain |= {"given_on": self.given_on.day, "expires_on": self.expires_on.day}
        return consents.Wish(plain, [int(n) for n in self.stories.data], [int(n) for n in self.pictures.data])

    def make(self, session: Session) -> Consent:
        """A new consent of what was typed."""
        consent = Consent()
        consents.write(session, consent, self.wish)
        return consent

    def put(self, session: Session, row: Consent) -> None:
        """Write what was typed into the consent, and take down what no longer may stand."""
        consents.write(session, row, self.wish)

    def validate_expires_on(self, field: DayField) -> None:
        """It cannot end before it began."""
        if self.given_on.day and field.day and field.day < self.given_on.day:
            raise ValidationError("This day is before the consent was given.")


def _stories(session: Session, consent: Consent | None) -> list[tuple[str, str]]:
    newest = select(Story.id, Story.title).order_by(Story.id.desc()).limit(OFFERED)
    rows = {row.id: row.title for row in session.execute(newest)}
    rows |= {story.id: story.title for story in (consent.stories if consent else ())}
    return [(str(number), title) for number, title in rows.items()]


def _pictures(session: Session, consent: Consent | None) -> list[tuple[str, str]]:
    newest = session.scalars(select(Picture).order_by(Picture.id.desc()).limit(OFFERED))
    rows = {picture.id: picture for picture in (*newest, *(consent.pictures if consent else ()))}
    return [(str(number), picture.alt or picture.name) for number, picture in rows.items()]
