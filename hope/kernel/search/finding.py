"""What somebody typed, and what was found."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, text
from sqlalchemy.orm import Session

from hope.kernel.db import UtcDateTime
from hope.kernel.search.engines import engine_of, words_of
from hope.kernel.search.models import SearchEntry

MOST = 40


@dataclass(frozen=True)
class Found:
    """One thing that fits."""

    kind: str
    slug: str
    title: str
    summary: str


def find(session: Session, typed: str, moment: datetime, most: int = MOST) -> list[Found]:
    """What fits all of these words and may be seen at this moment, the best first."""
    words = words_of(typed)
    if not words:
        return []
    connection = session.connection()
    engine, entry = engine_of(connection), SearchEntry.__tablename__
    # No word of a visitor is in it: what they typed is a parameter.
    best = text(
        f"SELECT e.kind, e.slug, e.title, e.summary FROM ({engine.FITTING}) AS f "  # noqa: S608
        f"JOIN {entry} e ON e.id = f.id WHERE (e.shown_from IS NULL OR e.shown_from <= :moment) "
        "AND (e.shown_until IS NULL OR e.shown_until > :moment) ORDER BY f.rank, e.id DESC LIMIT :most"
    )
    best = best.bindparams(bindparam("moment", moment, UtcDateTime))
    rows = session.execute(best, {**engine.question(words), "most": most})
    return [Found(*row) for row in rows]
