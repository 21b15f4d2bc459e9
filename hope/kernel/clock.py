"""The one place that asks what time it is; every stored moment is in UTC."""

import calendar
from datetime import UTC, date, datetime, time, tzinfo
from zoneinfo import ZoneInfo


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def from_unix(seconds: int) -> datetime:
    """The moment a machine named by its Unix time, in UTC."""
    return datetime.fromtimestamp(seconds, UTC)


_charity_zone: tzinfo = UTC


def keep_charity_time(name: str) -> None:
    """Say once, at start, in which IANA time zone the charity's days begin; raises ZoneInfoNotFoundError."""
    global _charity_zone
    _charity_zone = ZoneInfo(name)


def charity_time(moment: datetime) -> datetime:
    """The same moment on the charity's own clock: what receipts and pages call "the day"."""
    return moment.astimezone(_charity_zone)


def charity_day(moment: datetime) -> date:
    """The day on which the charity's own calendar puts this moment."""
    return charity_time(moment).date()


def charity_midnight(day: date) -> datetime:
    """The moment at which this day begins for the charity, in UTC."""
    return charity_moment(day, time.min)


def charity_moment(day: date, at: time) -> datetime:
    """The moment at which the charity's wall clock shows this on that day, in UTC."""
    return datetime.combine(day, at, _charity_zone).astimezone(UTC)


def months_later(moment: datetime, months: int) -> datetime:
    """The same day so many months later, or the last day of a month that is too short for it."""
    year, month = divmod(moment.year * 12 + moment.month - 1 + months, 12)
    day = min(moment.day, calendar.monthrange(year, month + 1)[1])
    return moment.replace(year=year, month=month + 1, day=day)
