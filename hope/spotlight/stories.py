"""Stories: writing, scheduling, publishing and withdrawing them, by the rules that hold whoever asks."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from hope.kernel import addresses
from hope.kernel.clock import now
from hope.kernel.db import insert_or_ignore
from hope.kernel.references import new_reference
from hope.kernel.slugs import slug_of
from hope.kernel.unfit import Unfit
from hope.spotlight import body, consents
from hope.spotlight.models import Story, StoryPicture, StorySeries, StorySlug, StoryState, StoryTag

PLAIN = (
    *(
        "title",
        "summary",
        "byline",
        "organization_id",
        "body",
        "content_note",
        "scene",
        "scene_alt",
        "picture_id",
    ),
    *(
        "video_url",
        "video_title",
        "video_note",
        "campaign_id",
        "tier_id",
        "prayer_point_id",
        "tells_of_person",
    ),
)
Named = TypeVar("Named", StoryTag, StorySeries)


@dataclass(frozen=True)
class Wish:
    """How somebody would like a story to be; `plain` goes into the row as it is."""

    slug: str
    tags: tuple[str, ...]
    series: str
    plain: dict[str, Any]


def seen(moment: datetime) -> list[ColumnElement[bool]]:
    """What makes a story public at a moment: no clockwork has to publish it, and none has to take it down."""
    return [
        Story.published_at <= moment,
        Story.withdrawn_at.is_(None),
        Story.shown_until.is_(None) | (Story.shown_until > moment),
    ]


def create(session: Session, wish: Wish) -> Story:
    """A new draft; raises Unfit."""
    slug = addresses.choose(session, StorySlug, wish.slug, wish.plain["title"], "story", None)
    story = Story(slug=slug, **wish.plain)
    addresses.add(session, story)
    _write(session, story, wish)
    return story


def change(session: Session, story: Story, wish: Wish) -> None:
    """Make a story as somebody wishes it; an address that was public leads to the new one. Raises Unfit."""
    slug = addresses.choose(session, StorySlug, wish.slug, wish.plain["title"], "story", story.id)
    addresses.move(session, story, slug, keep_old=story.published_at is not None)
    for name, value in wish.plain.items():
        setattr(story, name, value)
    _write(session, story, wish)


def remember_pictures(session: Session, story: Story) -> None:
    """Write down which pictures a story shows, and until when it may be shown because of them."""
    wanted = body.picture_numbers(story.body) | {resource.picture_id for resource in story.resources}
    wanted.add(story.picture_id)
    known = consents.pictures_there(session, {number for number in wanted if number})
    story.shows[:] = [row for row in story.shows if row.picture_id in known]
    have = {row.picture_id for row in story.shows}
    story.shows.extend(StoryPicture(picture_id=number) for number in sorted(known - have))
    session.flush()
    consents.reckon_story(session, story)


def publish(story: Story, at: datetime) -> None:
    """Let a story be public from a moment on; a withdrawn one comes back where it was."""
    if story.withdrawn_at is not None:
        story.withdrawn_at = None
        return
    story.published_at = at


def withdraw(story: Story, moment: datetime) -> None:
    """Take a story off the site; one that nobody has seen yet is a draft again."""
    state = story.state(moment)
    if state is StoryState.SCHEDULED:
        story.published_at = None
    elif state in (StoryState.PUBLISHED, StoryState.ENDED):
        story.withdrawn_at = moment


def renew_preview(story: Story) -> None:
    """Give the preview another address; whoever has the old one sees nothing any more."""
    story.preview_key = new_reference()


def _write(session: Session, story: Story, wish: Wish) -> None:
    story.tags = list(dict.fromkeys(_named(session, StoryTag, name) for name in wish.tags))
    story.series = _named(session, StorySeries, wish.series) if wish.series else None
    story.minutes, story.edited_at = body.minutes_to_read(story.body), now()
    remember_pictures(session, story)


def _named(session: Session, model: type[Named], name: str) -> Named:
    """The tag or series of this name, made where it is new; the same words in other letters are the same."""
    slug = slug_of(name)
    if not slug:
        field = "tags" if model is StoryTag else "series"
        raise Unfit(field, f"“{name}” has no letter from a to z. Add a word that has.")
    # Two editors may think of the same word in the same moment.
    session.execute(insert_or_ignore(model, slug=slug, name=name))
    return session.scalars(select(model).where(model.slug == slug)).one()
