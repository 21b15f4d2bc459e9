"""What staff are asked about prayer."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from wtforms import TextAreaField
from wtforms.validators import ValidationError

from hope.admin.editing import OnceForm
from hope.campaigns.models import Campaign, CampaignState
from hope.kernel.clock import charity_day, charity_midnight, now
from hope.kernel.db import db
from hope.kernel.fields import DayField
from hope.kernel.forms import (
    AtMost,
    ChoiceField,
    Component,
    ListField,
    LongTextField,
    Needed,
    PublicForm,
    SessionForm,
    TextField,
    TickField,
    TicksField,
)
from hope.kernel.media.forms import PictureField
from hope.prayer import points
from hope.prayer.models import PrayerPoint, PrayerTopic, Reach
from hope.spotlight.models import Organization

DRAFT, AT_ONCE, ON_A_DAY = "draft", "now", "day"
SCENES = ["dawn", "lamp", "door", "road", "river", "hills", "bridge", "table", "kitchen", "workshop", "loom", "garden",
    "orchard", "almond", "harbor", "book"]  # fmt: skip
NO_ORGANIZATION, NO_CAMPAIGN = ("", "No organisation"), ("", "No campaign")


class PointForm(OnceForm):
    """A prayer point: the words, what it is about, the days, and when it may be known."""

    title = TextField("Title", [Needed("Write a title."), AtMost(PrayerPoint.TITLE_LIMIT, "A title")])
    body = LongTextField(
        "What to pray for",
        [Needed("Write what to pray for."), AtMost(4000, "A point")],
        description="Markdown. Name nobody who could be harmed by it.",
        render_kw={"rows": 8},
    )
    reading = LongTextField("A reading", [AtMost(600, "A reading")])
    reading_source = TextField(
        "Where it is from", [AtMost(120, "A source")], description="Psalm 34, for example."
    )
    topics = TicksField("Topics", [], description="With none, every partner is asked.")
    organization_id = ListField(
        "For the organisation", [NO_ORGANIZATION], description="It becomes a topic that can be chosen."
    )
    campaign_id = ListField("For the campaign", [NO_CAMPAIGN])
    scene = ListField("Scene", [(name, name.capitalize()) for name in SCENES], default="dawn")
    picture_id = PictureField("A picture instead of the scene")
    starts_on = DayField("First day", [Needed("Write the first day.")])
    ends_on = DayField("Last day", description="Empty: until it is answered or taken back.")
    known = ChoiceField(
        "When may it be known?",
        [(DRAFT, "Not yet: keep it as a draft"), (AT_ONCE, "Now"), (ON_A_DAY, "From a day on")],
        default=DRAFT,
    )
    known_from = DayField("From which day?")
    is_held = TickField("Hold it back: partners are asked under a veil, and nothing stands on the pages")
    veil = TextField(
        "The veil",
        [AtMost(300, "A veil")],
        description="What may be said now: “A team needs safety this week.” The rest waits until you lift it.",
    )

    def __init__(self, point: PrayerPoint | None = None, **values: Any) -> None:
        super().__init__(obj=point, data=None if point else {"starts_on": points.today()}, **values)
        session = db.session()
        partners = session.execute(select(Organization.id, Organization.name).order_by(Organization.name))
        campaigns = session.execute(
            select(Campaign.id, Campaign.title)
            .where(Campaign.state.in_([CampaignState.LIVE, CampaignState.ENDED]))
            .order_by(Campaign.title)
        )
        themes = session.scalars(
            select(PrayerTopic).where(PrayerTopic.organization_id.is_(None)).order_by(PrayerTopic.position)
        ).all()
        self.topics.choices = [(str(topic.id), topic.name) for topic in themes]
        self.organization_id.choices = [NO_ORGANIZATION, *((str(n), name) for n, name in partners)]
        self.campaign_id.choices = [NO_CAMPAIGN, *((str(n), title) for n, title in campaigns)]
        if not self.is_submitted():
            self._fill(point)

    def _fill(self, point: PrayerPoint | None) -> None:
        self.organization_id.data = str(point.organization_id or "") if point else ""
        self.campaign_id.data = str(point.campaign_id or "") if point else ""
        if point is None:
            return
        self.topics.data = [str(topic.id) for topic in point.topics]
        self.is_held.data = point.reach is Reach.HELD
        if point.published_at and point.published_at > now():
            self.known.data = ON_A_DAY
            self.known_from.data = charity_day(point.published_at).isoformat()
        else:
            self.known.data = AT_ONCE if point.published_at else DRAFT

    def validate(self, extra_validators: Any = None) -> bool:
        """True when all is well; days are compared once each of them was read."""
        fine = super().validate(extra_validators)
        first, last = self.starts_on.day, self.ends_on.day
        if first and last and last < first:
            self.ends_on.errors = ["The last day is before the first."]
            return False
        return fine

    def validate_known_from(self, field: DayField) -> None:
        """Ask for a day only where one is needed."""
        if self.known.data == ON_A_DAY and not field.data:
            raise ValidationError("Write the day from which it may be known.")

    def validate_veil(self, field: TextField) -> None:
        """What is held back needs words that may be said."""
        if self.is_held.data and not field.data:
            raise ValidationError("Write what may be said now, under the veil.")

    def known_at(self, before: datetime | None) -> datetime | None:
        """From which moment it may be known; one that is known already stays known since then."""
        if self.known.data == DRAFT:
            return None
        if self.known.data == ON_A_DAY and self.known_from.day:
            return charity_midnight(self.known_from.day)
        return before if before and before <= now() else now()


class VeilForm(SessionForm):
    """The words under which partners are asked while the account is held back."""

    veil = TextField("The veil", [Needed("Write what may be said now."), AtMost(300, "A veil")])


class LiftForm(SessionForm):
    """Who hears the whole account."""

    to = ChoiceField(
        "Who may know now?",
        [
            ("asked", "Only those who were asked, in their next mail"),
            ("everyone", "Everyone: they, and the pages"),
        ],
        default="asked",
    )


class AnswerForm(SessionForm):
    """What came of it."""

    answer = LongTextField(
        "What came of it",
        [AtMost(4000, "An answer")],
        description="Markdown. Everyone who chose these topics reads it in their next mail.",
        render_kw={"rows": 6},
    )


class ShowForm(SessionForm):
    """A visitor’s request in the words that may stand, and for how long."""

    words = LongTextField(
        "The words that are shown", [Needed("Leave some words, or delete the request."), AtMost(600, "A request")],
        render_kw={"rows": 6},
    )  # fmt: skip
    days = ListField("For how long", [("7", "A week"), ("14", "Two weeks"), ("30", "A month")], default="30")


class TopicForm(OnceForm):
    """A topic that partners can choose."""

    name = TextField("Name", [Needed("Write what the topic is called."), AtMost(120, "A name")])
    is_open = TickField("It can be chosen", default=True)


class PastedField(TextAreaField):
    """What was copied out of a spreadsheet, its tabs included."""

    widget = Component("textarea")


class ListOfPeopleForm(SessionForm):
    """A list that was kept elsewhere; it is checked before anything is written."""

    people = PastedField(
        "The list",
        [Needed("Paste the list, its first line with the names of the columns."), AtMost(200_000, "A list")],
        render_kw={"rows": 12, "spellcheck": "false"},
    )
    proved = TickField("Each of them agreed to be written to, and the proof named in the list is kept")


class PreviewForm(PublicForm):
    """Whose mail to look at; it changes nothing, so it carries no token."""

    rhythm = ListField(
        "Rhythm",
        [
            ("daily", "Every day"),
            ("weekdays", "Monday to Friday"),
            ("weekly", "Once a week"),
            ("monthly", "Each month"),
        ],
        default="weekly",
    )
    topics = TicksField("Topics", [], description="Tick none to see everything.")

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.topics.choices = [(str(topic.id), topic.name) for topic in points.open_topics(db.session())]
