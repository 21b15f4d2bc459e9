"""Passkeys: made by somebody who has just shown that it is them, and good for nobody else and no other site."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import update

from hope.accounts.models import Passkey, PasskeyChallenge, SignIn
from hope.kernel.clock import now
from tests.support.authenticator import Authenticator
from tests.support.gifts import count
from tests.support.letters import letters_to
from tests.support.people import make_staff, make_supporter, send, sign_in, sign_ins
from tests.support.web import read, text_of

NEW = "/account/security/passkeys"


def options(client, path):
    answer = send(client, path)
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    return answer.json


def register(client, device=None, name="Telephone", **lies):
    device = device or Authenticator()
    asked = options(client, f"{NEW}/options")
    answer = send(client, NEW, {"credential": device.register(asked, **lies), "name": name})
    return device, answer


def enter(client, device, **lies):
    asked = options(client, "/account/sign-in/passkey/options")
    return client.post("/account/sign-in/passkey", data={"credential": device.prove(asked, **lies)})


def test_a_donor_adds_one_and_signs_in_with_it(app, client, session):
    ada = sign_in(client, make_supporter(session, email="ada@example.org"))
    device, answer = register(client)
    assert answer.headers["Location"] == "/account/security"
    page = text_of(client.get("/account/security"))
    assert "Your passkey is ready" in page
    assert "Telephone" in page
    assert [mail.subject for mail in letters_to(app, session, "ada@example.org")] == [
        "A passkey was added to your account"
    ]
    elsewhere = app.test_client()
    asked = options(elsewhere, "/account/sign-in/passkey/options")
    data = {"credential": device.prove(asked), "next": "/account/profile"}
    assert elsewhere.post("/account/sign-in/passkey", data=data).headers["Location"] == "/account/profile"
    assert "ada@example.org" in text_of(elsewhere.get("/account/"))
    assert len(sign_ins(session, ada)) == 2


def test_for_staff_it_is_the_second_factor_too(app, client, session):
    app.config.update(STAFF_SECOND_FACTOR=True, SITE_URL="http://localhost")
    sign_in(client, "treasurer", second_factor=False)
    page = client.get("/account/second-factor")
    assert "Set up a second factor" in text_of(page)
    device, _ = register(client)
    assert client.get("/admin/").status_code == 200
    elsewhere = app.test_client()
    enter(elsewhere, device)
    assert elsewhere.get("/admin/").status_code == 200


def test_the_options_name_nobody_who_is_not_signed_in(client, session):
    sign_in(client, make_supporter(session))
    register(client)
    assert options(client, "/account/sign-in/passkey/options")["allowCredentials"] == []
    mine = options(client, f"{NEW}/options")
    assert len(mine["excludeCredentials"]) == 1
    assert mine["authenticatorSelection"]["userVerification"] == "required"


@pytest.mark.parametrize(
    "lies",
    [
        {"origin": "https://evil.example"},
        {"challenge": "AAAA"},
        {"type": "webauthn.create"},
        {"challenge": ["x"]},
        {"challenge": "a\x00b"},
    ],
)
def test_an_answer_that_was_not_meant_for_us_opens_nothing(app, client, session, lies):
    sign_in(client, make_supporter(session))
    device, _ = register(client)
    answer = enter(app.test_client(), device, **lies)
    assert answer.status_code == 422
    assert "That passkey was not accepted" in text_of(answer)
    assert count(session, SignIn) == 1


def test_a_question_is_answered_once_and_soon(app, client, session):
    sign_in(client, make_supporter(session))
    device, _ = register(client)
    elsewhere = app.test_client()
    asked = options(elsewhere, "/account/sign-in/passkey/options")
    sent = {"credential": device.prove(asked)}
    assert elsewhere.post("/account/sign-in/passkey", data=sent).status_code == 303
    assert app.test_client().post("/account/sign-in/passkey", data=sent).status_code == 422
    asked = options(elsewhere, "/account/sign-in/passkey/options")
    session.execute(update(PasskeyChallenge).values(expires_at=now() - timedelta(seconds=1)))
    sent = {"credential": device.prove(asked)}
    assert app.test_client().post("/account/sign-in/passkey", data=sent).status_code == 422


def test_a_device_that_asked_for_no_finger_is_not_enough(client, session):
    sign_in(client, make_supporter(session))
    _, answer = register(client, Authenticator(verified=False))
    assert answer.status_code == 422
    assert "That did not work" in text_of(answer)
    assert count(session, Passkey) == 0


def test_a_copied_device_is_noticed(app, client, session):
    sign_in(client, make_supporter(session))
    device, _ = register(client)
    device.count = 5
    assert enter(app.test_client(), device).status_code == 303
    device.count = 3
    assert enter(app.test_client(), device).status_code == 422


def test_another_ones_passkey_does_not_confirm_that_it_is_me(client, session):
    sign_in(client, make_supporter(session))
    device, _ = register(client)
    sign_in(client, "treasurer", fresh=False)
    asked = options(client, "/account/confirm/passkey/options")
    answer = send(client, "/account/confirm/passkey", {"credential": device.prove(asked)})
    assert answer.status_code == 422
    assert client.get(NEW + "/new").status_code == 303


def test_it_confirms_that_it_is_me(client, session):
    owner = make_staff(session, "owner")
    sign_in(client, owner)
    device, _ = register(client)
    sign_in(client, owner, fresh=False)
    page = client.get("/account/confirm?next=/account/security/passkeys/new")
    assert (
        read(page).select_one("form[data-passkey]")["action"].endswith("?next=/account/security/passkeys/new")
    )
    asked = options(client, "/account/confirm/passkey/options")
    answer = send(
        client, read(page).select_one("form[data-passkey]")["action"], {"credential": device.prove(asked)}
    )
    assert answer.headers["Location"] == NEW + "/new"
    assert client.get(NEW + "/new").status_code == 200


@pytest.mark.parametrize("age", ["stale", "nobody"])
def test_whoever_finds_an_open_browser_adds_none(client, session, age):
    if age == "stale":
        sign_in(client, make_supporter(session), fresh=False)
    assert client.get(NEW + "/new").status_code == 303
    assert send(client, f"{NEW}/options").status_code in (303, 403)
    assert send(client, NEW, {"credential": "{}", "name": "x"}).status_code in (303, 403)
    assert count(session, PasskeyChallenge) == 0


def test_nobody_removes_anothers(app, client, session):
    ada = sign_in(client, make_supporter(session))
    register(client)
    [passkey] = session.query(Passkey)
    other = app.test_client()
    sign_in(other, make_supporter(session))
    path = f"{NEW}/{passkey.id}/removal"
    assert other.get(path).status_code == 404
    assert send(other, path).status_code == 404
    assert "does not open your account any more" in text_of(client.get(path))
    assert send(client, path).status_code == 303
    assert session.query(Passkey).filter_by(supporter_id=ada.id).count() == 0


HOSTILE = ["", "{}", "[]", "null", "7", '"x"', "{" * 50_000, '{"response": {"clientDataJSON": "!!"}}', "\x00",
    json.dumps({"id": "x" * 40_000}), json.dumps({"response": {"clientDataJSON": "W10"}}),
    json.dumps({"response": {"clientDataJSON": "eyJjaGFsbGVuZ2UiOiB7fX0"}})]  # fmt: skip


@pytest.mark.parametrize("sent", HOSTILE)
def test_whatever_is_sent_is_answered_in_words(client, session, sent):
    assert client.post("/account/sign-in/passkey", data={"credential": sent}).status_code == 422
    sign_in(client, make_supporter(session))
    assert send(client, NEW, {"credential": sent, "name": "x"}).status_code == 422


@pytest.mark.parametrize("part", ["id", "rawId", "type", "response"])
def test_a_passkey_with_a_strange_part_is_refused_in_words(app, client, session, part):
    sign_in(client, make_supporter(session))
    device, _ = register(client)
    elsewhere = app.test_client()
    for value in (None, 7, "", "a\x00b", [], {"clientDataJSON": 5}):
        asked = options(elsewhere, "/account/sign-in/passkey/options")
        sent = json.loads(device.prove(asked)) | {part: value}
        answer = elsewhere.post("/account/sign-in/passkey", data={"credential": json.dumps(sent)})
        assert answer.status_code == 422, value


def test_a_question_that_was_put_to_everybody_confirms_nobody(client, session):
    owner = sign_in(client, make_staff(session, "owner"))
    device, _ = register(client)
    sign_in(client, owner, fresh=False)
    asked = options(client, "/account/sign-in/passkey/options")
    answer = send(client, "/account/confirm/passkey", {"credential": device.prove(asked)})
    assert answer.status_code == 422
    assert client.get(NEW + "/new").status_code == 303
