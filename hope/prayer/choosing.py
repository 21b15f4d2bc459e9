"""Which points are asked on a day: all of them in turn, a few at a time, the same for whoever asks.

The page, the calendar and the mail choose by this one rule, so that people on three continents carry the same things
on the same day.
"""

from collections.abc import Sequence
from datetime import date

from hope.prayer.models import PrayerPoint, Reach
from hope.prayer.rhythms import Rhythm, last_day

A_DAY = 3
MOST = {Rhythm.DAILY: A_DAY, Rhythm.WEEKDAYS: A_DAY, Rhythm.WEEKLY: 5, Rhythm.MONTHLY: 10}


def for_day(points: Sequence[PrayerPoint], day: date) -> list[PrayerPoint]:
    """The points of one day."""
    return chosen(points, Rhythm.DAILY, day)


def chosen(points: Sequence[PrayerPoint], rhythm: Rhythm, day: date) -> list[PrayerPoint]:
    """The points of a mail of this day: what is held back first, because it cannot wait, then the others in turn."""
    last = last_day(rhythm, day)
    open_ones = sorted((p for p in points if p.spans(day, last) and not p.answer), key=lambda p: p.id)
    urgent = [p for p in open_ones if p.reach is Reach.HELD]
    others = [p for p in open_ones if p.reach is Reach.EVERYONE]
    return urgent + _turn(others, MOST[rhythm], _round(rhythm, day))


def _round(rhythm: Rhythm, day: date) -> int:
    """How many mails of this rhythm came before this one, counted from the year 1."""
    if rhythm is Rhythm.MONTHLY:
        return day.year * 12 + day.month
    return day.toordinal() // (7 if rhythm is Rhythm.WEEKLY else 1)


def _turn(points: list[PrayerPoint], most: int, number: int) -> list[PrayerPoint]:
    if len(points) <= most:
        return points
    start = number * most % len(points)
    return (points + points)[start : start + most]
