"""Taking over a list that the charity has kept until today, with proof that each person agreed to it.

Every problem is named with its line before anything is written; one problem, and nobody is taken over.
"""

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import select
from sqlalchemy.orm import Session

from hope.accounts.models import Supporter
from hope.kernel.mail.models import MailStop
from hope.prayer import joining, zones
from hope.prayer.joining import Wish
from hope.prayer.models import PrayerPartner, PrayerTopic
from hope.prayer.rhythms import Rhythm
from hope.prayer.words import DAYS

NEEDED = ("email", "consent", "consented_on")
COLUMNS = (*NEEDED, "first_name", "rhythm", "weekday", "time_zone", "topics")


@dataclass(frozen=True)
class Entry:
    """One person of the list, checked."""

    line: int
    email: str
    first_name: str
    wish: Wish
    consent: str
    consented_on: date


@dataclass(frozen=True)
class Problem:
    """What is wrong in one line."""

    line: int
    words: str


@dataclass(frozen=True)
class Reading:
    """What a list says."""

    entries: tuple[Entry, ...] = ()
    problems: tuple[Problem, ...] = ()
    known: int = 0  # who prays with us already stays as they are


def read(session: Session, text: str, home: str, today: date) -> Reading:
    """Check a list line by line; `home` is the time zone of whoever has none in it."""
    reader = csv.DictReader(io.StringIO(text.lstrip("\ufeff")), dialect=_dialect(text), strict=True)
    try:
        missing = [name for name in NEEDED if name not in (reader.fieldnames or ())]
        unknown = [str(name) for name in reader.fieldnames or () if name not in COLUMNS]
        if missing or unknown:
            return Reading(problems=tuple(_about_columns(missing, unknown)))
        lines = [(reader.line_num, row) for row in reader if any(row.values())]
    except csv.Error as error:
        return Reading(problems=(Problem(reader.line_num, f"This is not a list with commas: {error}."),))
    return _check(session, lines, home, today)


def take_over(
    session: Session, entries: tuple[Entry, ...], progress: Callable[[int], None] = lambda _done: None
) -> int:
    """Make partners of these; whoever became one meanwhile is left as they are. How many were new."""
    added = 0
    for number, entry in enumerate(entries, start=1):
        if joining.partner_of(session, entry.email) is None:
            agreed = datetime.combine(entry.consented_on, time(12), UTC)
            joining.make_partner(session, entry.email, entry.first_name, entry.wish, entry.consent, agreed)
            added += 1
        progress(number)
    return added


def _dialect(text: str) -> type[csv.Dialect]:
    first = text.split("\n", 1)[0]
    return csv.excel_tab if "\t" in first else _Semicolons if ";" in first and "," not in first else csv.excel


class _Semicolons(csv.excel):
    """What spreadsheets write where the comma is a decimal mark."""

    delimiter = ";"


def _about_columns(missing: list[str], unknown: list[str]) -> Iterator[Problem]:
    if missing:
        yield Problem(1, f"The first line lacks {', '.join(missing)}. It names the columns.")
    if unknown:
        yield Problem(1, f"There is no column {', '.join(unknown)[:120]}. Known are {', '.join(COLUMNS)}.")


def _check(session: Session, lines: list[tuple[int, dict[str, str]]], home: str, today: date) -> Reading:
    stopped = set(session.scalars(select(MailStop.email_key)))
    praying = set(session.scalars(select(Supporter.email_key).join(PrayerPartner)))
    topics = {
        name.lower(): number for name, number in session.execute(select(PrayerTopic.name, PrayerTopic.id))
    }
    entries, problems, known = [], [], 0
    seen: dict[str, int] = {}
    for line, row in lines:
        cells = {name: _tidy(row.get(name)) for name in COLUMNS}
        found = _problems(row, cells, topics, today)
        key = cells["email"].casefold()
        if key in seen:
            found.append(f"This address stands in line {seen[key]} already.")
        if key in stopped:
            found.append("This address bounced or complained, and is left in peace.")
        seen.setdefault(key, line)
        problems += [Problem(line, words) for words in found]
        if key in praying:
            known += 1
        elif not found:
            entries.append(_entry(line, cells, topics, home))
    return Reading(tuple(entries), tuple(problems), known)


def _problems(row: dict[str, str], cells: dict[str, str], topics: dict[str, int], today: date) -> list[str]:
    found = [] if None not in row else ["There are more cells than columns."]
    try:
        validate_email(cells["email"], check_deliverability=False)
    except EmailNotValidError:
        found.append("The address is not complete." if cells["email"] else "There is no address.")
    if not cells["consent"]:
        found.append("How is it known that this person agreed? Name the form, the event or the letter.")
    day = _day(cells["consented_on"])
    if day is None or day > today:
        found.append("The day of the agreement is missing, still to come, or not written as 2024-05-31.")
    if cells["rhythm"] and cells["rhythm"].lower() not in set(Rhythm):
        found.append(f"The rhythm is none of {', '.join(Rhythm)}.")
    if cells["weekday"] and cells["weekday"].capitalize() not in DAYS:
        found.append("The weekday is no day from Monday to Sunday.")
    if cells["time_zone"] and not zones.is_zone(cells["time_zone"]):
        found.append("The time zone is not known; write it like Europe/London.")
    found += [
        f"There is no topic “{name}”." for name in _names(cells["topics"]) if name.lower() not in topics
    ]
    limits = {"first_name": PrayerPartner.NAME_LIMIT, "consent": 400, "email": 254}
    found += [
        f"The {name} is longer than {n} characters." for name, n in limits.items() if len(cells[name]) > n
    ]
    return found


def _entry(line: int, cells: dict[str, str], topics: dict[str, int], home: str) -> Entry:
    wish = Wish(
        Rhythm(cells["rhythm"].lower() or Rhythm.WEEKLY),
        DAYS.index(cells["weekday"].capitalize() or "Monday"),
        cells["time_zone"] or home,
        tuple(topics[name.lower()] for name in _names(cells["topics"])),
    )
    day = _day(cells["consented_on"])
    assert day is not None
    return Entry(line, cells["email"], cells["first_name"], wish, cells["consent"], day)


def _tidy(cell: str | None) -> str:
    """A cell as one line without what cannot be seen."""
    return " ".join("".join(c if c.isprintable() else " " for c in cell or "").split())


def _names(cell: str) -> list[str]:
    return [name.strip() for name in cell.split("|") if name.strip()]


def _day(written: str) -> date | None:
    """The day that is meant; none where it is not written as one, or nobody could have agreed on it."""
    try:
        found = date.fromisoformat(written)
    except ValueError:
        return None
    return found if found.year > 1900 else None
