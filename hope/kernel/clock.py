"""The one place that asks what time it is; every stored moment is in UTC."""

from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def from_unix(seconds: int) -> datetime:
    """The moment a machine named by its Unix time, in UTC."""
    return datetime.fromtimestamp(seconds, UTC)


def zone(name: str) -> tzinfo:
    """The time zone of this IANA name."""
    return ZoneInfo(name)
