"""The month as a file for calendars (RFC 5545): one entry for each day that has something to pray for."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta

from hope.prayer.points import Shown

OCTETS = 75  # a line's length, its end not counted (3.1)


def calendar(
    days: Iterable[tuple[date, list[Shown]]], site: str, host: str, address: Callable[[Shown], str]
) -> str:
    """The file; `address` says where each point is read."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//{_text(site)}//Prayer//EN", "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH", f"X-WR-CALNAME:{_text(site)}: prayer"]  # fmt: skip
    for day, points in days:
        lines += _entry(day, points, host, address)
    lines.append("END:VCALENDAR")
    return "".join(f"{piece}\r\n" for line in lines for piece in _folded(line))


def _entry(day: date, points: list[Shown], host: str, address: Callable[[Shown], str]) -> Iterator[str]:
    told = "\n\n".join(f"{point.title}\n{address(point)}" for point in points)
    changed = max(point.updated_at for point in points)
    yield "BEGIN:VEVENT"
    yield f"UID:pray-{day:%Y%m%d}@{host}"
    yield f"DTSTAMP:{changed:%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_text('Pray: ' + '; '.join(point.title for point in points))}"
    yield f"DESCRIPTION:{_text(told)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _text(words: str) -> str:
    """Words as a value: what would end it is escaped (3.3.11)."""
    for letter, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r", ""), ("\n", "\\n")):
        words = words.replace(letter, written)
    return words


def _folded(line: str) -> Iterator[str]:
    """A long line in pieces, cut between letters and never inside one."""
    piece, size = "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > OCTETS:
            yield piece
            piece, size = " ", 1
        piece, size = piece + letter, size + octets
    yield piece
