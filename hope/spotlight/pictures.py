"""Which partners and stories show a picture."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from hope.kernel.media.uses import Use, shows_pictures
from hope.spotlight.models import Organization, Story, StoryPicture


@shows_pictures
def uses(session: Session, picture_ids: Sequence[int]) -> Iterator[Use]:
    """Each partner whose page and card show one of these pictures, and each story."""
    shown = select(Organization).where(Organization.picture_id.in_(picture_ids)).order_by(Organization.name)
    for partner in session.scalars(shown):
        values = {"organization_id": partner.id}
        yield Use(partner.picture_id or 0, "Partner", partner.name, "admin_organizations.show", values)
    told = select(StoryPicture.picture_id, Story.id, Story.title).join(Story).order_by(Story.title)
    for picture_id, story_id, title in session.execute(told.where(StoryPicture.picture_id.in_(picture_ids))):
        yield Use(picture_id, "Story", title, "admin_stories.show", {"story_id": story_id})
