"""Days and times as a wall clock somewhere shows them, and the moments that they mean."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)


class ClockChange(ValueError):
    """A wall clock never shows this time on that day, or shows it twice; `twice` says which."""

    def __init__(self, twice: bool) -> None:
        super().__init__("twice" if twice else "never")
        self.twice = twice


@cache
def zone(name: str) -> ZoneInfo:
    """A time zone by its IANA name; raises ZoneInfoNotFoundError."""
    return ZoneInfo(name)


def zone_words(name: str) -> str:
    """A zone as people speak of it: New York time."""
    return f"{name.rpartition('/')[2].replace('_', ' ')} time"


def day_begins(day: date, name: str) -> datetime:
    """The moment at which a day begins there, in UTC; where clocks skip midnight, the first moment after it."""
    return datetime.combine(day, time.min, zone(name)).astimezone(UTC)


def moment_at(day: date, at: time, name: str) -> datetime:
    """The one moment at which a wall clock there shows this, in UTC; raises ClockChange where that is not one."""
    early = datetime.combine(day, at, zone(name))
    late = early.replace(fold=1)
    moment = early.astimezone(UTC)
    if moment.astimezone(zone(name)).replace(tzinfo=None) != early.replace(tzinfo=None):
        raise ClockChange(twice=False)
    if early.utcoffset() != late.utcoffset():
        raise ClockChange(twice=True)
    return moment


def on_the_wall(moment: datetime, name: str) -> datetime:
    """This moment as a wall clock there shows it."""
    return moment.astimezone(zone(name))


def is_day_begin(moment: datetime, name: str) -> bool:
    """True when a day begins there at this moment."""
    return day_begins(on_the_wall(moment, name).date(), name) == moment


def last_day(end: datetime, name: str) -> date:
    """The last day before this end; an end at midnight belongs to the day that it ends."""
    there = on_the_wall(end, name).date()
    return there - DAY if is_day_begin(end, name) else there
