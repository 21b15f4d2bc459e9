"""One line of the table as a past gift, or everything that is wrong with it."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from email_validator import EmailNotValidError, validate_email

from hope.accounts.finding import fold
from hope.giving.importing.opening import MOST_CELL
from hope.giving.models import Method
from hope.kernel.clock import charity_day, now
from hope.kernel.money import LARGEST_ON_PAPER, AmountError, Money
from hope.kernel.text import one_line

FIRST_DAY = date(1900, 1, 1)
_DAY = re.compile(r"(\d{1,4})([-/. ])(\d{1,2})\2(\d{1,4})(?:[T ].*)?")
_PLACES = {"ymd": (0, 1, 2), "mdy": (2, 0, 1), "dmy": (2, 1, 0)}
METHODS = {
    Method.CHEQUE: ("cheque", "check"),
    Method.CASH: ("cash", "coins"),
    Method.TRANSFER: ("bank transfer", "transfer", "wire", "bank", "ach", "standing order"),
}


@dataclass(frozen=True)
class Target:
    """A campaign that gifts can be for."""

    id: int
    slug: str
    title: str
    currency: str


@dataclass(frozen=True)
class Reading:
    """How the columns are read, as staff said; `fallback` takes the gifts whose campaign the file does not name."""

    columns: Mapping[str, int]
    order: str
    fallback: int | None
    with_doubles: bool = False
    with_nameless: bool = False
    with_receipts: bool = False

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Reading":
        """As it was kept in a row."""
        return cls(**kept)


@dataclass(frozen=True)
class Problem:
    """What is wrong in one line."""

    line: int
    words: str


@dataclass(frozen=True)
class PastGift:
    """One line, understood."""

    line: int
    day: date
    total: Money
    name: str
    email: str
    target: Target
    method: Method
    reference: str

    @property
    def mark(self) -> str:
        """The same for two lines that tell of the same gift."""
        who = self.email.casefold() or fold(self.name)
        words = (self.day, self.total.amount, self.total.currency, who, self.target.id, fold(self.reference))
        return hashlib.sha256("\x1f".join(map(str, words)).encode()).hexdigest()[:32]


class Reader:
    """Reads line after line in the same way."""

    def __init__(self, reading: Reading, targets: Sequence[Target]) -> None:
        self._reading = reading
        self._by_name = {fold(name): one for one in targets for name in (one.title, one.slug)}
        self._fallback = next((one for one in targets if one.id == reading.fallback), None)
        self._today = charity_day(now())

    def read(self, line: int, cells: Sequence[str]) -> PastGift | list[Problem]:
        """The past gift in this line, or every problem that it has."""
        if any(len(cell) > MOST_CELL for cell in cells):
            return [Problem(line, f"A cell has more than {MOST_CELL:,} characters.")]
        found = {name: self._cell(cells, name) for name in self._reading.columns}
        problems: list[str] = []

        def take(read: Any, *values: Any) -> Any:
            try:
                return read(*values)
            except ValueError as wrong:
                problems.append(str(wrong))
                return None

        day = take(self._day, found.get("date", ""))
        target = take(self._target, found.get("campaign", ""))
        total = take(self._total, found.get("amount", ""), found.get("currency", ""), target)
        email = take(_email, found.get("email", ""))
        name = take(self._name, found)
        if problems:
            return [Problem(line, words) for words in problems]
        method = _method(found.get("method", ""))
        return PastGift(line, day, total, name, email, target, method, found.get("reference", "")[:100])

    def _cell(self, cells: Sequence[str], name: str) -> str:
        place = self._reading.columns[name]
        return one_line(cells[place]) if place < len(cells) else ""

    def _day(self, text: str) -> date:
        parts = _DAY.fullmatch(text)
        if not parts:
            raise ValueError(f"“{text[:40]}” is no day." if text else "The day is missing.")
        year, month, day = (parts[(1, 3, 4)[place]] for place in _PLACES[self._reading.order])
        if len(year) != 4:
            raise ValueError(f"“{text[:40]}” has no year of four digits where one is expected.")
        try:
            found = date(int(year), int(month), int(day))
        except ValueError:
            raise ValueError(f"“{text[:40]}” is no day in this order of day and month.") from None
        if not FIRST_DAY <= found <= self._today:
            raise ValueError(
                f"{found.isoformat()} is still to come."
                if found > self._today
                else f"{found.isoformat()} is too long ago."
            )
        return found

    def _target(self, text: str) -> Target:
        found = self._by_name.get(fold(text)) if text else self._fallback
        if found is None:
            raise ValueError(f"There is no campaign “{text[:80]}”." if text else "The campaign is missing.")
        return found

    def _total(self, text: str, currency: str, target: Target | None) -> Money:
        code = currency.upper() or (target.currency if target else "USD")
        if len(code) != 3 or not code.isascii() or not code.isalpha():
            raise ValueError(f"“{currency[:20]}” is no currency.")
        if target and code != target.currency:
            raise ValueError(f"The gift is in {code}, and “{target.title[:80]}” raises {target.currency}.")
        try:
            total = Money.parse(text.upper().replace(code, ""), code, LARGEST_ON_PAPER)
        except AmountError as error:
            raise ValueError(_AMOUNTS[error.reason].format(text[:40])) from None
        if not total:
            raise ValueError("The amount is nothing.")
        return total

    def _name(self, found: Mapping[str, str]) -> str:
        parts = f"{found.get('first_name', '')} {found.get('last_name', '')}".strip()
        name = found.get("name") or parts
        if len(name) > 120:
            raise ValueError("The name has more than 120 characters.")
        if not name and not found.get("email") and not self._reading.with_nameless:
            raise ValueError("Both name and e-mail are missing.")
        return name


_AMOUNTS = {
    "empty": "The amount is missing.",
    "negative": "“{}” is less than nothing; money that went back cannot be imported.",
    "large": "“{}” is too much for one gift.",
    "precise": "“{}” has more decimals than its currency.",
    "unclear": "“{}” is no amount, or could be two different ones.",
}


def _email(text: str) -> str:
    if not text:
        return ""
    try:
        return validate_email(text, check_deliverability=False).normalized
    except EmailNotValidError:
        raise ValueError(f"“{text[:80]}” is no e-mail address.") from None


def _method(text: str) -> Method:
    words = fold(text)
    return next(
        (method for method, names in METHODS.items() if any(name in words for name in names)), Method.OTHER
    )
