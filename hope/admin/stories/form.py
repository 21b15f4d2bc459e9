"""The form of a story."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload
from wtforms.validators import ValidationError

from hope.accounts.web.guard import actor
from hope.admin.content_fields import TWO_LINES, SceneField
from hope.admin.editing import RowForm
from hope.campaigns.models import Campaign, CampaignState, GivingTier
from hope.kernel.db import db
from hope.kernel.fields import WebField
from hope.kernel.forms import AtMost, ListField, LongTextField, Needed, TextField, TickField
from hope.kernel.media.forms import PictureField
from hope.prayer.models import PrayerPoint, Reach
from hope.spotlight import keeping, stories, videos
from hope.spotlight.models import Organization, Story

SIMPLE = ("title", "summary", "byline", "body", "content_note", "scene", "scene_alt", "video_url", "video_title",
    "video_note", "tells_of_person")  # fmt: skip
NONE = ("", "No partner")


class StoryForm(RowForm):
    """What staff write."""

    TOLD = ("slug", *stories.PLAIN)
    # What is kept of it while somebody types.
    KEPT = (*SIMPLE, "organization", "picture", "tags", "series", "give", "pray", "slug")

    title = TextField("Title", [Needed("Write a title."), AtMost(200, "A title")])
    summary = LongTextField(
        "Summary",
        [Needed("Write in a sentence or two what it tells."), AtMost(400, "A summary")],
        description="Stands below the title, in lists and where the story is shared.",
        widget=TWO_LINES,
    )
    organization = ListField("Partner", choices=[NONE], description="The partner that it puts in the light.")
    byline = TextField("Written by", [AtMost(120, "A name")])
    content_note = TextField(
        "Before you read",
        [AtMost(300, "A note")],
        description="What a reader may want to know before they begin.",
    )
    body = LongTextField("Story", [Needed("Write the story."), AtMost(60_000, "A story")])
    tells_of_person = TickField("A person told this, or can be recognised in it")
    picture = PictureField("Picture at the head", description="It is shown in place of the scene.")
    scene = SceneField("Scene", default="dawn")
    scene_alt = TextField(
        "What the scene shows",
        [AtMost(300, "This")],
        description="For people who hear the page. One sentence.",
    )
    video_url = WebField("Film", [AtMost(300, "An address")], description="Its page at YouTube or Vimeo.")
    video_title = TextField("What it is called", [AtMost(200, "A title")])
    video_note = TextField(
        "Before you watch", [AtMost(300, "A note")], description="What is seen and heard in it."
    )
    tags = TextField(
        "Speaks of", [AtMost(300, "This")], description="A few words with commas between: Homes, Work."
    )
    series = TextField(
        "Series", [AtMost(120, "A name")], description="The same words put stories into the same series."
    )
    give = ListField("The door “Give” leads to", choices=[("", "All campaigns")])
    pray = ListField("The door “Pray” leads to", choices=[("", "The page of prayer")])
    slug = TextField(
        "Address",
        [AtMost(80, "An address")],
        description="The last part of the page’s address. Left empty, it is made from the title.",
    )

    def __init__(self, story: Story | None = None, **values: Any) -> None:
        super().__init__(story, **values)
        session = db.session()
        self.organization.choices = [NONE, *_partners(session)]
        self.give.choices = [("", "All campaigns"), *_gifts(session, story)]
        self.pray.choices = [("", "The page of prayer"), *_points(session, story)]

    def answers(self, row: Story) -> dict[str, Any]:
        """What the fields show of a story."""
        gift = (
            f"tier-{row.tier_id}" if row.tier_id else f"campaign-{row.campaign_id}" if row.campaign_id else ""
        )
        return {name: getattr(row, name) for name in (*SIMPLE, "slug")} | {
            "organization": str(row.organization_id or ""),
            "picture": row.picture_id,
            "tags": ", ".join(tag.name for tag in row.tags),
            "series": row.series.name if row.series else "",
            "give": gift,
            "pray": str(row.prayer_point_id or ""),
        }

    @property
    def wish(self) -> stories.Wish:
        """The valid form as what is wished for."""
        kind, _, number = self.give.data.partition("-")
        plain = {name: self[name].data for name in SIMPLE} | {
            "organization_id": int(self.organization.data) if self.organization.data else None,
            "picture_id": self.picture.data,
            "campaign_id": int(number) if kind == "campaign" else None,
            "tier_id": int(number) if kind == "tier" else None,
            "prayer_point_id": int(self.pray.data) if self.pray.data else None,
        }
        tags = dict.fromkeys(word.strip()[:60] for word in (self.tags.data or "").split(",") if word.strip())
        return stories.Wish(self.slug.data or "", tuple(tags), self.series.data or "", plain)

    def make(self, session: Session) -> Story:
        """A new draft of what was typed; raises Unfit."""
        story = stories.create(session, self.wish)
        keeping.keep(session, story, actor(), self.answers(story))
        keeping.forget_draft(session, 0, actor())
        return story

    def put(self, session: Session, row: Story) -> None:
        """Write what was typed into the story; raises Unfit."""
        stories.change(session, row, self.wish)
        keeping.keep(session, row, actor(), self.answers(row))
        keeping.forget_draft(session, row.id, actor())

    def take_over(self, words: dict[str, Any]) -> None:
        """Let the fields show other words than the saved ones: an older version, or what was not saved."""
        for name, value in words.items():
            if name == "picture":
                self.picture.data = int(value) if str(value).isdecimal() and len(str(value)) < 19 else None
            elif name in self.KEPT:
                self[name].process_data(value)

    def validate_video_url(self, field: WebField) -> None:
        """Take only what can be played here."""
        if field.data and videos.read(field.data) is None:
            raise ValidationError("Write the address of a film at YouTube or Vimeo.")


def _partners(session: Session) -> list[tuple[str, str]]:
    rows = session.execute(select(Organization.id, Organization.name).order_by(Organization.name))
    return [(str(row.id), row.name) for row in rows]


def _gifts(session: Session, story: Story | None) -> list[tuple[str, str]]:
    """Every open campaign with its gifts, and whatever the story leads to already."""
    linked = (Campaign.state == CampaignState.LIVE) | (Campaign.id == (story.campaign_id if story else None))
    rows = select(Campaign).where(linked).order_by(Campaign.title)
    campaigns = session.scalars(rows).all()
    tiers = select(GivingTier).where(
        GivingTier.campaign_id.in_([campaign.id for campaign in campaigns])
        | (GivingTier.id == (story.tier_id if story else None))
    )
    gifts = session.scalars(tiers.options(joinedload(GivingTier.campaign)).order_by(GivingTier.name)).all()
    found = [(f"campaign-{campaign.id}", campaign.title) for campaign in campaigns]
    return found + [(f"tier-{tier.id}", f"Gift: {tier.name}, of {tier.campaign.title}") for tier in gifts]


def _points(session: Session, story: Story | None) -> list[tuple[str, str]]:
    shown = (PrayerPoint.published_at.is_not(None)) & (PrayerPoint.reach == Reach.EVERYONE)
    linked = PrayerPoint.id == (story.prayer_point_id if story else None)
    rows = select(PrayerPoint.id, PrayerPoint.title).where(shown | linked).order_by(PrayerPoint.id.desc())
    return [(str(row.id), row.title) for row in session.execute(rows.limit(100))]
