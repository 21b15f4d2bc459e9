"""A pledge: priced by us, covered to the cent, known again when it is sent twice."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hope.giving.pledge import (
    CardFee,
    Giver,
    Interval,
    Naming,
    Pledge,
    PledgeLine,
    lines_from_json,
    lines_to_json,
)
from hope.kernel.money import Money

ADA = Giver(name="Ada Example", email="ada@example.org")
NIGHT = PledgeLine(3, "safe-nights", "Safe nights", "A night of rest", Money(5000, "USD"), tier_id=7)


def a_pledge(**over: object) -> Pledge:
    parts = {"giver": ADA, "interval": Interval.ONCE, "lines": (NIGHT,), "cover": Money.zero("USD")}
    return Pledge(**{**parts, **over})  # type: ignore[arg-type]


def test_the_total_is_the_lines_and_the_cover() -> None:
    pledge = a_pledge(lines=(NIGHT, replace(NIGHT, quantity=2)), cover=Money(464, "USD"))
    assert pledge.gift == Money(15000, "USD")
    assert pledge.total == Money(15464, "USD")


@pytest.mark.parametrize(("gift", "added"), [(10_000, 330), (5_000, 181), (500, 46), (100, 34)])
def test_the_cover_is_the_published_formula(gift: int, added: int) -> None:
    assert CardFee(290, 30).cover_for(Money(gift, "USD")) == Money(added, "USD")


@given(st.integers(1, 99_999_999), st.integers(0, 1000), st.integers(0, 500))
def test_after_the_fee_the_whole_gift_is_left_and_not_a_cent_more_than_needed(
    gift: int, basis_points: int, fixed: int
) -> None:
    added = CardFee(basis_points, fixed).cover_for(Money(gift, "USD")).amount
    gross = gift + added

    def left(charged: int) -> int:
        return charged * (10_000 - basis_points) - fixed * 10_000

    assert left(gross) >= gift * 10_000
    assert left(gross - 1) < gift * 10_000


@pytest.mark.parametrize(
    "over",
    [
        {"lines": ()},
        {"lines": (replace(NIGHT, unit=Money(0, "USD")),)},
        {"lines": (replace(NIGHT, unit=Money(-5, "USD")),)},
        {"cover": Money(-1, "USD")},
    ],
)
def test_a_pledge_of_nothing_cannot_be_made(over: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="pledge"):
        a_pledge(**over)


def test_the_same_wish_is_known_again() -> None:
    assert a_pledge().fingerprint() == a_pledge().fingerprint()


@pytest.mark.parametrize(
    "over",
    [
        {"interval": Interval.MONTH},
        {"cover": Money(181, "USD")},
        {"lines": (replace(NIGHT, tier_id=None),)},
        {"lines": (NIGHT, NIGHT)},
        {"giver": replace(ADA, email="ida@example.org")},
        {"giver": replace(ADA, naming=Naming.ANONYMOUS)},
        {"giver": replace(ADA, note="For Ida")},
    ],
)
def test_another_wish_is_another_attempt(over: dict[str, object]) -> None:
    assert a_pledge(**over).fingerprint() != a_pledge().fingerprint()


def test_lines_survive_being_kept() -> None:
    lines = (NIGHT, replace(NIGHT, tier_id=None, label="A gift of your choice", unit=Money(1250, "KWD")))
    assert lines_from_json(lines_to_json(lines)) == lines
