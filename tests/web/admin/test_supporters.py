"""People in the hands of staff: found, read, corrected, and merged when two rows are one person."""

import pytest
from sqlalchemy import select

from hope.accounts.models import Supporter
from hope.giving.models import Gift
from hope.kernel.audit import AuditEntry
from tests.support.builders import make_campaign, make_gift, make_giver
from tests.support.people import make_staff, make_supporter, send, sign_in
from tests.support.standing import make_recurring
from tests.support.web import read, text_of


@pytest.fixture
def person(client, session):
    sign_in(client, "treasurer")
    make_supporter(session, name="Nobody Asked", email="noise@example.org")
    gift = make_gift(session, make_campaign(session), giver=make_giver(name="Marigold Fennimore"))
    return session.get_one(Supporter, gift.supporter_id)


def merge(client, person, email, **more):
    return send(
        client, f"/admin/supporters/{person.id}/merging", {"email": email, "reason": "They said so", **more}
    )


@pytest.mark.parametrize("words", ["mari", "FENN", "fennimore mari", "marigold@example.org", "marigold@"])
def test_they_are_found_by_the_beginning_of_what_one_remembers(client, person, words):
    rows = text_of(client.get("/admin/supporters/", query_string={"q": words}))
    assert "Marigold Fennimore" in rows
    assert "Nobody Asked" not in rows


def test_one_person_is_shown_whole(client, session, person):
    make_recurring(session, make_campaign(session), email=person.email)
    words = text_of(client.get(f"/admin/supporters/{person.id}"))
    assert "1 gift : $25.00" in words
    assert "$50.00 a month" in words


def test_a_name_is_corrected_and_the_receipt_keeps_its_own(client, session, person):
    send(client, f"/admin/supporters/{person.id}/name", {"name": "Marigold O’Neill"})
    assert person.name == "Marigold O’Neill"
    assert session.scalars(select(Gift)).one().giver_name == "Marigold Fennimore"
    change = session.scalars(select(AuditEntry)).one().details
    assert change == {"name": {"before": "Marigold Fennimore", "after": "Marigold O’Neill"}}


def test_two_rows_are_looked_at_before_they_become_one(client, session, person):
    other = make_gift(
        session, make_campaign(session), giver=make_giver(name="M. Fennimore", email="m@example.org")
    )
    looked = merge(client, person, "M@example.org")
    assert looked.status_code == 200
    assert "This is what will happen" in text_of(looked)
    assert other.supporter_id != person.id
    assert merge(client, person, "m@example.org", sure="yes").status_code == 303
    assert {gift.supporter_id for gift in session.scalars(select(Gift))} == {person.id}
    assert session.scalars(select(AuditEntry)).one().reason == "They said so"


@pytest.mark.parametrize("email", ["nobody@example.org", "", "no address", "marigold@example.org"])
def test_what_cannot_be_merged_is_said(client, session, person, email):
    answer = merge(client, person, email, sure="yes")
    assert answer.status_code == 422
    assert read(answer).select_one("#email-error")


def test_staff_are_merged_by_nobody(client, session, person):
    staff = make_staff(session, "editor")
    assert merge(client, person, staff.email, sure="yes").status_code == 422
    assert merge(client, staff, person.email, sure="yes").status_code == 422
    assert session.get(Supporter, person.id)
