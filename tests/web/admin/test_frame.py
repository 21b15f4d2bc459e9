"""The frame around the staff pages: places by role, one message after an act, nothing for strangers."""

import pytest

from tests.support.people import make_supporter, sign_in
from tests.support.web import read, text_of


@pytest.mark.parametrize("role", ["owner", "treasurer", "editor"])
def test_everybody_on_staff_sees_today(client, session, role):
    sign_in(client, role)
    page = client.get("/admin/")
    assert page.status_code == 200
    here = read(page).select_one(".staff-nav [aria-current]")
    assert here.get_text() == "Today"
    assert page.headers["Cache-Control"] == "no-store"


def test_a_visitor_is_led_to_sign_in_and_back(client):
    answer = client.get("/admin/")
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/account/sign-in?next=/admin/"


def test_a_donor_is_told_that_this_is_not_for_them(client, session):
    sign_in(client, make_supporter(session))
    assert client.get("/admin/").status_code == 403


def test_editors_see_nothing_of_what_waits_for_a_treasurer(client, session):
    sign_in(client, "editor")
    assert "The books were not compared" not in text_of(client.get("/admin/"))
