"""The words that people are found by."""

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from hope.kernel.db import Base

WORD_LIMIT = 60
# Compared letter by letter, whatever language the database is set to: what begins alike stands together.
Word = String(WORD_LIMIT).with_variant(String(WORD_LIMIT, collation="C"), "postgresql")


class SupporterWord(Base):
    """A word of somebody's name or address, folded so that "José" is found by "jose"."""

    __tablename__ = "supporter_word"
    __table_args__ = (
        Index("ix_supporter_word_supporter_id", "supporter_id", "word"),
        {"sqlite_with_rowid": False},
    )

    word: Mapped[str] = mapped_column(Word, primary_key=True)
    supporter_id: Mapped[int] = mapped_column(
        ForeignKey("supporter.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
