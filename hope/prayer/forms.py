"""What people are asked who would like to pray with us; nothing that is not needed to write to them."""

from typing import Any

from flask import current_app
from wtforms.validators import ValidationError

from hope.kernel.db import db
from hope.kernel.forms import (
    AtMost,
    ChoiceField,
    EmailField,
    ListField,
    LongTextField,
    Needed,
    PublicForm,
    TextField,
    TicksField,
)
from hope.prayer import points, zones
from hope.prayer.joining import Wish
from hope.prayer.models import PrayerPartner, PrayerRequest
from hope.prayer.rhythms import Rhythm
from hope.prayer.words import DAYS

RHYTHMS = [
    (Rhythm.DAILY.value, "Every day"),
    (Rhythm.WEEKDAYS.value, "Monday to Friday"),
    (Rhythm.WEEKLY.value, "Once a week"),
    (Rhythm.MONTHLY.value, "On the first of each month"),
]
PAUSES = [
    ("14", "For two weeks"),
    ("30", "For a month"),
    ("90", "For three months"),
    ("0", "Until I come back"),
]
NAMED, UNNAMED, TEAM = "named", "unnamed", "team"


class WishForm(PublicForm):
    """How somebody would like to hear from us."""

    first_name = TextField(
        "Your first name",
        [AtMost(PrayerPartner.NAME_LIMIT, "A first name")],
        render_kw={"autocomplete": "given-name"},
    )
    rhythm = ChoiceField("How often shall we write?", choices=RHYTHMS, default=Rhythm.WEEKLY.value)
    weekday = ListField(
        "On which day, if once a week?", choices=[(str(n), day) for n, day in enumerate(DAYS)], default="0"
    )
    topics = TicksField("What would you like to pray for?", choices=[])
    time_zone = ListField("Where are you? We write at seven in the morning there.", choices=[])

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.topics.choices = [(str(topic.id), topic.name) for topic in points.open_topics(db.session())]
        home = current_app.config["CHARITY_TIME_ZONE"]
        self.time_zone.data = zones.current(self.time_zone.data or home)
        self.time_zone.choices = zones.choices(home, self.time_zone.data)

    @property
    def wish(self) -> Wish:
        """The valid form as a wish."""
        return Wish(
            Rhythm(self.rhythm.data),
            int(self.weekday.data),
            self.time_zone.data,
            tuple(int(topic) for topic in self.topics.data),
        )


class JoinForm(WishForm):
    """The same, with the address to write to."""

    email = EmailField(
        "Your e-mail address",
        [Needed("Write your e-mail address. What to pray for goes there."), AtMost(254, "An e-mail address")],
    )


class AfterGivingForm(PublicForm):
    """The tick-box after a gift: the address is the gift's own, and is shown to nobody here."""

    reference = TextField(
        "Reference", [Needed("Start from the page that thanked you."), AtMost(40, "A reference")]
    )
    rhythm = ChoiceField("How often?", choices=RHYTHMS, default=Rhythm.WEEKLY.value)
    time_zone = TextField("Time zone", [AtMost(60, "A time zone")])

    @property
    def wish(self) -> Wish:
        """The rhythm that was ticked, where the browser says it is, or else where the charity is."""
        zone = zones.current(self.time_zone.data or "")
        known = zone if zone and zones.is_zone(zone) else current_app.config["CHARITY_TIME_ZONE"]
        return Wish(Rhythm(self.rhythm.data), time_zone=known)


class PauseForm(PublicForm):
    """For how long to rest."""

    days = ListField("Rest", choices=PAUSES, default="14")


class RequestForm(PublicForm):
    """What a visitor asks prayer for. No address: we cannot write back, and nobody can be found by it."""

    words = LongTextField(
        "What shall we pray for?",
        [Needed("Write what we may pray for."), AtMost(PrayerRequest.WORDS_LIMIT, "A request")],
        description="Leave out names and places of people who could be harmed.",
    )
    naming = ChoiceField(
        "Who may read it?",
        choices=[
            (UNNAMED, "Everyone, without a name"),
            (NAMED, "Everyone, with my first name"),
            (TEAM, "Only the team here"),
        ],
        default=UNNAMED,
    )
    first_name = TextField("Your first name", [AtMost(PrayerRequest.NAME_LIMIT, "A first name")])

    def validate_first_name(self, field: TextField) -> None:
        """Ask for a name only where it is to be shown."""
        if self.naming.data == NAMED and not field.data:
            raise ValidationError("Write your first name, or choose to be shown without one.")

    @property
    def shown_name(self) -> str:
        """The name that may stand beside the request; any other is not kept."""
        return self.first_name.data if self.naming.data == NAMED else ""
