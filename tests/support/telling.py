"""Stories and consents to test with."""

import itertools
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from hope.kernel.clock import charity_day, now
from hope.spotlight import consents, stories
from hope.spotlight.models import Consent, Story

_numbers = itertools.count(1)


def make_story(session: Session, *, tags: tuple[str, ...] = (), series: str = "", **over: Any) -> Story:
    """A story that was published an hour ago, unless it is told otherwise."""
    number = next(_numbers)
    published_at = over.pop("published_at", now() - timedelta(hours=1))
    given = {
        "title": f"A lamp in window {number}",
        "summary": "How a light is kept burning.",
        "body": "A *lamp* burns.\n\n> Light is patient.\n> — Ada Lorne\n\n## Why\n\nSomebody is on the way.",
        "byline": "Edda Lorne",
    }
    slug = over.pop("slug", f"a-lamp-{number}")
    story = stories.create(session, stories.Wish(slug, tags, series, given | over))
    story.published_at = published_at
    session.commit()
    return story


def make_consent(
    session: Session,
    *,
    for_stories: list[Story] | None = None,
    for_pictures: list[Any] | None = None,
    **over: Any,
) -> Consent:
    """A consent that holds, given today."""
    plain = {"who": "A.", "scope": "Her first name and her words, on this site.", "instead": "Tell of the house.",
        "given_on": charity_day(now()), "expires_on": None}  # fmt: skip
    wish = consents.Wish(plain | over, [s.id for s in for_stories or []], [p.id for p in for_pictures or []])
    consent = Consent()
    consents.write(session, consent, wish)
    session.commit()
    return consent
