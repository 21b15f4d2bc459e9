"""How often somebody is written to, and when the next time is: seven in the morning where they live."""

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

HOUR = time(7)
DAY = timedelta(days=1)


class Rhythm(StrEnum):
    """How often a partner wants to hear."""

    DAILY = "daily"
    WEEKDAYS = "weekdays"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


def falls_on(rhythm: Rhythm, weekday: int, day: date) -> bool:
    """True when somebody with this rhythm is written to on this day of theirs (Monday is 0)."""
    if rhythm is Rhythm.WEEKDAYS:
        return day.weekday() < 5
    if rhythm is Rhythm.WEEKLY:
        return day.weekday() == weekday
    return rhythm is Rhythm.DAILY or day.day == 1


def next_after(moment: datetime, rhythm: Rhythm, weekday: int, time_zone: str) -> datetime:
    """The first due moment after this one. The clock on their wall says seven, whatever the clocks did overnight."""
    zone = ZoneInfo(time_zone)
    day = moment.astimezone(zone).date()
    due = datetime.combine(day, HOUR, zone)
    while due <= moment or not falls_on(rhythm, weekday, day):
        day += DAY
        due = datetime.combine(day, HOUR, zone)
    return due


def last_day(rhythm: Rhythm, day: date) -> date:
    """The last day that a mail of this day speaks for: the day before the next one."""
    if rhythm is Rhythm.WEEKLY:
        return day + 6 * DAY
    if rhythm is Rhythm.MONTHLY:
        return month_end(day)
    if rhythm is Rhythm.WEEKDAYS and day.weekday() == 4:
        return day + 2 * DAY
    return day


def month_end(day: date) -> date:
    """The last day of this day's month."""
    return (day.replace(day=28) + 4 * DAY).replace(day=1) - DAY
