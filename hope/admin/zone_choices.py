"""Time zones to choose from, by the city whose clocks people know."""

from hope.kernel import zones

CITIES = ("Pacific/Honolulu", "America/Anchorage", "America/Los_Angeles", "America/Denver", "America/Phoenix",
    "America/Chicago", "America/New_York", "America/Toronto", "America/Halifax", "America/Mexico_City",
    "America/Bogota", "America/Lima", "America/Santiago", "America/Sao_Paulo", "America/Argentina/Buenos_Aires",
    "Europe/London", "Europe/Dublin", "Europe/Lisbon", "Europe/Paris", "Europe/Berlin", "Europe/Zurich",
    "Europe/Rome", "Europe/Stockholm", "Europe/Warsaw", "Europe/Bucharest", "Europe/Athens", "Europe/Kyiv",
    "Africa/Lagos", "Africa/Accra", "Africa/Nairobi", "Africa/Johannesburg", "Asia/Jerusalem", "Asia/Dubai",
    "Asia/Kolkata", "Asia/Kathmandu", "Asia/Dhaka", "Asia/Bangkok", "Asia/Phnom_Penh", "Asia/Manila",
    "Asia/Singapore", "Asia/Hong_Kong", "Asia/Seoul", "Asia/Tokyo", "Australia/Perth", "Australia/Sydney",
    "Pacific/Auckland", "UTC")  # fmt: skip


def zone_choices(home: str, *more: str) -> list[tuple[str, str]]:
    """The charity's own time first, then the others by name."""
    rest = sorted({*CITIES, *more} - {home}, key=zones.zone_words)
    return [(name, zones.zone_words(name)) for name in (home, *rest)]
