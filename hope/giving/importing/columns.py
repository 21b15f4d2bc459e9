"""Which column is what: guessed from its name, and left to staff to put right."""

import re
from collections.abc import Iterable, Sequence
from itertools import islice

from hope.accounts.finding import fold
from hope.giving.importing.opening import Table

# What can be read of a past gift, as staff are asked for it; and what such columns are usually called.
COLUMNS = {
    "date": "Day given",
    "amount": "Amount",
    "currency": "Currency",
    "name": "Whole name",
    "first_name": "First name",
    "last_name": "Last name",
    "email": "E-mail",
    "campaign": "Campaign",
    "method": "Came by",
    "reference": "Number",
}
USUAL = {
    "date": "given on|date|gift date|donation date|date given|date received|received|day|datum|fecha",
    "amount": "given|amount|gift amount|donation amount|donation|total|gift|sum|value|betrag|importe",
    "currency": "currency|currency code|wahrung|moneda",
    "name": "giver|name|full name|donor|donor name|giver name|supporter|supporter name|contact",
    "first_name": "first name|firstname|given name|forename|vorname|nombre",
    "last_name": "last name|lastname|surname|family name|nachname|apellido",
    "email": "email|e mail|email address|e mail address|mail",
    "campaign": "campaigns|campaign|fund|project|designation|appeal|purpose",
    "method": "came by|method|payment method|payment type|type|how",
    "reference": "number|reference|check number|cheque number|check no|cheque no|check|transaction",
}
NEEDED = ("date", "amount")
# The orders in which people write a day, and how each is told.
ORDERS = {"ymd": "2026-11-24", "mdy": "11/24/2026", "dmy": "24.11.2026"}
LOOKED_AT = 500
_PARTS = re.compile(r"(\d{1,4})[-/. ](\d{1,2})[-/. ](\d{1,4})")


def guess_columns(headers: Sequence[str]) -> dict[str, int]:
    """The column of each thing that one of these headings names."""
    names = [_plain(header) for header in headers]
    found: dict[str, int] = {}
    for thing, usual in USUAL.items():
        place = next((names.index(name) for name in usual.split("|") if name in names), None)
        if place is not None and place not in found.values():
            found[thing] = place
    return found


def guess_order(table: Table, column: int | None) -> str:
    """The order of day, month and year in this column, as far as its first lines tell."""
    rows = islice(table.rows(), LOOKED_AT)
    cells = (cells[column] for _, cells in rows if column is not None and column < len(cells))
    return _order(found.groups() for cell in cells if (found := _PARTS.match(cell.strip())))


def _order(days: Iterable[tuple[str, ...]]) -> str:
    for first, second, _ in days:
        if len(first) == 4:
            return "ymd"
        if int(first) > 12:
            return "dmy"
        if int(second) > 12:
            return "mdy"
    return "mdy"


def _plain(header: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in fold(header)).split())
