"""Forms that add something, pressed twice: one is made, and whoever pressed is told the same both times."""

import pytest

from hope.home.help_lines import HelpLine
from hope.kernel import once
from hope.prayer.models import PrayerPoint, PrayerTopic
from tests.support.gifts import count
from tests.support.people import send, sign_in

POINT = {
    "title": "A dry roof",
    "body": "For rain to wait.",
    "starts_on": "2026-12-01",
    "known": "draft",
    "scene": "dawn",
    "organization_id": "",
    "campaign_id": "",
}
LINE = {
    "name": "Lantern Line",
    "country": "NZ",
    "phone": "123",
    "source": "its page",
    "checked_on": "2026-03-01",
}


@pytest.mark.parametrize(
    ("path", "typed", "made"),
    [
        ("/admin/prayer/topics/new", {"name": "Roofs", "is_open": "y"}, PrayerTopic),
        ("/admin/prayer/new", POINT, PrayerPoint),
        ("/admin/settings/help-lines/new", LINE, HelpLine),
    ],
)
def test_a_second_press_adds_nothing(client, session, path, typed, made):
    sign_in(client, "owner")
    before = count(session, made)
    first, second = (send(client, path, {**typed, "key": key}) for key in [once.new_key()] * 2)
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["Location"] == second.headers["Location"]
    assert count(session, made) == before + 1
    assert send(client, path, {**typed, "key": once.new_key()}).status_code == 303
    assert count(session, made) == before + 2
