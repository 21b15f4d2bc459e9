"""The form of a campaign: what it is for, how much, from when to when, and how it looks."""

from datetime import date, datetime, time
from typing import Any

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session
from wtforms.validators import ValidationError

from hope.admin.content_fields import TWO_LINES, ClockField, PriceField, SceneField
from hope.admin.editing import RowForm
from hope.admin.zone_choices import zone_choices
from hope.campaigns import editing
from hope.campaigns.models import Campaign
from hope.campaigns.publishing import currency_is_fixed
from hope.kernel import zones
from hope.kernel.db import db
from hope.kernel.fields import DayField
from hope.kernel.forms import AtMost, ListField, LongTextField, Needed, TextField, TickField
from hope.kernel.media.forms import PictureField
from hope.spotlight.models import Organization

CURRENCIES = ["USD", "EUR", "GBP", "CAD", "AUD", "NZD", "CHF", "SEK", "NOK", "DKK", "JPY", "KRW", "SGD",
    "ZAR"]  # fmt: skip


class CampaignForm(RowForm):
    """What staff say about a campaign."""

    TOLD = ("title", "slug", "summary", "story", "organization_id", "goal", "minimum", "free_amount", "starts_at",
        "ends_at", "time_zone", "scene", "scene_alt", "picture_id")  # fmt: skip

    title = TextField("Title", [Needed("Write a title."), AtMost(200, "A title")])
    slug = TextField(
        "Address",
        [AtMost(80, "An address")],
        description="The last part of the page’s address. Left empty, it is made from the title.",
    )
    organization = ListField("Partner", choices=[], description="Whom the gifts benefit.")
    summary = TextField(
        "Summary",
        [AtMost(400, "A summary")],
        widget=TWO_LINES,
        description="One or two sentences; they stand under the title and on cards.",
    )
    story = LongTextField("Story", [AtMost(30_000, "A story")])
    currency = ListField("Currency", choices=[(code, code) for code in CURRENCIES], default="USD")
    goal = PriceField("Goal", [Needed("Write how much you would like to raise."), AtMost(40, "The goal")])
    minimum = PriceField(
        "Smallest gift",
        [Needed("Write the smallest amount that can be given."), AtMost(40, "The smallest gift")],
        default="5",
    )
    free_amount = TickField("People may also give an amount of their own", default=True)
    starts_on, starts_time = DayField("First day"), ClockField("From")
    ends_on, ends_time = DayField("Last day"), ClockField("Until")
    time_zone = ListField("By the clocks of", choices=[])
    picture = PictureField("Picture of your own", description="It is shown in place of the scene.")
    scene = SceneField("Scene", default="dawn")
    scene_alt = TextField(
        "What the scene shows",
        [AtMost(300, "This")],
        description="For people who hear the page. One sentence, without “picture of”.",
    )

    def __init__(self, campaign: Campaign | None = None, **values: Any) -> None:
        home = current_app.config["CHARITY_TIME_ZONE"]
        super().__init__(campaign, data={"time_zone": home}, **values)
        self.starts: datetime | None = campaign.starts_at if campaign else None
        self.ends: datetime | None = campaign.ends_at if campaign else None
        self.time_zone.choices = zone_choices(home, campaign.time_zone if campaign else home)
        partners = db.session.execute(select(Organization.id, Organization.name).order_by(Organization.name))
        self.organization.choices = [("", "Choose a partner"), *((str(row.id), row.name) for row in partners)]
        self.currency_fixed = campaign is not None and currency_is_fixed(db.session(), campaign)
        if campaign and self.currency_fixed:
            self.currency.data = campaign.currency
        if campaign and campaign.currency not in CURRENCIES:
            self.currency.choices = [(campaign.currency, campaign.currency), *self.currency.choices]
        for field in (self.goal, self.minimum):
            field.sign = ""
            if campaign and self.currency_fixed:
                field.show_in(campaign.currency)

    def answers(self, row: Campaign) -> dict[str, Any]:
        """What the fields show of a campaign."""
        starts_on, starts_time = _on_the_wall(row.starts_at, row.time_zone, end=False)
        ends_on, ends_time = _on_the_wall(row.ends_at, row.time_zone, end=True)
        plain = (
            "title",
            "slug",
            "summary",
            "story",
            "currency",
            "free_amount",
            "time_zone",
            "scene",
            "scene_alt",
        )
        return {
            **{name: getattr(row, name) for name in plain},
            "organization": str(row.organization_id),
            "picture": row.picture_id,
            "goal": str(row.goal.decimal),
            "minimum": str(row.minimum.decimal),
            "starts_on": starts_on,
            "starts_time": starts_time,
            "ends_on": ends_on,
            "ends_time": ends_time,
        }

    def validate_organization(self, field: ListField) -> None:
        """A campaign benefits somebody."""
        if not field.data:
            raise ValidationError("Choose the partner whom the gifts benefit.")

    def validate_goal(self, field: PriceField) -> None:
        """A goal is an amount above zero."""
        if not self.currency.errors:
            field.read(self.currency.data)

    def validate_minimum(self, field: PriceField) -> None:
        """The smallest gift is one that can be paid by card, and no more than the goal."""
        amount, goal = None if self.currency.errors else field.read(self.currency.data), self.goal.money
        if amount and goal and goal.currency == amount.currency and amount > goal:
            raise ValidationError("The smallest gift cannot be more than the goal.")

    def validate(self, extra_validators: Any = None) -> bool:
        """True when each answer is right, and all of them go together."""
        fine = super().validate(extra_validators)
        if self.starts_on.errors or self.starts_time.errors or self.ends_on.errors or self.ends_time.errors:
            return False
        if self.time_zone.errors:
            return False
        self.starts = self._moment(self.starts_on, self.starts_time, end=False)
        self.ends = self._moment(self.ends_on, self.ends_time, end=True)
        if self.starts and self.ends and self.ends <= self.starts:
            self.ends_on.errors = [*self.ends_on.errors, "Choose a last day that comes after the first."]
        return fine and not self.errors

    def put(self, session: Session, row: Campaign) -> None:
        """Write what was typed into the campaign; raises Unfit."""
        editing.change(session, row, self.wish)

    @property
    def wish(self) -> editing.Wish:
        """The valid form as what is wished for."""
        assert self.goal.money
        assert self.minimum.money
        return editing.Wish(
            title=self.title.data,
            slug=self.slug.data,
            organization_id=int(self.organization.data),
            goal=self.goal.money,
            minimum=self.minimum.money,
            starts_at=self.starts,
            ends_at=self.ends,
            plain={name: self[name].data for name in editing.PLAIN} | {"picture_id": self.picture.data},
        )

    def _moment(self, on: DayField, at: ClockField, *, end: bool) -> datetime | None:
        """The moment that a day and a time mean there; what is wrong with them is said at the field."""
        if on.day is None and at.clock is not None:
            on.errors = [*on.errors, "Choose the day for this time as well."]
        if on.day is None:
            return None
        if at.clock is None:
            return zones.day_begins(on.day + zones.DAY if end else on.day, self.time_zone.data)
        try:
            return zones.moment_at(on.day, at.clock, self.time_zone.data)
        except zones.ClockChange as change:
            at.errors = [*at.errors, _about(change, self.time_zone.data)]
            return None


def _about(change: zones.ClockChange, zone: str) -> str:
    where = zones.zone_words(zone)
    if change.twice:
        return f"By {where} this comes twice that night, because the clocks go back. Choose an hour earlier or later."
    return f"By {where} this does not come that night, because the clocks go forward. Choose an hour earlier or later."


def _on_the_wall(moment: datetime | None, zone: str, *, end: bool) -> tuple[str, str]:
    """The day and the time that the fields show for a moment; no time for the beginning or the end of a day."""
    if moment is None:
        return "", ""
    local = zones.on_the_wall(moment, zone)
    if zones.is_day_begin(moment, zone):
        day: date = zones.last_day(moment, zone) if end else local.date()
        return day.isoformat(), ""
    return local.date().isoformat(), time(local.hour, local.minute).strftime("%H:%M")
