"""Money: whole minor units, one currency, nothing rounded away."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hope.kernel.money import LARGEST_MINOR, AmountError, CurrencyMismatch, Money, exponent
from hope.kernel.web.filters import money, money_short

amounts = st.integers(min_value=0, max_value=LARGEST_MINOR)
currencies = st.sampled_from(["USD", "EUR", "JPY", "KWD"])


@pytest.mark.parametrize(
    ("typed", "currency", "minor"),
    [
        ("40", "USD", 4000),
        ("$40", "USD", 4000),
        (" 12.50 ", "USD", 1250),
        ("10,50", "USD", 1050),
        ("1,250", "USD", 125000),
        ("1,250.50", "USD", 125050),
        ("1.250,50", "USD", 125050),
        ("1 250", "USD", 125000),
        ("1\u00a0250", "USD", 125000),
        ("$ 1 250.50", "USD", 125050),
        ("１０", "USD", 1000),
        (".5", "USD", 50),
        ("7.5", "USD", 750),
        ("12.00", "JPY", 12),
        ("1500", "JPY", 1500),
        ("1.250", "KWD", 1250),
        ("999999.99", "USD", 99_999_999),
    ],
)
def test_reads_amounts_as_people_type_them(typed: str, currency: str, minor: int) -> None:
    assert Money.parse(typed, currency) == Money(minor, currency)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("$", "empty"),
        ("-5", "negative"),
        ("\u22125", "negative"),
        ("1e9", "unclear"),
        ("1.250", "unclear"),
        ("1,2,3", "unclear"),
        ("5 6", "unclear"),
        ("1 2500", "unclear"),
        ("five", "unclear"),
        ("٥٠", "unclear"),
        ("10\x000", "unclear"),
        ("💛", "unclear"),
        ("0x10", "unclear"),
        ("12.3456", "precise"),
        ("9" * 40, "large"),
        ("1000000", "large"),
    ],
)
def test_refuses_what_could_mean_something_else(typed: str, reason: str) -> None:
    with pytest.raises(AmountError) as refused:
        Money.parse(typed, "USD")
    assert refused.value.reason == reason


@given(amounts, currencies)
def test_what_is_shown_can_be_typed_back(minor: int, currency: str) -> None:
    value = Money(minor, currency)
    assert Money.parse(f"{value.decimal:.{exponent(currency)}f}", currency) == value


@given(st.text(max_size=60))
def test_any_text_is_money_or_a_reason(typed: str) -> None:
    try:
        assert Money.parse(typed, "USD").amount >= 0
    except AmountError as refused:
        assert refused.reason in {"empty", "unclear", "precise", "negative", "large"}


@given(st.integers(-(10**9), 10**9), st.lists(st.integers(1, 10**6), min_size=1, max_size=9))
def test_shares_add_up_to_the_whole(minor: int, weights: list[int]) -> None:
    shares = Money(minor, "USD").split(weights)
    assert sum(share.amount for share in shares) == minor
    assert all(
        abs(share.amount - minor * w / sum(weights)) <= 1 for share, w in zip(shares, weights, strict=True)
    )


def test_currencies_do_not_mix() -> None:
    with pytest.raises(CurrencyMismatch):
        Money(1, "USD") + Money(1, "EUR")
    with pytest.raises(CurrencyMismatch):
        assert Money(1, "USD") < Money(1, "JPY")
    assert Money(1, "USD") != Money(1, "EUR")


@pytest.mark.parametrize("wrong", [1, 1.0, "1"])
def test_bare_numbers_are_not_money(wrong: object) -> None:
    with pytest.raises(TypeError):
        Money(1, "USD") + wrong  # type: ignore[operator]
    with pytest.raises(TypeError):
        Money(1.0, "USD")  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        Money(1, "USD") * 1.5  # type: ignore[operator]


@pytest.mark.parametrize(
    ("value", "long", "short"),
    [
        (Money(123450, "USD"), "$1,234.50", "$1,234.50"),
        (Money(5000, "USD"), "$50.00", "$50"),
        (Money(1500, "JPY"), "¥1,500", "¥1,500"),
        (Money(1250, "KWD"), "KWD\u00a01.250", "KWD\u00a01.250"),
        (Money(-181, "USD"), "−$1.81", "−$1.81"),
    ],
)
def test_is_written_with_its_own_decimals(value: Money, long: str, short: str) -> None:
    assert money(value) == long
    assert money_short(value) == short
