"""Finding people by what one remembers of them: the beginning of a name, a surname, or an address.

Each word of a name and of an address is a row of its own, so that a beginning is found by the index on both
databases. The words follow whatever is written through the ORM by themselves; who inserts many rows at once says so
with `note`.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, delete, event, exists, inspect, select
from sqlalchemy.orm import Session, aliased

from hope.accounts.merging import follows
from hope.accounts.models import Supporter, SupporterWord
from hope.accounts.models.word import WORD_LIMIT
from hope.kernel.bulk import insert_all
from hope.kernel.db import insert_or_ignore

MOST_WORDS = 12
LAST = "\U0010ffff"
_WORDS = re.compile(r"[^\W_]+")


def words_of(*texts: str) -> set[str]:
    """The words in these texts: folded, without accents; an address counts in whole and by what stands before the @."""
    found: set[str] = set()
    for text in texts:
        for part in fold(text).split():
            found.add(part)
            mailbox = part.split("@")[0] if "@" in part[1:] else part
            found.update(_WORDS.findall(mailbox))
    return {word[:WORD_LIMIT] for word in sorted(found)[:MOST_WORDS]}


def note(session: Session, people: Iterable[tuple[int, Collection[str]]]) -> None:
    """Let these people be found by the words of these texts as well."""
    pairs = sorted({(word, number) for number, texts in people for word in words_of(*texts)})
    rows = [{"word": word, "supporter_id": number} for word, number in pairs]
    # Past the session, because it may be called while its rows are being written.
    insert_all(session.connection(), SupporterWord, rows, or_ignore=True)


def wanted(text: str) -> list[str]:
    """The words that somebody typed into a search box, the longest (and so most telling) first."""
    parts = fold(text).split()
    words = parts if "@" in text else _WORDS.findall(" ".join(parts))
    return sorted(set(words), key=len, reverse=True)[:MOST_WORDS]


def matching(words: list[str]) -> Select[int]:
    """The people who have a word that begins like each of these."""
    first, *others = words
    found = select(SupporterWord.supporter_id).where(_begins(SupporterWord, first)).distinct()
    for word in others:
        found = found.where(has_word(SupporterWord.supporter_id, word))
    return found


def has_word(supporter_id: Any, word: str) -> ColumnElement[bool]:
    """The condition that this person has a word that begins so."""
    other = aliased(SupporterWord)
    return exists().where(other.supporter_id == supporter_id, _begins(other, word))


def _begins(table: Any, word: str) -> ColumnElement[bool]:
    return and_(table.word >= word, table.word < word + LAST)


def fold(text: str) -> str:
    """As words are compared: without capitals and accents."""
    folded = text.casefold()
    if folded.isascii():
        return folded
    split = unicodedata.normalize("NFKD", folded)
    return "".join(c for c in split if not unicodedata.combining(c))


@follows("words")
def move_words(session: Session, gone: int, kept: int) -> int:
    """Whoever was found by a name before two people became one is found by it afterwards; nothing that is counted."""
    words = session.scalars(select(SupporterWord.word).where(SupporterWord.supporter_id == gone)).all()
    for word in words:
        session.execute(insert_or_ignore(SupporterWord, word=word, supporter_id=kept))
    session.execute(delete(SupporterWord).where(SupporterWord.supporter_id == gone))
    return 0


@event.listens_for(Session, "after_flush")
def _follow(session: Session, _context: object) -> None:
    for row in session.new:
        if isinstance(row, Supporter):
            note(session, [(row.id, (row.name, row.email))])
    for row in session.dirty:
        if isinstance(row, Supporter) and _has_another_name(row):
            session.execute(delete(SupporterWord).where(SupporterWord.supporter_id == row.id))
            note(session, [(row.id, (row.name, row.email))])


def _has_another_name(row: Supporter) -> bool:
    attributes = inspect(row).attrs
    return attributes.name.history.has_changes() or attributes.email.history.has_changes()
