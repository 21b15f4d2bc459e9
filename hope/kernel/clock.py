"""The one place that asks what time it is; every stored moment is in UTC."""

from datetime import UTC, datetime, tzinfo
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
