"""Money: whole minor units of one currency, and nothing that could round a cent away.

Sources: ISO 4217 for the exponents, Stripe's "Supported currencies" for what it charges in whole units.
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import Self

ZERO_DECIMAL = frozenset(
    [
        "BIF",
        "CLP",
        "DJF",
        "GNF",
        "JPY",
        "KMF",
        "KRW",
        "MGA",
        "PYG",
        "RWF",
        "UGX",
        "VND",
        "VUV",
        "XAF",
        "XOF",
        "XPF",
    ]
)
# A space between digits parts thousands, and nothing else: “5 6” may be fifty-six, or two slips of a finger.
_ODD_GAP = re.compile(r"(?<=\d)\s+(?!\d{3}(?!\d))(?=\d)")
THREE_DECIMAL = frozenset(["BHD", "JOD", "KWD", "OMR", "TND"])
# Stripe takes at most eight digits for most currencies; refusing here keeps the answer ours and calm.
LARGEST_MINOR = 99_999_999
# What comes by cheque or by will has no such limit; this one is against a slip of the finger.
LARGEST_ON_PAPER = 999_999_999_999


# Stripe's "Minimum and maximum charge amounts": below these a card cannot be charged; elsewhere one whole unit will do.
SMALLEST = dict.fromkeys(["USD", "AUD", "CAD", "CHF", "EUR", "NZD", "SGD", "BRL", "INR"], 50) | {
    "GBP": 30, "DKK": 250, "NOK": 300, "SEK": 300, "JPY": 50, "MXN": 1000, "HKD": 400, "THB": 1000,
    "CZK": 1500, "PLN": 200, "RON": 200, "AED": 200, "MYR": 200, "HUF": 17_500,
}  # fmt: skip


class CurrencyMismatch(ValueError):
    """Two amounts of different currencies were brought together."""


class AmountError(ValueError):
    """Text that is not an amount of money; `reason` is one of empty, unclear, precise, negative, large."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def exponent(currency: str) -> int:
    """How many decimals this currency has: 2 for dollars, 0 for yen, 3 for dinars."""
    if currency in ZERO_DECIMAL:
        return 0
    return 3 if currency in THREE_DECIMAL else 2


def coin(currency: str) -> int:
    """The smallest amount that can be charged on, in minor units: of a dinar's thousandths Stripe takes only tens."""
    return 10 if currency in THREE_DECIMAL else 1


def smallest_charge(currency: str) -> "Money":
    """The least that a card can be charged in this currency."""
    return Money(SMALLEST.get(currency, 10 ** exponent(currency)), currency)


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in whole minor units (cents) of one currency; refuses floats, bare numbers, mixed currencies."""

    amount: int
    currency: str

    def __post_init__(self) -> None:
        if type(self.amount) is not int:
            raise TypeError(f"money is counted in whole minor units, not {type(self.amount).__name__}")
        if len(self.currency) != 3 or not self.currency.isascii() or not self.currency.isupper():
            raise ValueError(f"not a currency code: {self.currency!r}")

    @classmethod
    def zero(cls, currency: str) -> Self:
        """Nothing at all, in this currency."""
        return cls(0, currency)

    @classmethod
    def parse(cls, text: str, currency: str, largest: int = LARGEST_MINOR) -> Self:
        """Read what a person typed ("1,250.50", "$40", "10,50"); raise AmountError when it could mean two things."""
        return cls(_minor_units(text, currency, largest), currency)

    @property
    def decimal(self) -> Decimal:
        """The amount in whole units, for formatting only."""
        return Decimal(self.amount).scaleb(-exponent(self.currency))

    def __add__(self, other: "Money") -> "Money":
        return Money(self.amount + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.amount - self._same(other), self.currency)

    def __mul__(self, times: int) -> "Money":
        if type(times) is not int:
            raise TypeError("money is multiplied by whole numbers only")
        return Money(self.amount * times, self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.amount, self.currency)

    def __bool__(self) -> bool:
        return self.amount != 0

    def __lt__(self, other: "Money") -> bool:
        return self.amount < self._same(other)

    def __le__(self, other: "Money") -> bool:
        return self.amount <= self._same(other)

    def __gt__(self, other: "Money") -> bool:
        return self.amount > self._same(other)

    def __ge__(self, other: "Money") -> bool:
        return self.amount >= self._same(other)

    def split(self, weights: list[int]) -> list["Money"]:
        """Share this out in proportion to `weights` so that the parts add up to it to the last cent."""
        whole = sum(weights)
        shares = [self.amount * weight // whole for weight in weights]
        # Largest remainder first: whoever lost most to rounding gets the next cent.
        order = sorted(range(len(weights)), key=lambda i: -(self.amount * weights[i] % whole))
        for index in order[: self.amount - sum(shares)]:
            shares[index] += 1
        return [Money(share, self.currency) for share in shares]

    def _same(self, other: "Money") -> int:
        if not isinstance(other, Money):
            raise TypeError(f"money can only meet money, not {type(other).__name__}")
        if other.currency != self.currency:
            raise CurrencyMismatch(f"{self.currency} and {other.currency}")
        return other.amount


def _minor_units(text: str, currency: str, largest: int) -> int:
    cleaned = _without_symbols(text)
    if not cleaned:
        raise AmountError("empty")
    if cleaned.startswith("-"):
        raise AmountError("negative")
    whole, fraction = _parts(cleaned)
    if len(whole) > 12:
        raise AmountError("large")
    places = exponent(currency)
    if len(fraction) == 3 and places < 3:
        # 1.250 is a thousand to a German and one and a quarter to an American: ask, never guess.
        raise AmountError("unclear")
    if len(fraction.rstrip("0")) > places:
        raise AmountError("precise")
    minor = int(whole + fraction[:places].ljust(places, "0"))
    if minor > largest:
        raise AmountError("large")
    return minor


def _without_symbols(text: str) -> str:
    """Drop what people put around an amount: spaces, a currency sign, the minus of another alphabet."""
    cleaned = unicodedata.normalize("NFKC", text).strip().replace("\u2212", "-")
    for sign in ("US$", "$", "€", "£", "¥"):
        cleaned = cleaned.removeprefix(sign).removesuffix(sign)
    if _ODD_GAP.search(cleaned):
        raise AmountError("unclear")
    return "".join(cleaned.split())


def _parts(cleaned: str) -> tuple[str, str]:
    """Split into digits before and after the decimal mark, reading 1,250 as a thousand and 10,50 as a half."""
    if not cleaned.isascii() or not all(c in "0123456789.,'" for c in cleaned):
        raise AmountError("unclear")
    mark = max(cleaned.rfind("."), cleaned.rfind(","))
    whole, fraction = (cleaned, "") if mark < 0 else (cleaned[:mark], cleaned[mark + 1 :])
    if mark >= 0 and len(fraction) == 3 and cleaned[mark] == ",":
        whole, fraction = cleaned, ""
    groups = whole.replace("'", ",").replace(".", ",").split(",")
    if len(groups) > 1 and (not groups[0] or any(len(group) != 3 for group in groups[1:])):
        raise AmountError("unclear")
    digits = "".join(groups)
    if not digits.isdigit() and not (digits == "" and fraction.isdigit()):
        raise AmountError("unclear")
    if fraction and not fraction.isdigit():
        raise AmountError("unclear")
    return digits or "0", fraction
