"""What readers find: stories by their day, their partner, their tag, their series; each list in a few queries."""

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session, defer, joinedload, selectinload

from hope.kernel.clock import charity_day, charity_midnight
from hope.kernel.paging import Page, page_of
from hope.spotlight.models import (
    Organization,
    Story,
    StorySeries,
    StorySlug,
    StoryTag,
    story_tagging,
)
from hope.spotlight.stories import seen

SIZE = 12
FEED = 20
RELATED = 3


def listed(moment: datetime) -> Select[Story]:
    """Every public story, as a list shows it: without its text."""
    shown = select(Story).where(*seen(moment))
    return shown.options(
        defer(Story.body), joinedload(Story.organization), joinedload(Story.picture), selectinload(Story.tags)
    )


def page(session: Session, rows: Select[Story], mark: str | None, size: int = SIZE) -> Page[Story]:
    """A page of stories, the newest first; it begins where the last one ended, whatever was published since."""
    return page_of(session, rows, Story.published_at, Story.id, mark, size)


def with_tag(rows: Select[Story], tag: StoryTag) -> Select[Story]:
    """Only those under a tag."""
    return rows.where(_under([tag.id]))


def of_year(rows: Select[Story], year: int) -> Select[Story]:
    """Only those of a year, as the charity's calendar counts."""
    first, last = (charity_midnight(datetime(number, 1, 1, tzinfo=UTC).date()) for number in (year, year + 1))
    return rows.where(Story.published_at >= first, Story.published_at < last)


def newest(session: Session, moment: datetime, most: int) -> Sequence[Story]:
    """The newest stories."""
    order = (Story.published_at.desc(), Story.id.desc())
    return session.scalars(listed(moment).order_by(*order).limit(most)).all()


def for_feed(session: Session, moment: datetime) -> Sequence[Story]:
    """The newest stories with their whole text."""
    order = (Story.published_at.desc(), Story.id.desc())
    whole = select(Story).where(*seen(moment)).order_by(*order).limit(FEED)
    options = (
        joinedload(Story.organization),
        joinedload(Story.picture),
        selectinload(Story.tags),
        selectinload(Story.shows),
    )
    return session.scalars(whole.options(*options)).all()


def of_partner(session: Session, organization_id: int, moment: datetime, most: int) -> Sequence[Story]:
    """The newest stories about a partner."""
    own = listed(moment).where(Story.organization_id == organization_id)
    return session.scalars(own.order_by(Story.published_at.desc(), Story.id.desc()).limit(most)).all()


def find(session: Session, slug: str) -> Story | None:
    """The story of this address, whatever its state."""
    whole = (
        select(Story)
        .where(Story.slug == slug)
        .options(
            joinedload(Story.organization),
            joinedload(Story.series),
            joinedload(Story.picture),
            selectinload(Story.resources),
        )
    )
    return session.scalar(whole)


def by_preview_key(session: Session, key: str) -> Story | None:
    """The story whose preview has this secret address."""
    return session.scalar(select(Story).where(Story.preview_key == key))


def moved_to(session: Session, slug: str, moment: datetime) -> str | None:
    """Where the public story that once had this address is today."""
    current = select(Story.slug).join(StorySlug).where(StorySlug.slug == slug, Story.slug != slug)
    return session.scalar(current.where(*seen(moment)))


def tag(session: Session, slug: str) -> StoryTag | None:
    """The tag of this address."""
    return session.scalar(select(StoryTag).where(StoryTag.slug == slug))


def series(session: Session, slug: str) -> StorySeries | None:
    """The series of this address."""
    return session.scalar(select(StorySeries).where(StorySeries.slug == slug))


def partner(session: Session, slug: str) -> Organization | None:
    """The partner of this address."""
    return session.scalar(select(Organization).where(Organization.slug == slug))


def in_series(session: Session, story: Story, moment: datetime) -> Sequence[Story]:
    """The public stories of the same series, in order; none where it stands alone."""
    if story.series_id is None:
        return []
    same = listed(moment).where(Story.series_id == story.series_id).order_by(Story.published_at, Story.id)
    return session.scalars(same).all()


def related(session: Session, story: Story, moment: datetime) -> list[Story]:
    """A few stories that share most with this one: its tags, then its partner; the newest of those."""
    tag_ids = [tag.id for tag in story.tags]
    near = _under(tag_ids) | (Story.organization_id == story.organization_id)
    others = listed(moment).where(Story.id != story.id, near)
    if story.series_id is not None:
        others = others.where(Story.series_id.is_distinct_from(story.series_id))
    found = session.scalars(others.order_by(Story.published_at.desc(), Story.id.desc()).limit(30)).all()

    def closeness(other: Story) -> int:
        same = sum(tag.id in tag_ids for tag in other.tags)
        return -(2 * same + (other.organization_id == story.organization_id))

    return sorted(found, key=closeness)[:RELATED]


def tags_in_use(session: Session, moment: datetime) -> Sequence[StoryTag]:
    """Every tag that leads to a public story."""
    # One public story is enough for each: nothing is counted.
    one = select(Story.id).join(story_tagging, Story.id == story_tagging.c.story_id)
    used = one.where(story_tagging.c.tag_id == StoryTag.id, *seen(moment)).correlate(StoryTag).exists()
    return session.scalars(select(StoryTag).where(used).order_by(StoryTag.name)).all()


def years(session: Session, moment: datetime) -> list[int]:
    """From the year of the newest story down to that of the oldest."""
    order = select(Story.published_at).where(*seen(moment)).limit(1)
    last = session.scalar(order.order_by(Story.published_at.desc()))
    first = session.scalar(order.order_by(Story.published_at))
    if last is None or first is None:
        return []
    return list(range(charity_day(last).year, charity_day(first).year - 1, -1))


def addresses(session: Session, moment: datetime) -> list[tuple[str, datetime]]:
    """Every public story's address, with the day of its last change, for search engines."""
    rows = select(Story.slug, Story.published_at, Story.edited_at).where(*seen(moment))
    found = session.execute(rows.order_by(Story.published_at.desc(), Story.id.desc()).limit(40_000))
    return [(slug, max(published or edited, edited)) for slug, published, edited in found]


def _under(tag_ids: Sequence[int]) -> ColumnElement[bool]:
    """True for stories under one of these tags; asked of each story in turn, so that the newest are found at once."""
    tied = select(story_tagging.c.story_id).where(
        story_tagging.c.story_id == Story.id, story_tagging.c.tag_id.in_(tag_ids)
    )
    return tied.correlate(Story).exists()
