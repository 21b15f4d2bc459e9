"""How each database keeps and finds words; both tables are called `search_words`, and both are transactional."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Protocol

from sqlalchemy import Connection, text

MOST_WORDS = 8


class Engine(Protocol):
    """Keeps the words of entries, and says how to ask for them."""

    def keep(self, connection: Connection, entry_id: int, title: str, summary: str, body: str) -> None:
        """Let the entry be found by these words."""

    def forget(self, connection: Connection, entry_ids: Sequence[int]) -> None:
        """Let these entries be found no more."""

    def question(self, words: list[str]) -> dict[str, str]:
        """What these words are to the database; the last may be the beginning of one."""

    # Selects `id` and `rank` (the smallest first) of the best entries that fit the question.
    FITTING: str


class Fts5:
    """SQLite: a virtual table, ranked by BM25."""

    FITTING = (
        # Ranking reads every text that fits: of a common word the newest are ranked, and those that have it as title.
        "SELECT rowid AS id, bm25(search_words, 8.0, 3.0, 1.0) AS rank FROM search_words "
        "WHERE search_words MATCH :question AND (rowid >= (SELECT min(rowid) FROM (SELECT rowid FROM search_words "
        "WHERE search_words MATCH :question ORDER BY rowid DESC LIMIT 300)) "
        "OR rowid IN (SELECT rowid FROM search_words WHERE search_words MATCH :titled ORDER BY rowid LIMIT 300))"
    )

    def keep(self, connection: Connection, entry_id: int, title: str, summary: str, body: str) -> None:
        """Let the entry be found by these words."""
        row = {"id": entry_id, "title": plain(title), "summary": plain(summary), "body": plain(body)}
        insert = "INSERT INTO search_words(rowid, title, summary, body) VALUES (:id, :title, :summary, :body)"
        connection.execute(text(insert), row)

    def forget(self, connection: Connection, entry_ids: Sequence[int]) -> None:
        """Let these entries be found no more."""
        delete = text("DELETE FROM search_words WHERE rowid = :id")
        connection.execute(delete, [{"id": entry_id} for entry_id in entry_ids])

    def question(self, words: list[str]) -> dict[str, str]:
        """Every word in quotes, so that none of them is an operator."""
        question = " ".join(f'"{word}"' for word in words) + "*"
        return {"question": question, "titled": f"title : ({question})"}


class TsVector:
    """PostgreSQL: a weighted `tsvector` under a GIN index."""

    FITTING = (
        "SELECT entry_id AS id, -ts_rank(words, to_tsquery('english', :question)) AS rank FROM search_words "
        # Ranking reads every word of a text: of a common word the newest are ranked, and those that have it as title.
        "WHERE entry_id IN (SELECT * FROM (SELECT entry_id FROM search_words "
        "WHERE words @@ to_tsquery('english', :question) ORDER BY entry_id DESC LIMIT 300) AS newest UNION "
        "SELECT * FROM (SELECT entry_id FROM search_words WHERE words @@ to_tsquery('english', :titled) "
        "ORDER BY entry_id LIMIT 300) AS titled)"
    )

    def keep(self, connection: Connection, entry_id: int, title: str, summary: str, body: str) -> None:
        """Let the entry be found by these words."""
        row = {"id": entry_id, "title": plain(title), "summary": plain(summary), "body": plain(body)}
        weighted = " || ".join(
            f"setweight(to_tsvector('english', CAST(:{part} AS text)), '{weight}')"
            for part, weight in (("title", "A"), ("summary", "B"), ("body", "D"))
        )
        insert = f"INSERT INTO search_words(entry_id, words) VALUES (:id, {weighted})"  # noqa: S608
        connection.execute(text(insert), row)

    def forget(self, connection: Connection, entry_ids: Sequence[int]) -> None:
        """Nothing is to be done: the words go with their entry."""

    def question(self, words: list[str]) -> dict[str, str]:
        """Every word by itself; the last may go on."""
        titled = (
            " & ".join(f"{word}:A" for word in words[:-1]) + (" & " if words[1:] else "") + f"{words[-1]}:*A"
        )
        return {"question": " & ".join(words) + ":*", "titled": titled}


def engine_of(connection: Connection) -> Engine:
    """The one that fits this database."""
    return TsVector() if connection.dialect.name == "postgresql" else Fts5()


def plain(words: str) -> str:
    """Words without their accents: whoever looks for a cafe finds a café."""
    apart = unicodedata.normalize("NFKD", words)
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).replace("\x00", "")


def words_of(typed: str) -> list[str]:
    """The words in what somebody typed, in small letters; marks and operators are no words."""
    return re.findall(r"[^\W_]+", plain(typed[:400]).lower())[:MOST_WORDS]
