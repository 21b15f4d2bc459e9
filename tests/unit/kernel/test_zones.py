"""Days and times on wall clocks, around the nights when clocks change."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hope.admin.zone_choices import CITIES, zone_choices
from hope.kernel import zones
from hope.kernel.web.filters import begins, ends

NEW_YORK, SANTIAGO, HAVANA, KATHMANDU = (
    "America/New_York",
    "America/Santiago",
    "America/Havana",
    "Asia/Kathmandu",
)


def test_a_day_begins_where_it_is():
    assert zones.day_begins(date(2026, 11, 30), NEW_YORK) == datetime(2026, 11, 30, 5, tzinfo=UTC)
    assert zones.day_begins(date(2026, 7, 1), KATHMANDU) == datetime(2026, 6, 30, 18, 15, tzinfo=UTC)


def test_a_day_without_a_midnight_begins_after_it():
    begin = zones.day_begins(date(2026, 9, 6), SANTIAGO)  # clocks go from 24:00 to 01:00
    assert zones.on_the_wall(begin, SANTIAGO).time() == time(1, 0)
    assert zones.is_day_begin(begin, SANTIAGO)


def test_a_day_with_two_midnights_begins_at_the_first():
    begin = zones.day_begins(date(2026, 11, 1), HAVANA)
    assert zones.on_the_wall(begin - timedelta(seconds=1), HAVANA).date() == date(2026, 10, 31)
    assert zones.is_day_begin(begin, HAVANA)


def test_a_time_that_never_comes_and_one_that_comes_twice():
    with pytest.raises(zones.ClockChange) as never:
        zones.moment_at(date(2027, 3, 14), time(2, 30), NEW_YORK)
    assert not never.value.twice
    with pytest.raises(zones.ClockChange) as twice:
        zones.moment_at(date(2026, 11, 1), time(1, 30), NEW_YORK)
    assert twice.value.twice
    assert zones.moment_at(date(2026, 11, 1), time(2, 0), NEW_YORK) == datetime(2026, 11, 1, 7, tzinfo=UTC)


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)), st.sampled_from(CITIES))
def test_the_last_day_before_an_end_at_midnight_is_the_day_that_was_chosen(day, name):
    end = zones.day_begins(day + zones.DAY, name)
    assert zones.is_day_begin(end, name)
    assert zones.last_day(end, name) == day
    assert zones.last_day(end + timedelta(hours=7), name) == day + zones.DAY


def test_in_words():
    end = zones.day_begins(date(2026, 12, 1), NEW_YORK)
    assert ends(end, NEW_YORK) == "Monday 30 November 2026 at midnight, New York time"
    assert begins(end, NEW_YORK) == "Tuesday 1 December 2026, New York time"
    assert (
        ends(end + timedelta(hours=18, minutes=5), NEW_YORK)
        == "Tuesday 1 December 2026 at 18:05, New York time"
    )
    assert begins(end, NEW_YORK, named=False) == "Tuesday 1 December 2026"


def test_home_comes_first_and_nobody_twice():
    names = [name for name, _ in zone_choices(KATHMANDU, "Europe/Oslo")]
    assert names[0] == KATHMANDU
    assert "Europe/Oslo" in names
    assert len(names) == len(set(names))
