"""The second factor of staff: set up once, asked for each time, taken once, and guessed by nobody."""

import pyotp
import pytest
from sqlalchemy import select, update

from hope.accounts.codes import FREE_GUESSES
from hope.accounts.models import RecoveryCode, SignIn, Supporter, TotpKey, WrongCodes
from hope.accounts.rights import Role
from hope.kernel.clock import now
from hope.kernel.sealed import unseal
from tests.support.gifts import at_once
from tests.support.letters import letters_to, link_in
from tests.support.people import make_staff, make_supporter, send, sign_in, sign_ins
from tests.support.web import read, text_of

APP = "/account/security/app"


@pytest.fixture
def owner(session) -> Supporter:
    return make_staff(session, "owner", email="boss@example.org")


def set_up(client) -> tuple[pyotp.TOTP, list[str]]:
    """Set an app up as a person does; the app, and the recovery codes that were shown."""
    assert send(client, APP).status_code == 303
    key = read(client.get(APP)).select_one("code.key").text.replace(" ", "")
    app = pyotp.TOTP(key)
    page = send(client, APP + "/code", {"code": app.now()})
    assert page.status_code == 200, text_of(page)
    return app, [code.text for code in read(page).select(".codes code")]


def later(app: pyotp.TOTP, steps: int = 1) -> str:
    """The code of a little later: each is taken once, and a telephone may be half a minute ahead."""
    return app.generate_otp(app.timecode(now()) + steps)


def ask_again(session):
    session.execute(update(SignIn).values(second_factor_at=None))


def test_where_it_is_required_staff_set_it_up_first_and_it_is_asked_for_from_then_on(
    app, client, session, owner
):
    app.config["STAFF_SECOND_FACTOR"] = True
    sign_in(client, owner, second_factor=False)
    assert client.get("/admin/").headers["Location"] == "/account/second-factor?next=/admin/"
    assert "Set up a second factor" in text_of(client.get("/account/second-factor?next=/admin/"))
    phone, codes = set_up(client)
    assert len(set(codes)) == 10
    assert client.get("/admin/").status_code == 200
    ask_again(session)
    assert client.get("/admin/").status_code == 303
    page = client.get("/account/second-factor?next=/admin/")
    form = read(page).select_one("form.panel")
    assert send(client, form["action"], {"code": later(phone)}).headers["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_in_development_it_is_offered_and_whoever_has_one_is_asked_for_it(client, session, owner):
    sign_in(client, owner, second_factor=False)
    assert client.get("/admin/").status_code == 200
    set_up(client)
    ask_again(session)
    assert client.get("/admin/").status_code == 303


def test_the_picture_and_the_letters_tell_the_same_key_and_the_database_does_not(app, client, session, owner):
    sign_in(client, owner)
    phone, codes = set_up(client)
    row = session.scalars(select(TotpKey)).one()
    assert phone.secret not in row.sealed_key
    assert unseal(row.sealed_key, app.config["SECRET_KEY"]) == phone.secret
    assert unseal(row.sealed_key, "another secret") is None
    hashes = session.scalars(select(RecoveryCode.code_hash)).all()
    assert not {code.replace("-", "") for code in codes} & set(hashes)
    assert client.get(APP).headers["Location"] == "/account/security"
    assert phone.secret not in client.get("/account/security").text


def test_a_wrong_first_code_changes_nothing_and_keeps_the_key(client, session, owner):
    sign_in(client, owner)
    send(client, APP)
    before = read(client.get(APP)).select_one("code.key").text
    for wrong in ("", "000000", "12345", "letters", "٠٠٠٠٠٠", "9" * 50):
        page = send(client, APP + "/code", {"code": wrong})
        assert page.status_code == 422
        assert read(page).select_one("code.key").text == before
    assert session.scalars(select(TotpKey.proved_at)).all() == [None]
    assert session.scalars(select(RecoveryCode)).all() == []


def test_a_code_is_taken_once(client, session, owner):
    sign_in(client, owner)
    phone, _ = set_up(client)
    code = later(phone)
    assert send(client, "/account/confirm", {"code": code}).status_code == 303
    answer = send(client, "/account/confirm", {"code": code})
    assert answer.status_code == 422
    assert "it was used before" in text_of(answer)
    assert send(client, "/account/confirm", {"code": later(phone, 0)}).status_code == 422


def test_two_hands_with_one_code_are_let_in_once(app, client, session, owner):
    sign_in(client, owner)
    phone, _ = set_up(client)
    clients = [app.test_client() for _ in range(6)]
    for each in clients:
        sign_in(each, owner, second_factor=False)
    data = {"code": later(phone)}
    session.commit()

    def try_it(each):
        with app.app_context():
            return send(each, "/account/confirm", data, lint=False).status_code

    statuses = at_once(*[lambda each=each: try_it(each) for each in clients])
    assert sorted(statuses) == [303] + [422] * 5


def test_a_recovery_code_opens_once_whatever_its_spelling_and_its_owner_hears_of_it(
    app, client, session, owner
):
    sign_in(client, owner)
    _, codes = set_up(client)
    typed = f" {codes[3].lower().replace('-', ' ')} "
    assert send(client, "/account/confirm", {"code": typed}).status_code == 303
    assert "You have 9 left" in text_of(client.get("/account/security"))
    assert send(client, "/account/confirm", {"code": codes[3]}).status_code == 422
    subjects = [mail.subject for mail in letters_to(app, session, "boss@example.org")]
    assert subjects == ["Your authenticator app is in use", "One of your recovery codes was used"]


def test_new_recovery_codes_replace_the_old_ones(client, session, owner):
    sign_in(client, owner)
    _, old = set_up(client)
    page = send(client, "/account/security/recovery-codes")
    new = [code.text for code in read(page).select(".codes code")]
    assert len(new) == 10
    assert not set(new) & set(old)
    assert send(client, "/account/confirm", {"code": old[0]}).status_code == 422
    assert send(client, "/account/confirm", {"code": new[0]}).status_code == 303


def test_guessing_gets_slower_and_then_even_the_right_code_has_to_wait(client, session, owner):
    sign_in(client, owner)
    phone, _ = set_up(client)
    answers = [
        send(client, "/account/confirm", {"code": "000000"}).status_code for _ in range(FREE_GUESSES + 1)
    ]
    assert answers == [422] * FREE_GUESSES + [429]
    answer = send(client, "/account/confirm", {"code": later(phone)})
    assert answer.status_code == 429
    assert "You can try again at" in text_of(answer)
    session.execute(update(WrongCodes).values(last_at=now().replace(year=2020)))
    assert send(client, "/account/confirm", {"code": later(phone)}).status_code == 303
    assert session.scalars(select(WrongCodes.count)).all() == [0]


def test_a_guesser_cannot_hurry_by_guessing_all_at_once(app, client, session, owner):
    sign_in(client, owner)
    set_up(client)
    session.commit()
    clients = [app.test_client() for _ in range(12)]
    for each in clients:
        sign_in(each, owner, second_factor=False)

    def guess(each):
        with app.app_context():
            return send(each, "/account/confirm", {"code": "000000"}, lint=False).status_code

    session.commit()
    statuses = at_once(*[lambda each=each: guess(each) for each in clients])
    assert sorted(statuses) == [422] * FREE_GUESSES + [429] * (12 - FREE_GUESSES)


def test_anothers_code_is_no_code_of_mine(app, client, session, owner):
    sign_in(client, owner)
    phone, codes = set_up(client)
    other = app.test_client()
    sign_in(other, Role.TREASURER)
    set_up(other)
    assert send(other, "/account/confirm", {"code": codes[0]}).status_code == 422
    assert send(other, "/account/confirm", {"code": later(phone)}).status_code == 422


def test_confirming_leads_back_and_lasts_a_while(client, session, owner):
    sign_in(client, owner)
    phone, _ = set_up(client)
    sign_in(client, owner, fresh=False)
    assert client.get(APP + "/removal").headers["Location"] == f"/account/confirm?next={APP}/removal"
    page = client.get(f"/account/confirm?next={APP}/removal")
    assert "Confirm that it is you" in text_of(page)
    assert "Send me a link" not in text_of(page)
    answer = send(client, read(page).select_one("form.panel")["action"], {"code": later(phone)})
    assert answer.headers["Location"] == f"{APP}/removal"
    assert client.get(APP + "/removal").status_code == 200
    assert send(client, APP + "/removal").status_code == 303
    assert session.scalars(select(TotpKey)).all() == []


def test_whoever_has_no_second_factor_confirms_by_a_letter(app, client, session):
    ada = sign_in(client, make_supporter(session, email="ada@example.org"), fresh=False)
    page = client.get("/account/confirm?next=/account/profile/addresses/new")
    [form] = read(page).select("main form.account__form")
    assert send(client, form["action"]).headers["Location"] == "/account/sign-in/sent"
    [letter] = letters_to(app, session, "ada@example.org")
    answer = client.post(link_in(letter))
    assert answer.headers["Location"] == "/account/profile/addresses/new"
    assert client.get("/account/profile/addresses/new").status_code == 200
    assert len(sign_ins(session, ada)) == 1


def test_staff_with_a_second_factor_do_not_get_around_it_by_a_letter(app, client, session, owner):
    sign_in(client, owner)
    set_up(client)
    sign_in(client, owner, fresh=False)
    send(client, "/account/confirm/letter")
    assert "sign_in" not in [mail.kind for mail in letters_to(app, session, "boss@example.org")]


def test_without_the_second_factor_nothing_about_it_can_be_changed(client, session, owner):
    sign_in(client, owner)
    set_up(client)
    sign_in(client, owner, second_factor=False)
    for path in (APP, APP + "/removal", "/account/security/passkeys/new", "/account/profile/addresses/new"):
        assert "/account/second-factor" in client.get(path).headers["Location"], path
    for path in (
        APP,
        APP + "/removal",
        "/account/security/recovery-codes",
        "/account/security/passkeys/options",
    ):
        assert send(client, path).status_code == 403, path
    assert session.scalars(select(TotpKey)).one().proved_at


def test_donors_need_no_app(client, session):
    sign_in(client, make_supporter(session))
    assert client.get(APP).status_code == 404
    assert send(client, APP).status_code == 404
    assert "Authenticator app" not in text_of(client.get("/account/security"))
