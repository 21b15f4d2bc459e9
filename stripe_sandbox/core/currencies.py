"""Minor units: how many there are in one, and how amounts are written for people."""

from decimal import Decimal

ZERO = {
    "bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga", "pyg", "rwf", "vnd", "vuv", "xaf", "xof", "xpf",
}  # fmt: skip
THREE = {"bhd", "jod", "kwd", "omr", "tnd"}
# Stripe's smallest charges, in minor units.
LEAST = {
    **dict.fromkeys(("usd", "aud", "cad", "chf", "eur", "nzd", "sgd", "brl", "inr", "jpy"), 50),
    "gbp": 30, "dkk": 250, "nok": 300, "sek": 300, "mxn": 1000, "hkd": 400, "pln": 200, "ron": 200,
    "aed": 200, "myr": 200, "thb": 1000, "czk": 1500, "huf": 17500,
}  # fmt: skip
MOST = 99_999_999
SIGNS = {"usd": "$", "eur": "€", "gbp": "£", "jpy": "¥", "aud": "A$", "cad": "CA$", "nzd": "NZ$", "inr": "₹"}


def places(currency: str) -> int:
    """Digits after the point."""
    return 0 if currency in ZERO else 3 if currency in THREE else 2


def written(amount: int, currency: str) -> str:
    """An amount for people: "$1,234.50", "¥500", "KWD 1.250"."""
    digits = places(currency)
    number = f"{abs(Decimal(amount).scaleb(-digits)):,.{digits}f}"
    sign = "-" if amount < 0 else ""
    return sign + (SIGNS[currency] + number if currency in SIGNS else f"{currency.upper()} {number}")
