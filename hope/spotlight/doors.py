"""The three doors at the end of a story: how many went through each, counted without knowing who."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from hope.kernel.db import insert
from hope.spotlight.models import Door, Story, StoryDoor


def count(session: Session, story: Story, door: Door) -> None:
    """One more has gone through this door."""
    statement = insert(session.get_bind().dialect.name, StoryDoor)
    one = statement.values(story_id=story.id, door=door, went=1)
    more = {"went": StoryDoor.went + 1}
    session.execute(one.on_conflict_do_update(index_elements=["story_id", "door"], set_=more))


def counts(session: Session, story_id: int) -> dict[Door, int]:
    """How many went through each door."""
    rows = select(StoryDoor.door, StoryDoor.went).where(StoryDoor.story_id == story_id)
    found = {row.door: row.went for row in session.execute(rows)}
    return {door: found.get(door, 0) for door in Door}
