"""Ten thousand stories: how long a list, a search, the feed and a story take to make, on each database."""

import itertools
import random
import time
from datetime import timedelta
from pathlib import Path

from flask import Flask

from bench.million import look_around
from hope import create_app
from hope.kernel.clock import now
from hope.kernel.db import db, unit_of_work
from hope.spotlight.models import Organization, Scope, Story, StoryTag
from tests.support.databases import settings_for

STORIES = 10_000
SPOKEN = (
    "lamp river loom orchard bread window harbour bridge garden table letter winter road almond night morning court "
    "witness school teacher mother village field work wage rest house key door kitchen"
)
WORDS = SPOKEN.split()
PAGES = {
    "the list": "/spotlight/",
    "a page of the list": "/spotlight/?at={older}",
    "a tag": "/spotlight/tags/law",
    "a year": "/spotlight/years/{year}",
    "a search for a common word": "/search?q=lamp",
    "a search for three words": "/search?q=lamp+winter+witness",
    "a search for a rare word": "/search?q=nightingale",
    "Atom": "/spotlight/feed.atom",
    "JSON Feed": "/spotlight/feed.json",
    "a story": "/spotlight/story-5000",
}
Row = tuple[str, str]


def measure(database: str, folder: Path) -> list[Row]:
    """The middle of twenty answers for each page, made in this process."""
    app = create_app(settings_for(database, folder))
    with app.app_context():
        _write()
        look_around(db.session())
    rows = [(name, _taken(app, path)) for name, path in _paths(app).items()]
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    return rows


def _write() -> None:
    dice = random.Random(3)
    with unit_of_work() as session:
        partner = Organization(slug="lantern", name="Lantern", scope=Scope.NATIONAL, summary="A house.")
        tags = [StoryTag(slug=name, name=name.capitalize()) for name in ("law", "work", "home", "healing")]
        session.add_all([partner, *tags])
        session.flush()
    for first in range(0, STORIES, 500):
        with unit_of_work() as session:
            session.add_all(_story(dice, n, partner, tags) for n in range(first, first + 500))


def _story(dice: random.Random, number: int, partner: Organization, tags: list[StoryTag]) -> Story:
    return Story(
        slug=f"story-{number}",
        title=" ".join(dice.choices(WORDS, k=5)),
        summary=" ".join(dice.choices(WORDS, k=20)),
        body=_body(dice, number),
        organization_id=partner.id,
        tags=dice.sample(tags, 2),
        published_at=now() - timedelta(hours=number + 1),
    )


def _body(dice: random.Random, number: int) -> str:
    rare = " nightingale" if number % 1000 == 7 else ""
    paragraphs = (" ".join(dice.choices(WORDS, k=80)) + "." for _ in range(4))
    return "\n\n".join(itertools.chain(paragraphs, [f"Story {number}.{rare}"]))


def _paths(app: Flask) -> dict[str, str]:
    older = app.test_client().get("/spotlight/").get_data(as_text=True).split("?at=")[1].split('"')[0]
    return {name: path.format(older=older, year=now().year) for name, path in PAGES.items()}


def _taken(app: Flask, path: str, times: int = 20) -> str:
    client, taken = app.test_client(), []
    for _ in range(times):
        begun = time.perf_counter()
        answer = client.get(path)
        taken.append(time.perf_counter() - begun)
        assert answer.status_code == 200, path
    taken.sort()
    return f"{taken[times // 2] * 1000:.1f} ms, the slowest {taken[-1] * 1000:.1f} ms (budget 50 ms)"
