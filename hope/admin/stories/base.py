"""What the pages of stories share."""

from flask import abort, url_for

from hope.admin.section import section
from hope.kernel.db import db
from hope.spotlight.models import Story

bp = section("stories")
TOLD = ("published_at", "withdrawn_at")


def story_or_404(story_id: int) -> Story:
    """The story of this number, whatever its state."""
    return db.session.get(Story, story_id) or abort(404)


def href(story_id: int) -> str:
    """The page of a story among staff."""
    return url_for("admin_stories.show", story_id=story_id)
