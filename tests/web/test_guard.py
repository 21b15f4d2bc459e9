"""The guard before staff pages and before one's own: who is let in, and what everybody else is told."""

from datetime import timedelta

import pytest
from flask import Blueprint, Flask

from hope.accounts.durations import DONOR_LIFE, STAFF_IDLE, STAFF_LIFE
from hope.accounts.models import SignIn
from hope.accounts.rights import RIGHTS, Right, Role
from hope.accounts.web.guard import actor, guard_own_pages, guard_section, needs, signed_in
from hope.kernel.clock import now
from hope.kernel.forms import SessionForm, TextField
from tests.support.people import make_supporter, send, sign_in, sign_ins, token
from tests.support.web import SiteClient, text_of


class NoteForm(SessionForm):
    note = TextField("Note")


def sections() -> list[Blueprint]:
    staff, mine = Blueprint("staff_part", __name__), Blueprint("mine", __name__)
    guard_section(staff)
    guard_own_pages(mine)
    for right in Right:
        view = needs(right)(lambda: f"done by {actor()}")
        staff.add_url_rule(f"/admin/{right.name.lower()}", right.name, view, methods=["GET", "POST"])
    staff.add_url_rule("/admin/forgotten", "forgotten", lambda: "open to all")
    mine.add_url_rule("/account/mine", "mine", lambda: f"hello {signed_in().email}")
    mine.add_url_rule("/account/note", "note", note, methods=["POST"])
    return [staff, mine]


def note() -> tuple[str, int]:
    form = NoteForm()
    if form.validate_on_submit():
        return f"noted {form.note.data}", 200
    return f"{form.errors} {form.note.data}", 422


@pytest.fixture
def app(app: Flask) -> Flask:
    for section in sections():
        app.register_blueprint(section)
    return app


def get(client: SiteClient, path: str, **options):
    return client.get(path, lint=False, **options)


PATHS = [f"/admin/{right.name.lower()}" for right in Right]


@pytest.mark.parametrize("path", [*PATHS, "/admin/forgotten", "/account/mine"])
def test_a_visitor_is_led_to_sign_in_and_back(client, session, path):
    answer = get(client, path + "?page=2")
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/account/sign-in?next={path}%3Fpage%3D2"
    assert answer.headers["Cache-Control"] == "no-store"
    assert client.post(path, lint=False).status_code in (303, 405)


@pytest.mark.parametrize("role", [None, *Role])
def test_each_role_may_do_what_the_table_says(client, session, role):
    sign_in(client, role or make_supporter(session))
    allowed = {
        right for right, path in zip(Right, PATHS, strict=True) if get(client, path).status_code == 200
    }
    assert allowed == {right for right in Right if role in RIGHTS[right]}


def test_whoever_may_not_is_told_so_in_plain_words(client, session):
    sign_in(client, make_supporter(session, email="ada@example.org"))
    answer = client.get("/admin/see_gifts")
    assert answer.status_code == 403
    assert answer.headers["Cache-Control"] == "no-store"
    assert "It is for staff. You are signed in as ada@example.org." in text_of(answer)
    sign_in(client, Role.EDITOR)
    assert "You are signed in as editor" in text_of(client.get("/admin/see_gifts"))


def test_a_page_that_nobody_marked_is_open_to_nobody(client, session):
    sign_in(client, Role.OWNER)
    assert get(client, "/admin/forgotten").status_code == 403


def test_what_is_done_is_done_under_a_name(client, session):
    supporter = sign_in(client, Role.OWNER)
    assert get(client, "/admin/manage_staff").text == f"done by {supporter.email}"


def test_where_it_is_required_staff_first_give_their_second_factor(app, client, session):
    app.config["STAFF_SECOND_FACTOR"] = True
    sign_in(client, Role.OWNER, second_factor=False)
    assert (
        get(client, "/admin/see_gifts").headers["Location"] == "/account/second-factor?next=/admin/see_gifts"
    )
    assert get(client, "/account/mine").status_code == 200
    sign_in(client, Role.OWNER)
    assert get(client, "/admin/see_gifts").status_code == 200


def test_money_wants_a_person_who_has_just_shown_that_it_is_them(client, session):
    sign_in(client, Role.TREASURER, fresh=False)
    assert get(client, "/admin/see_gifts").status_code == 200
    assert get(client, "/admin/move_money").headers["Location"] == "/account/confirm?next=/admin/move_money"


def test_a_form_that_comes_too_late_is_not_thrown_away(client, session):
    sign_in(client, Role.TREASURER, fresh=False)
    answer = client.post("/admin/move_money", data={"amount": "5"})
    assert answer.status_code == 403
    assert "Nothing has been done yet" in text_of(answer)
    session.query(SignIn).delete()
    answer = client.post("/admin/see_gifts", data={"amount": "5"})
    assert answer.status_code == 401
    assert "sign in in a second tab" in text_of(answer)


@pytest.mark.parametrize(
    ("role", "aged"),
    [
        (None, {"expires_at": DONOR_LIFE}),
        (Role.OWNER, {"created_at": STAFF_LIFE}),
        (Role.OWNER, {"seen_at": STAFF_IDLE}),
    ],
)
def test_nobody_stays_signed_in_for_ever(client, session, role, aged):
    supporter = sign_in(client, role or make_supporter(session))
    [row] = sign_ins(session, supporter)
    assert get(client, "/account/mine").status_code == 200
    for name, age in aged.items():
        setattr(row, name, getattr(row, name) - age)
    assert get(client, "/account/mine").status_code == 303
    assert sign_ins(session, supporter) == []


def test_a_donor_may_be_away_for_weeks(client, session):
    supporter = sign_in(client, make_supporter(session))
    [row] = sign_ins(session, supporter)
    row.seen_at = row.created_at = now() - timedelta(days=20)
    assert get(client, "/account/mine").status_code == 200
    assert now() - sign_ins(session, supporter)[0].seen_at < timedelta(minutes=1)


@pytest.mark.parametrize("key", ["", "guess", "x" * 5000, 7, ["a"], None, "\x00"])
def test_a_made_up_key_opens_nothing(client, session, key):
    sign_in(client, Role.OWNER)
    with client.session_transaction() as cookie:
        cookie["sign_in"] = key
    assert get(client, "/admin/see_gifts").status_code == 303


def test_a_cookie_that_we_did_not_sign_opens_nothing(client, session):
    sign_in(client, Role.OWNER)
    value = client.get_cookie("hope").value
    client.set_cookie("hope", value[:-2] + ("AA" if not value.endswith("AA") else "BB"))
    assert get(client, "/admin/see_gifts").status_code == 303


def test_a_form_without_its_token_does_nothing_and_keeps_what_was_typed(client, session):
    sign_in(client, make_supporter(session))
    for wrong in ({}, {"csrf_token": "made up"}, {"csrf_token": token()[:-1]}):
        answer = client.post("/account/note", data={"note": "a long story", **wrong}, lint=False)
        assert answer.status_code == 422
        assert "Please send it once more" in answer.text
        assert "a long story" in answer.text
    assert send(client, "/account/note", {"note": "a long story"}, lint=False).text == "noted a long story"


def test_public_pages_stay_the_same_for_those_who_are_signed_in(client, session):
    visitor = client.get("/about")
    sign_in(client, Role.OWNER)
    page = client.get("/about")
    assert page.data == visitor.data
    assert "Set-Cookie" not in page.headers
    assert "Cookie" not in page.headers.get("Vary", "")
