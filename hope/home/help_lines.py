"""Help lines by country, for the page that a person at risk reads."""

import re
from datetime import date, timedelta

from babel import Locale
from sqlalchemy import select
from sqlalchemy.orm import Session

from hope.home.models import HelpLine

FRESH = timedelta(days=180)
_names = Locale("en", "US").territories
COUNTRIES = {
    code: name
    for code, name in _names.items()
    if re.fullmatch("[A-Z]{2}", code) and code not in ("EU", "EZ", "UN", "XA", "XB", "ZZ")
}


def by_country(session: Session) -> dict[str, list[HelpLine]]:
    """Every help line under its country's name, countries in the order of the alphabet."""
    found: dict[str, list[HelpLine]] = {}
    for line in session.scalars(select(HelpLine).order_by(HelpLine.name, HelpLine.id)):
        found.setdefault(COUNTRIES.get(line.country, line.country), []).append(line)
    return dict(sorted(found.items()))


def is_stale(line: HelpLine, today: date) -> bool:
    """True when nobody has tried it for half a year."""
    return today - line.checked_on > FRESH


def dialled(phone: str) -> str:
    """A number as a telephone takes it: digits, and a plus where it begins with one."""
    return re.sub(r"(?!^\+)[^0-9]", "", phone.strip())
