"""Seven in the morning where somebody lives, on the days they chose, whatever the clocks did overnight."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hope.prayer.rhythms import Rhythm, falls_on, last_day, next_after
from hope.prayer.zones import OFFERED, is_zone


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "before", "due"),
    [
        # Spring forward: the same seven is an hour earlier in UTC.
        ("America/New_York", "2026-03-02 12:00", "2026-03-09 11:00"),
        ("America/New_York", "2026-02-23 12:00", "2026-03-02 12:00"),
        ("Europe/London", "2026-03-23 07:00", "2026-03-30 06:00"),
        # Fall back, and the south, where it is the other way round.
        ("America/New_York", "2026-10-26 11:00", "2026-11-02 12:00"),
        ("Europe/London", "2026-10-19 06:00", "2026-10-26 07:00"),
        ("Pacific/Auckland", "2026-04-01 00:00", "2026-04-05 19:00"),
        ("Pacific/Auckland", "2026-09-22 00:00", "2026-09-27 18:00"),
        # A zone with three quarters of an hour, and one without any change.
        ("Asia/Kathmandu", "2026-03-02 02:00", "2026-03-09 01:15"),
        ("Africa/Lagos", "2026-03-02 06:00", "2026-03-09 06:00"),
    ],
)
def test_each_monday_at_seven_across_a_change_of_clocks(zone, before, due):
    assert next_after(at(before), Rhythm.WEEKLY, 0, zone) == at(due)


def test_the_days_of_each_rhythm():
    monday = date(2026, 6, 1)
    week = [monday + timedelta(days=n) for n in range(7)]
    assert all(falls_on(Rhythm.DAILY, 0, day) for day in week)
    assert [falls_on(Rhythm.WEEKDAYS, 0, day) for day in week] == [True] * 5 + [False] * 2
    assert [falls_on(Rhythm.WEEKLY, 3, day) for day in week] == [False] * 3 + [True] + [False] * 3
    assert [falls_on(Rhythm.MONTHLY, 0, day) for day in week] == [True] + [False] * 6


def test_what_a_mail_speaks_for():
    friday = date(2026, 1, 30)
    assert last_day(Rhythm.DAILY, friday) == friday
    assert last_day(Rhythm.WEEKDAYS, friday) == date(2026, 2, 1)
    assert last_day(Rhythm.WEEKLY, friday) == date(2026, 2, 5)
    assert last_day(Rhythm.MONTHLY, date(2028, 2, 1)) == date(2028, 2, 29)


@given(
    st.integers(1_704_067_200, 1_956_528_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)),
    st.sampled_from(list(Rhythm)),
    st.integers(0, 6),
    st.sampled_from(sorted(OFFERED)),
)
def test_the_next_time_is_seven_on_a_chosen_day_and_the_first_such(moment, rhythm, weekday, zone):
    due = next_after(moment, rhythm, weekday, zone)
    local = due.astimezone(ZoneInfo(zone))
    assert due > moment
    assert local.time() == time(7)
    assert falls_on(rhythm, weekday, local.date())
    day = moment.astimezone(ZoneInfo(zone)).date()
    while day < local.date():
        missed = datetime.combine(day, time(7), ZoneInfo(zone))
        assert not (falls_on(rhythm, weekday, day) and missed > moment)
        day += timedelta(days=1)


def test_every_zone_that_is_offered_is_one():
    assert all(is_zone(zone) for zone in OFFERED)
    assert not any(
        is_zone(name) for name in ("", "Mars/Base", "../../etc/passwd", "America", "a" * 300, "\0")
    )
