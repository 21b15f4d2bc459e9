"""What is kept while a story is written: each version that was saved, and what somebody has typed and not saved."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Session

from hope.kernel.clock import now
from hope.kernel.db import insert
from hope.spotlight.models import Story, StoryDraft, StoryVersion

LISTED = 50


def keep(session: Session, story: Story, writer: str, words: dict[str, Any]) -> None:
    """Keep a story as it was saved, unless it says what the newest version says."""
    session.flush()
    newest = session.scalar(_of(story.id).limit(1))
    if newest is None or newest.words != words:
        session.add(StoryVersion(story_id=story.id, saved_by=writer, words=words))


def listed(session: Session, story_id: int) -> Sequence[StoryVersion]:
    """The newest versions of a story."""
    return session.scalars(_of(story_id).limit(LISTED)).all()


def find(session: Session, story_id: int, version_id: int) -> StoryVersion | None:
    """One version of a story."""
    return session.scalar(_of(story_id).where(StoryVersion.id == version_id))


def keep_draft(session: Session, story_id: int, writer: str, typed: dict[str, Any]) -> None:
    """Keep what somebody has typed so far; it takes the place of what they had typed before."""
    values = {"typed": typed, "kept_at": now()}
    statement = insert(session.get_bind().dialect.name, StoryDraft)
    one = statement.values(story_id=story_id, writer=writer, **values)
    session.execute(one.on_conflict_do_update(index_elements=["story_id", "writer"], set_=values))


def draft_of(session: Session, story_id: int, writer: str) -> StoryDraft | None:
    """What somebody has typed into the form of a story and not saved."""
    mine = select(StoryDraft).where(StoryDraft.story_id == story_id, StoryDraft.writer == writer)
    return session.scalar(mine)


def forget_draft(session: Session, story_id: int, writer: str) -> None:
    """Throw away what was not saved."""
    mine = delete(StoryDraft).where(StoryDraft.story_id == story_id, StoryDraft.writer == writer)
    session.execute(mine)


def _of(story_id: int) -> Select[StoryVersion]:
    return select(StoryVersion).where(StoryVersion.story_id == story_id).order_by(StoryVersion.id.desc())
