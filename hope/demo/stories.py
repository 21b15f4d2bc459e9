"""Stories of the example content: real organisations, our own words, nobody's life."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hope.campaigns.models import Campaign
from hope.demo import content
from hope.prayer.models import PrayerPoint
from hope.spotlight import stories
from hope.spotlight.models import Organization, ResourceKind, Story, StoryResource

BYLINE = "The Hope team"


def add_stories(session: Session, moment: datetime) -> list[Story]:
    """Add the stories that are not there yet, their days counted from `moment`; says which were added."""
    known = set(session.scalars(select(Story.slug)))
    ways = {
        "organization": _numbers(session, Organization),
        "campaign": _numbers(session, Campaign),
        "prayer": _numbers(session, PrayerPoint),
    }
    added = [
        _story(session, entry, ways, moment) for entry in content.spotlight() if entry["slug"] not in known
    ]
    session.flush()
    return added


def _numbers(session: Session, model: Any) -> dict[str, int]:
    return {row.slug: row.id for row in session.execute(select(model.slug, model.id))}


def _story(
    session: Session, entry: dict[str, Any], ways: dict[str, dict[str, int]], moment: datetime
) -> Story:
    plain = dict.fromkeys(("video_url", "video_title", "video_note"), "") | {
        "title": entry["title"],
        "summary": entry["summary"],
        "byline": BYLINE,
        "body": content.told(entry["slug"]),
        "content_note": entry.get("content_note", ""),
        "scene": entry["scene"],
        "scene_alt": content.scene_alt(entry["scene"]),
        "organization_id": ways["organization"].get(entry["organization"]),
        "campaign_id": ways["campaign"].get(entry.get("campaign", "")),
        "prayer_point_id": ways["prayer"].get(entry.get("prayer", "")),
    }
    wish = stories.Wish(entry["slug"], tuple(entry["tags"]), entry.get("series", ""), plain)
    story = stories.create(session, wish)
    story.resources.extend(_resource(given, place) for place, given in enumerate(entry["resources"]))
    story.is_example = True
    story.published_at = story.created_at = story.edited_at = moment - timedelta(days=entry["days_ago"])
    return story


def _resource(given: dict[str, Any], place: int) -> StoryResource:
    return StoryResource(
        kind=ResourceKind(given["kind"]),
        title=given["title"],
        source=given["source"],
        url=given.get("url", ""),
        content_note=given.get("content_note", ""),
        scene=given["scene"],
        scene_alt=content.scene_alt(given["scene"]),
        position=place,
    )
