"""The gentle check before a story is published: it points, explains, and lets people decide.

Nothing here forbids. Whoever publishes all the same says why, and the audit keeps the reason.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from hope.kernel.clock import now
from hope.spotlight import body, consents
from hope.spotlight.models import Organization, Story
from hope.spotlight.wording import HEAVY, WORDS

# A figure that claims something: a share, or a number of people or things. Years and days are no such figures.
FIGURE = re.compile(
    r"\d[\d,. ]*(?:%|percent\b|per cent\b|thousand\b|million\b|billion\b)|"
    r"\b(?!(?:1[5-9]|20)\d\d\b)\d{1,3}(?:,\d{3})+\b|\b(?!(?:1[5-9]|20)\d\d\b)[1-9]\d{2,}\b"
)
SOURCED = re.compile(r"\]\(https://|\bsource\b|\baccording to\b", re.IGNORECASE)


@dataclass(frozen=True)
class Point:
    """One thing to look at again: the field, what is there, and what would be better and why."""

    field: str
    words: str
    advice: str


def check(session: Session, story: Story) -> list[Point]:
    """Everything that somebody should look at before a story goes out."""
    names = tuple(session.scalars(select(Organization.name)))
    written = [*_wording(story, names), *_figures(story.body), *_pictures(story), *_notes(story)]
    return [*written, *_consents(session, story)]


def _wording(story: Story, names: Iterable[str]) -> Iterator[Point]:
    told = {"title": story.title, "summary": story.summary, "body": body.bare_words(story.body)}
    told |= {"scene_alt": story.scene_alt, "video_title": story.video_title}
    # A partner is called what it is called.
    called = re.compile("|".join(map(re.escape, names)) or r"(?!)")
    for field, said in told.items():
        text = called.sub("", said)
        for advice in WORDS:
            words = dict.fromkeys(found[0].lower() for found in advice.found.finditer(text))
            if words:
                quoted = ", ".join(f"“{word}”" for word in words)
                yield Point(field, f"The word {quoted}", f"Better: {advice.better}. {advice.why}")


def _figures(text: str) -> Iterator[Point]:
    for paragraph in re.split(r"\n\s*\n", text):
        found = FIGURE.search(re.sub(r"\]\([^)]*\)", "", paragraph))
        if found and not SOURCED.search(paragraph):
            yield Point(
                "body",
                f"The figure “{found[0].strip(' ,.')}” has no source",
                "Link the page that says so in the same paragraph, or write “according to”. There are few good "
                "figures about trafficking, and wrong ones travel far.",
            )


def _pictures(story: Story) -> Iterator[Point]:
    blind = "People who cannot see it hear only that there is one. Say in a sentence what it shows."
    if not story.picture_id and not story.scene_alt:
        yield Point("scene_alt", "The picture at the head is not described", blind)
    for part in body.parts(story.body):
        if part.kind == "scene" and not part.alt:
            yield Point("body", f"The scene “{part.ref}” is not described", blind)
    shown = sum(part.kind in ("picture", "scene") for part in body.parts(story.body))
    if story.body.count("![") > shown:
        how = "Only our own pictures are shown, each in a paragraph of its own: ![What it shows](picture:12)."
        yield Point("body", "A picture in the text will not be seen", how)


def _notes(story: Story) -> Iterator[Point]:
    if not story.content_note and (heavy := HEAVY.search(body.bare_words(story.body))):
        yield Point(
            "content_note",
            f"The text speaks of “{heavy[0].lower()}”, and no note says so before",
            "Some who read have lived it. A sentence at the top lets them choose.",
        )
    if story.video_url and not story.video_note:
        yield Point(
            "video_note",
            "The film has no content note",
            "Say what is seen and heard, so that nobody meets it unprepared.",
        )


def _consents(session: Session, story: Story) -> Iterator[Point]:
    if story.tells_of_person and not consents.has_consent(session, story, now()):
        yield Point(
            "tells_of_person",
            "It tells of a person, and no consent that holds is written down",
            "A story belongs to whoever lived it. Write the consent down, or tell of the work instead.",
        )
    for picture in consents.unaccounted_pictures(session, story):
        yield Point(
            "picture",
            f"Nobody has said by whose consent “{picture.alt or picture.name}” is shown",
            "Write it down beside the picture, or that nobody can be recognised in it.",
        )
