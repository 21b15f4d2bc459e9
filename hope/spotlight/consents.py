"""Consents: writing them down, ending them, and taking down at once whatever stood on one.

When a consent ends, the moment is written into every story and picture that it carries (`shown_until`). Pages, feeds,
share pictures and the search read only that, so nothing has to be told, and nothing can be forgotten.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hope.kernel.clock import now
from hope.kernel.media.models import Picture
from hope.kernel.media.uses import Use, uses_of
from hope.spotlight.models import Consent, ConsentPicture, ConsentStory, Story, StoryPicture

PLAIN = ("who", "scope", "kept_where", "instead", "given_on", "expires_on")


@dataclass(frozen=True)
class Wish:
    """What somebody agreed to; `plain` goes into the row as it is."""

    plain: dict[str, Any]
    story_ids: Collection[int]
    picture_ids: Collection[int]


def write(session: Session, consent: Consent, wish: Wish) -> None:
    """Write down what somebody agreed to; whatever no longer stands on it is free of it."""
    before = set(consent.pictures), set(consent.stories)
    for name, value in wish.plain.items():
        setattr(consent, name, value)
    session.add(consent)
    consent.stories = list(session.scalars(select(Story).where(Story.id.in_(wish.story_ids))))
    consent.pictures = list(session.scalars(select(Picture).where(Picture.id.in_(wish.picture_ids))))
    consent.reckon_end()
    session.flush()
    _settle(session, before[0] | set(consent.pictures), before[1] | set(consent.stories))


def withdraw(session: Session, consent: Consent, moment: datetime) -> None:
    """Take everything down that stands on this consent, now."""
    consent.withdrawn_at = consent.withdrawn_at or moment
    consent.reckon_end()
    session.flush()
    _settle(session, set(consent.pictures), set(consent.stories))


def reckon_story(session: Session, story: Story) -> None:
    """Work out until when a story may be shown: its own consents, and those of its pictures, whichever ends first."""
    own = select(func.min(Consent.ends_at)).join(ConsentStory).where(ConsentStory.story_id == story.id)
    through = (
        select(func.min(Picture.shown_until))
        .join(StoryPicture, StoryPicture.picture_id == Picture.id)
        .where(StoryPicture.story_id == story.id)
    )
    ends = [end for end in (session.scalar(own), session.scalar(through)) if end is not None]
    story.shown_until = min(ends, default=None)


def pictures_there(session: Session, numbers: Collection[int]) -> set[int]:
    """Those of these numbers that are pictures."""
    return set(session.scalars(select(Picture.id).where(Picture.id.in_(numbers)))) if numbers else set()


def has_consent(session: Session, story: Story, moment: datetime) -> bool:
    """True when a story is told by a consent that holds."""
    own = select(Consent).join(ConsentStory).where(ConsentStory.story_id == story.id)
    found = list(session.scalars(own))
    return bool(found) and not any(consent.has_ended(moment) for consent in found)


def unaccounted_pictures(session: Session, story: Story) -> list[Picture]:
    """The pictures of a story of which nobody has said whether they show somebody, and by whose consent."""
    tied = select(ConsentPicture.picture_id)
    shown = select(Picture).join(StoryPicture, StoryPicture.picture_id == Picture.id)
    open_ones = shown.where(
        StoryPicture.story_id == story.id, Picture.consent_note == "", Picture.id.not_in(tied)
    )
    return list(session.scalars(open_ones.order_by(Picture.id)))


def standing_on(session: Session, consent: Consent) -> tuple[list[Story], list[Use]]:
    """What uses a consent: stories, through themselves or through a picture, and other pages that show one."""
    numbers = [picture.id for picture in consent.pictures]
    through = select(StoryPicture.story_id).where(StoryPicture.picture_id.in_(numbers))
    own = select(ConsentStory.story_id).where(ConsentStory.consent_id == consent.id)
    stories = select(Story).where(Story.id.in_(through.union(own))).order_by(Story.title)
    uses = [use for found in uses_of(session, numbers).values() for use in found if use.kind != "Story"]
    return list(session.scalars(stories)), uses


def ending_before(session: Session, day: date) -> int:
    """How many consents that still hold end before a day."""
    holding = select(func.count(Consent.id)).where(
        Consent.withdrawn_at.is_(None), Consent.ends_at > now(), Consent.expires_on < day
    )
    return session.scalar(holding) or 0


def _settle(session: Session, pictures: Collection[Picture], stories: Collection[Story]) -> None:
    """Write the end of every consent into what stands on it."""
    for picture in pictures:
        tied = select(func.min(Consent.ends_at), func.count()).join(ConsentPicture)
        end, number = session.execute(tied.where(ConsentPicture.picture_id == picture.id)).one()
        picture.shown_until, picture.is_lent = end, number > 0
    session.flush()
    numbers = [picture.id for picture in pictures]
    through = select(Story).join(StoryPicture).where(StoryPicture.picture_id.in_(numbers))
    for story in {*stories, *session.scalars(through)}:
        reckon_story(session, story)
    session.flush()
