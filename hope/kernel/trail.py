"""What a log may say of an error: its kind, and the way that led to it.

Its words stay out: what a person typed may stand in them, and PostgreSQL adds to its own the row that it refused.
"""

import logging
from collections.abc import Iterator
from traceback import format_tb

from sqlalchemy.exc import DBAPIError


def trail_of(error: BaseException) -> str:
    """The error, and before it what caused it, each with the places in the code, the innermost last."""
    return "\n".join(f"{_name(one)}\n{''.join(format_tb(one.__traceback__))}" for one in _chain(error))


class TrailsOnly(logging.Filter):
    """For a handler: whatever library logs an error, its trail is written and its words are not."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record pass, an error’s with its trail."""
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            record.msg, record.args = f"{record.getMessage()} {trail_of(error)}", None
            record.exc_info = record.exc_text = None
        return True


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    known: set[int] = set()
    while error is not None and id(error) not in known:
        known.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _name(error: BaseException) -> str:
    """Its kind; of a database's error also the first of what it says, which names tables and columns."""
    kind = type(error).__name__
    if not isinstance(error, DBAPIError) or error.orig is None:
        return kind
    told = getattr(error.orig, "diag", None)
    return f"{kind}: {told.message_primary if told else error.orig}"
