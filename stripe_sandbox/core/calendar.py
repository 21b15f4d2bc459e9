"""Billing periods, counted from their anchor so that the 31st stays the 31st where it can."""

import calendar
from datetime import UTC, datetime, timedelta

DAYS = {"day": 1, "week": 7}
MONTHS = {"month": 1, "year": 12}


def after(anchor: int, interval: str, count: int, periods: int = 1) -> int:
    """The moment this many periods after the anchor."""
    start = datetime.fromtimestamp(anchor, UTC)
    if interval in DAYS:
        return int((start + timedelta(days=DAYS[interval] * count * periods)).timestamp())
    months = start.month - 1 + MONTHS[interval] * count * periods
    year, month = start.year + months // 12, months % 12 + 1
    day = min(start.day, calendar.monthrange(year, month)[1])
    return int(start.replace(year=year, month=month, day=day).timestamp())


def next_end(anchor: int, interval: str, count: int, start: int) -> int:
    """The first period boundary after this moment."""
    periods = 1
    while (end := after(anchor, interval, count, periods)) <= start:
        periods += 1
    return end
