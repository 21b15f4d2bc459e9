"""Who works here: added and removed from the command line, told of in the audit, and never without an owner."""

from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from hope.accounts import staff, supporters
from hope.accounts.models import Supporter, TotpKey
from hope.accounts.rights import Role
from hope.accounts.web.tasks import forget
from hope.kernel.audit import AuditEntry
from hope.kernel.clock import now
from hope.kernel.db import unit_of_work
from tests.support.gifts import at_once, count
from tests.support.people import make_staff, make_supporter, sign_in, sign_ins


def run(app, *words):
    result = app.test_cli_runner().invoke(args=["staff", *words])
    return result.exit_code, result.output


def roles(session):
    session.expire_all()
    return {one.email: one.staff_role for one in staff.everyone(session)}


def test_people_are_added_listed_and_removed(app, session):
    status, said = run(app, "add", "boss@example.org", "--role", "owner", "--name", "Ottilie")
    assert (status, "They sign in at http" in said) == (0, True)
    run(app, "add", "Books@Example.org", "--role", "treasurer")
    assert roles(session) == {"boss@example.org": "owner", "Books@example.org": "treasurer"}
    assert run(app, "list")[1].split() == ["owner", "boss@example.org", "Ottilie", "treasurer", "Books@example.org",
        "Books"]  # fmt: skip
    assert run(app, "remove", "books@example.org")[0] == 0
    assert roles(session) == {"boss@example.org": "owner"}
    assert count(session, Supporter) == 2
    entries = session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [(e.actor, e.action) for e in entries] == [("command line", "add staff")] * 2 + [
        ("command line", "remove staff")
    ]
    assert entries[2].details == {"role": {"before": "treasurer", "after": None}}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["add", "nonsense", "--role", "owner"], "is no e-mail address"),
        (["add", "a@example.org", "--role", "king"], "Invalid value"),
        (["add", "a@example.org"], "Missing option"),
        (["remove", "nobody@example.org"], "is not a member of staff"),
        (["forget-factors", "nobody@example.org"], "is not a member of staff"),
        (["link", "nobody@example.org"], "is not a member of staff"),
    ],
)
def test_a_wrong_word_is_said(app, session, words, said):
    status, output = run(app, *words)
    assert status != 0
    assert said in output
    assert count(session, Supporter) == 0


def test_the_last_owner_stays(app, session):
    make_staff(session, "owner", email="boss@example.org")
    for words in (["remove", "boss@example.org"], ["add", "boss@example.org", "--role", "editor"]):
        status, said = run(app, *words)
        assert (status, "This is the last owner" in said) == (1, True)
    assert roles(session) == {"boss@example.org": "owner"}


def test_two_owners_who_remove_each_other_at_once_leave_one(app, session):
    emails = [make_staff(session, "owner").email for _ in range(2)]

    def remove(email):
        with app.app_context(), unit_of_work() as working:
            staff.remove(working, supporters.find(working, email), "test")

    answers = at_once(*[lambda email=email: remove(email) for email in emails])
    assert sorted(type(answer).__name__ for answer in answers) == ["CannotChange", "NoneType"]
    assert list(roles(session).values()) == ["owner"]


def test_a_changed_role_signs_them_out(app, client, session):
    make_staff(session, "owner")
    treasurer = sign_in(client, Role.TREASURER)
    run(app, "add", treasurer.email, "--role", "treasurer")
    assert len(sign_ins(session, treasurer)) == 1
    run(app, "add", treasurer.email, "--role", "editor")
    assert sign_ins(session, treasurer) == []


def test_a_donor_who_comes_to_work_here_is_signed_out_of_the_donors_month(app, client, session):
    ada = sign_in(client, make_supporter(session))
    run(app, "add", ada.email, "--role", "editor")
    assert client.get("/admin/").status_code == 303


def test_lost_factors_are_forgotten_on_request(app, client, session):
    owner = sign_in(client, Role.OWNER)
    session.add(TotpKey(supporter_id=owner.id, sealed_key="x", proved_at=now()))
    session.commit()
    assert run(app, "forget-factors", owner.email)[0] == 0
    assert count(session, TotpKey) == 0
    assert sign_ins(session, owner) == []


def test_a_link_is_shown_in_development_only(app, client, session):
    owner = make_staff(session, "owner")
    url = run(app, "link", owner.email)[1].strip()
    assert client.post(urlsplit(url).path).status_code == 303
    app.config["STAFF_SECOND_FACTOR"] = True
    assert run(app, "link", owner.email)[0] == 1


def test_what_ran_out_is_forgotten_at_night(client, session):
    ada = sign_in(client, make_supporter(session))
    client.post("/account/sign-in", data={"email": ada.email})
    [row] = sign_ins(session, ada)
    forget()
    assert len(sign_ins(session, ada)) == 1
    row.expires_at = now()
    session.commit()
    forget()
    assert sign_ins(session, ada) == []
