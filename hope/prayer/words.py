"""How a rhythm is said to the one who chose it."""

from hope.prayer.rhythms import Rhythm
from hope.prayer.zones import OFFERED

DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


def how_often(rhythm: Rhythm, weekday: int) -> str:
    """The days: every Monday."""
    return {
        Rhythm.DAILY: "every day",
        Rhythm.WEEKDAYS: "Monday to Friday",
        Rhythm.WEEKLY: f"every {DAYS[weekday]}",
        Rhythm.MONTHLY: "on the first of each month",
    }[rhythm]


def where(time_zone: str) -> str:
    """The place whose clock counts: New York (Eastern)."""
    return OFFERED.get(time_zone) or time_zone.rpartition("/")[2].replace("_", " ")
