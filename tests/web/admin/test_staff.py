"""An owner adds people, changes what they may do, and lets them go; there is always an owner."""

import pytest
from sqlalchemy import select

from hope.accounts.models import Supporter
from hope.accounts.rights import Role
from hope.kernel.audit import AuditEntry
from tests.support.people import make_staff, make_supporter, send, sign_in, sign_ins
from tests.support.web import read, text_of


def test_somebody_new_works_here(client, session):
    sign_in(client, "owner")
    data = {"name": "Ada Fennimore", "email": "ada@example.org", "role": "treasurer"}
    answer = send(client, "/admin/staff/new", data)
    assert "Ada Fennimore works here now." in text_of(client.get(answer.headers["Location"]))
    assert (
        session.scalars(select(Supporter).where(Supporter.email == "ada@example.org")).one().staff_role
        is Role.TREASURER
    )
    assert session.scalars(select(AuditEntry)).one().action == "add staff"


@pytest.mark.parametrize(
    "over", [{"name": ""}, {"email": "ada"}, {"role": ""}, {"role": "god"}, {"name": "x" * 200}]
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(client, session, over):
    sign_in(client, "owner")
    data = {"name": "Ada Fennimore", "email": "ada@example.org", "role": "editor"} | over
    answer = send(client, "/admin/staff/new", data)
    assert answer.status_code == 422
    assert read(answer).select_one("#email")["value"] == data["email"]
    assert session.scalars(select(Supporter).where(Supporter.email == "ada@example.org")).first() is None


def test_a_donor_becomes_staff_and_stays_a_donor(client, session):
    donor = make_supporter(session, name="Giver Known")
    sign_in(client, "owner")
    send(client, "/admin/staff/new", {"name": "Another Name", "email": donor.email, "role": "editor"})
    assert (donor.staff_role, donor.name) == (Role.EDITOR, "Giver Known")


def test_another_role_and_a_goodbye_sign_out_everywhere(client, session):
    person = make_staff(session, "editor")
    other = client.application.test_client()
    sign_in(other, person)
    sign_in(client, "owner")
    assert client.get(f"/admin/staff/{person.id}/role").status_code == 200
    send(client, f"/admin/staff/{person.id}/role", {"role": "treasurer"})
    assert sign_ins(session, person) == []
    sign_in(other, person)
    send(client, f"/admin/staff/{person.id}/removal")
    assert person.staff_role is None
    assert other.get("/admin/").status_code == 303


def test_the_last_owner_stays(client, session):
    owner = sign_in(client, "owner")
    for what, data in (("removal", {}), ("role", {"role": "editor"})):
        answer = send(client, f"/admin/staff/{owner.id}/{what}", data)
        assert "This is the last owner." in text_of(client.get(answer.headers["Location"]))
    assert owner.staff_role is Role.OWNER


def test_a_donor_is_no_member_of_staff(client, session):
    donor = make_supporter(session)
    sign_in(client, "owner")
    for what in ("role", "removal", "factors"):
        assert client.get(f"/admin/staff/{donor.id}/{what}").status_code == 404
