"""Long lists a page at a time: each begins where the last one ended, so the millionth row costs what the first does.

OFFSET would count through everything before it, and would skip or repeat rows while new ones arrive.
"""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, datetime
from enum import Enum
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Select, tuple_
from sqlalchemy.orm import Session

Row = TypeVar("Row")
SIZE = 50


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Some rows, newest first; `newer` and `older` are marks for the neighbouring pages, None where there is none."""

    rows: Sequence[Row]
    newer: str | None
    older: str | None


def page_of(
    session: Session, rows: Select[Any], key: Any, row_id: Any, mark: str | None, size: int = SIZE
) -> Page[Any]:
    """The page of `rows` at this mark, by `key` and then `row_id`, both falling; a mark that says nothing is the first.

    `key` and `row_id` are columns of the one entity that `rows` selects, and want an index together.
    """
    place = _read(mark, key.type.python_type)
    ascending = place is not None and place[0] == "newer"
    if place:
        here = tuple_(key, row_id)
        rows = rows.where(here > place[1] if ascending else here < place[1])
    order = (key.asc(), row_id.asc()) if ascending else (key.desc(), row_id.desc())
    found = list(session.scalars(rows.order_by(*order).limit(size + 1)))
    more, found = len(found) > size, found[:size]
    if ascending:
        found.reverse()
    has_newer = more if ascending else place is not None
    has_older = ascending or more
    return Page(
        found,
        _write("newer", found[0], key, row_id) if found and has_newer else None,
        _write("older", found[-1], key, row_id) if found and has_older else None,
    )


def says(column: Any, value: Enum, usual: Enum) -> ColumnElement[bool]:
    """The condition that a column says this, for a list of many pages of which nearly every row says the usual.

    What few rows say is looked up in its index. The usual is met on the way through all rows: what the index holds
    of it would have to be sorted for each page.
    """
    others = [other for other in type(value) if other is not value]
    found: ColumnElement[bool] = column.not_in(others) if value is usual else column == value
    return found


def _write(way: str, row: Any, key: Any, row_id: Any) -> str:
    value = getattr(row, key.key)
    moment = isinstance(value, datetime)
    text = json.dumps([way, value.isoformat() if moment else value, getattr(row, row_id.key), moment])
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _read(mark: str | None, kind: type) -> tuple[str, tuple[Any, int]] | None:
    """The way and the place that a mark names; None for one that we did not write, or not for such a list."""
    if not mark or len(mark) > 1000:
        return None
    try:
        way, value, row_id, moment = json.loads(base64.urlsafe_b64decode(mark + "=" * (-len(mark) % 4)))
        value = datetime.fromisoformat(value) if moment else value
    except (ValueError, TypeError, binascii.Error, RecursionError):
        return None
    if way not in ("newer", "older") or not _is_number(row_id) or not isinstance(value, kind):
        return None
    return (way, (value, row_id)) if _can_be_asked(value) else None


def _is_number(value: Any) -> bool:
    return type(value) is int and abs(value) < 2**63


def _can_be_asked(value: Any) -> bool:
    """True for what both databases can compare with: a moment with its zone, a number that fits, printable text."""
    if isinstance(value, datetime):
        # At either end of the calendar a moment of one zone is none in another.
        return value.tzinfo is not None and MINYEAR < value.year < MAXYEAR
    return value.isprintable() if isinstance(value, str) else _is_number(value)
