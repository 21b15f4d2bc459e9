"""Time zones as people know them: a city each, with the name that computers use behind it."""

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

OFFERED = {
    "Pacific/Honolulu": "Honolulu", "America/Anchorage": "Anchorage", "America/Los_Angeles": "Los Angeles (Pacific)",
    "America/Phoenix": "Phoenix", "America/Denver": "Denver (Mountain)", "America/Chicago": "Chicago (Central)",
    "America/Mexico_City": "Mexico City", "America/New_York": "New York (Eastern)", "America/Bogota": "Bogotá",
    "America/Lima": "Lima", "America/Halifax": "Halifax (Atlantic)", "America/Santiago": "Santiago",
    "America/St_Johns": "St John’s", "America/Sao_Paulo": "São Paulo", "America/Argentina/Buenos_Aires": "Buenos Aires",
    "Atlantic/Reykjavik": "Reykjavík", "Africa/Accra": "Accra", "Europe/Lisbon": "Lisbon", "Europe/London": "London",
    "Europe/Dublin": "Dublin", "Africa/Lagos": "Lagos", "Europe/Madrid": "Madrid", "Europe/Paris": "Paris",
    "Europe/Berlin": "Berlin", "Europe/Rome": "Rome", "Europe/Stockholm": "Stockholm", "Europe/Warsaw": "Warsaw",
    "Africa/Johannesburg": "Johannesburg", "Africa/Cairo": "Cairo", "Europe/Athens": "Athens",
    "Europe/Bucharest": "Bucharest", "Europe/Kyiv": "Kyiv", "Asia/Jerusalem": "Jerusalem",
    "Europe/Istanbul": "Istanbul",
    "Africa/Nairobi": "Nairobi", "Africa/Addis_Ababa": "Addis Ababa", "Asia/Dubai": "Dubai", "Asia/Karachi": "Karachi",
    "Asia/Kolkata": "Delhi, Mumbai", "Asia/Kathmandu": "Kathmandu", "Asia/Dhaka": "Dhaka", "Asia/Yangon": "Yangon",
    "Asia/Bangkok": "Bangkok", "Asia/Ho_Chi_Minh": "Ho Chi Minh City", "Asia/Jakarta": "Jakarta",
    "Asia/Singapore": "Singapore", "Asia/Manila": "Manila", "Asia/Hong_Kong": "Hong Kong", "Asia/Shanghai": "Shanghai",
    "Australia/Perth": "Perth", "Asia/Seoul": "Seoul", "Asia/Tokyo": "Tokyo", "Australia/Adelaide": "Adelaide",
    "Australia/Brisbane": "Brisbane", "Australia/Sydney": "Sydney, Melbourne", "Pacific/Auckland": "Auckland",
}  # fmt: skip

# What some browsers still call them.
OLD_NAMES = {
    "Asia/Calcutta": "Asia/Kolkata", "Asia/Katmandu": "Asia/Kathmandu", "Asia/Saigon": "Asia/Ho_Chi_Minh",
    "Asia/Rangoon": "Asia/Yangon", "Europe/Kiev": "Europe/Kyiv",
    "America/Buenos_Aires": "America/Argentina/Buenos_Aires",
}  # fmt: skip


def choices(*also: str) -> list[tuple[str, str]]:
    """The zones to choose from, and any other that somebody lives in already."""
    more = [
        (zone, zone.rpartition("/")[2].replace("_", " "))
        for zone in also
        if zone not in OFFERED and is_zone(zone)
    ]
    return [*OFFERED.items(), *more]


def current(name: str) -> str:
    """The name of today for one of yesterday."""
    return OLD_NAMES.get(name, name)


def is_zone(name: str) -> bool:
    """True for the name of a time zone that this machine knows."""
    try:
        return bool(ZoneInfo(name).key)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
