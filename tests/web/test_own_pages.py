"""One's own name, addresses and browsers: each is the owner's, changes are agreed to at both ends, and told."""

import pytest
from sqlalchemy import select, update

from hope.accounts.models import SignIn, SignInLink, Supporter, SupporterAddress
from hope.giving.models import Gift
from hope.kernel.clock import now
from hope.kernel.mail.models import OutgoingMail
from tests.support.builders import make_campaign, make_gift, make_giver
from tests.support.gifts import count
from tests.support.letters import letters_to, link_in
from tests.support.people import make_staff, make_supporter, send, sign_in, sign_ins
from tests.support.web import read, text_of

ADA, WORK = "ada@example.org", "ada@work.example.org"
PROFILE = "/account/profile"


@pytest.fixture
def ada(client, session) -> Supporter:
    return sign_in(client, make_supporter(session, email=ADA, name="Ada"))


def add(client, email=WORK):
    return send(client, PROFILE + "/addresses", {"email": email})


def link_to(app, session, email=WORK, kind="add_address"):
    return link_in(letters_to(app, session, email, kind)[-1])


def theirs(session, supporter):
    mine = select(SupporterAddress.email).where(SupporterAddress.supporter_id == supporter.id)
    return sorted(session.scalars(mine))


def test_the_name_is_changed_and_gifts_keep_theirs(client, session, ada):
    make_gift(session, make_campaign(session), giver=make_giver(name="Ada", email=ADA))
    assert send(client, PROFILE, {"name": "  Ada   L. "}).status_code == 303
    assert read(client.get(PROFILE)).select_one("#name")["value"] == "Ada L."
    assert session.scalars(select(Gift.giver_name)).all() == ["Ada"]


@pytest.mark.parametrize("name", ["", " ", "x" * 121, "\u202e", "\x00"])
def test_a_name_that_is_none_is_said_and_nothing_is_changed(client, session, ada, name):
    answer = send(client, PROFILE, {"name": name})
    assert answer.status_code == 422
    assert read(answer).select_one(".error-summary")
    assert ada.name == "Ada"


def test_hostile_names_are_only_text(client, session, ada):
    send(client, PROFILE, {"name": "<script>alert(1)</script>{{ 7*7 }}"})
    page = client.get(PROFILE, lint=False)
    assert "<script>alert" not in page.text
    assert read(page).select_one("#name")["value"] == "<script>alert(1)</script>{{ 7*7 }}"


def test_another_address_brings_its_gifts_once_its_letter_was_answered(app, client, session, ada):
    make_gift(session, make_campaign(session), giver=make_giver(name="A. L.", email=WORK))
    answer = add(client)
    assert "Open its link in this browser" in text_of(client.get(answer.headers["Location"]))
    assert theirs(session, ada) == [ADA]
    path = link_to(app, session)
    assert WORK in text_of(client.get(path))
    assert theirs(session, ada) == [ADA]
    send(client, path)
    page = client.get(PROFILE)
    assert "Every gift made with it is in your account" in text_of(page)
    assert theirs(session, ada) == [ADA, WORK]
    assert session.scalars(select(Gift.supporter_id)).all() == [ada.id]
    assert [mail.subject for mail in letters_to(app, session, ADA)] == [
        "An address was added to your account"
    ]


def test_asking_for_an_address_says_nothing_about_it(client, session, ada):
    make_supporter(session, email="known@example.org")
    known = text_of(client.get(add(client, "known@example.org").headers["Location"]))
    unknown = text_of(client.get(add(client, "unknown@example.org").headers["Location"]))
    assert known == unknown


def test_a_letter_passed_on_gives_nobody_an_address(app, client, session, ada):
    """Somebody asks for a stranger's address; the stranger presses the button, in their own browser."""
    stranger = make_supporter(session, email=WORK)
    add(client)
    path = link_to(app, session)
    elsewhere = app.test_client()
    assert elsewhere.get(path).headers["Location"].startswith("/account/sign-in?next=")
    sign_in(elsewhere, stranger)
    for answer in (elsewhere.get(path), send(elsewhere, path)):
        assert answer.status_code == 410
        assert "another account" in text_of(answer)
    assert theirs(session, stranger) == [WORK]


def test_such_a_link_works_once_and_not_for_long(app, client, session, ada):
    add(client)
    path = link_to(app, session)
    assert send(client, path).status_code == 303
    assert send(client, path).status_code == 410
    add(client, "other@example.org")
    session.execute(update(SignInLink).values(expires_at=now()))
    assert send(client, link_to(app, session, "other@example.org")).status_code == 410
    assert theirs(session, ada) == [ADA, WORK]


def test_a_link_to_sign_in_adds_no_address(app, client, session, ada):
    client.post("/account/sign-in", data={"email": ADA})
    token = link_to(app, session, ADA, "sign_in").rsplit("/", 1)[1]
    assert client.get(f"{PROFILE}/link/{token}").status_code == 410
    assert send(client, f"{PROFILE}/link/{token}").status_code == 410


def test_a_member_of_staffs_address_is_not_to_be_had(app, client, session, ada):
    boss = make_staff(session, "owner", email=WORK)
    add(client)
    answer = send(client, link_to(app, session))
    assert "belongs to a member of staff" in text_of(client.get(answer.headers["Location"]))
    assert (boss.staff_role, theirs(session, boss), theirs(session, ada)) == ("owner", [WORK], [ADA])


def test_the_main_address_changes_when_the_one_of_before_agrees(app, client, session, ada):
    add(client)
    send(client, link_to(app, session))
    [form] = read(client.get(PROFILE)).select(".things form")
    send(client, form["action"])
    assert ada.email == ADA
    [letter] = letters_to(app, session, ADA, "change_main")
    assert WORK in letter.text
    assert f"From now on we write to {WORK}" in text_of(
        client.get(send(client, link_in(letter)).headers["Location"])
    )
    assert (ada.email, ada.email_key) == (WORK, WORK)
    assert theirs(session, ada) == [ADA, WORK]


def test_an_address_that_went_meanwhile_does_not_become_the_main_one(app, client, session, ada):
    add(client)
    send(client, link_to(app, session))
    [form] = read(client.get(PROFILE)).select(".things form")
    send(client, form["action"])
    session.query(SupporterAddress).filter_by(email=WORK).delete()
    answer = send(client, link_to(app, session, ADA, "change_main"))
    assert "Nothing was changed" in text_of(client.get(answer.headers["Location"]))
    assert ada.email == ADA


def test_an_address_is_let_go_after_a_question_and_the_main_one_never(app, client, session, ada):
    add(client)
    send(client, link_to(app, session))
    main, work = session.scalars(select(SupporterAddress).order_by(SupporterAddress.id)).all()
    page = client.get(f"{PROFILE}/addresses/{work.id}/removal")
    assert "The gifts that were made with it until today stay" in text_of(page)
    send(client, f"{PROFILE}/addresses/{work.id}/removal")
    send(client, f"{PROFILE}/addresses/{main.id}/removal")
    assert theirs(session, ada) == [ADA]


def test_nobody_touches_anothers_address(client, session, ada):
    other = make_supporter(session)
    [address] = session.scalars(select(SupporterAddress).where(SupporterAddress.supporter_id == other.id))
    for path in ("main", "removal"):
        assert send(client, f"{PROFILE}/addresses/{address.id}/{path}").status_code == 404
    assert client.get(f"{PROFILE}/addresses/{address.id}/removal").status_code == 404
    assert theirs(session, other) == [other.email]


def test_addresses_wait_for_somebody_who_has_just_shown_that_it_is_them(client, session, ada):
    sign_in(client, ada, fresh=False)
    assert client.get(PROFILE + "/addresses/new").status_code == 303
    assert add(client).status_code == 403
    assert count(session, OutgoingMail) == 0


def test_signing_out_of_one_browser_leaves_the_others(app, client, session, ada):
    other = app.test_client()
    sign_in(other, ada)
    [form] = read(client.get("/account/security")).select(".things form")
    send(client, form["action"])
    assert other.get("/account/").status_code == 303
    assert client.get("/account/").status_code == 200


def test_signing_out_everywhere_means_here_too(app, client, session, ada):
    other = app.test_client()
    sign_in(other, ada)
    sign_in(app.test_client(), make_supporter(session))
    answer = send(client, "/account/security/sessions/end")
    assert "You are signed out" in text_of(client.get(answer.headers["Location"]))
    assert [each.get("/account/").status_code for each in (client, other)] == [303, 303]
    assert (sign_ins(session, ada), count(session, SignIn)) == ([], 1)


def test_nobody_signs_anybody_else_out(client, session, ada, app):
    bob = sign_in(app.test_client(), make_supporter(session))
    [row] = sign_ins(session, bob)
    send(client, f"/account/security/sessions/{row.id}/end")
    assert len(sign_ins(session, bob)) == 1


def test_signing_out_forgets_this_browser(client, session, ada):
    client.post("/account/sign-out")
    assert client.get("/account/").status_code == 200
    answer = send(client, "/account/sign-out")
    assert answer.headers["Location"] == "/account/signed-out"
    assert client.get("/account/").status_code == 303
    assert sign_ins(session, ada) == []


OWN = ["/account/", PROFILE, PROFILE + "/addresses/new", "/account/security", "/account/security/passkeys/new",
    "/account/confirm", "/account/second-factor"]  # fmt: skip


@pytest.mark.parametrize("path", OWN)
def test_own_pages_stay_between_us(client, session, ada, path):
    answer = client.get(path)
    assert answer.status_code in (200, 303)
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex"
