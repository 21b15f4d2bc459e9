"""The link of a letter: it works once, for a quarter of an hour, in any browser, and a look at it changes nothing."""

import pytest
from sqlalchemy import select, update

from hope.accounts.models import SignIn, SignInLink, Supporter
from hope.kernel.clock import now
from tests.support.builders import make_campaign, make_gift, make_giver
from tests.support.gifts import at_once, count
from tests.support.letters import letters_to, link_in
from tests.support.people import sign_ins
from tests.support.web import read, text_of

ADA = "ada@example.org"


@pytest.fixture
def ada(session) -> Supporter:
    """Somebody who gave and has never signed in: her address was typed, and not proved."""
    make_gift(session, make_campaign(session), giver=make_giver(name="Ada", email=ADA))
    return session.scalars(select(Supporter).where(Supporter.email == ADA)).one()


def ask(client, email=ADA, **data):
    return client.post("/account/sign-in", data={"email": email, **data})


def newest_link(app, session, email=ADA):
    return link_in(letters_to(app, session, email, "sign_in")[-1])


def test_a_program_that_looks_into_letters_changes_nothing(app, client, session, ada):
    ask(client)
    path = newest_link(app, session)
    scanner = app.test_client()
    for _ in range(3):
        assert scanner.get(path).status_code == 200
        assert scanner.head(path, lint=False).status_code == 200
    assert "Set-Cookie" not in scanner.get(path).headers
    assert count(session, SignIn) == 0
    assert client.post(path).status_code == 303


def test_the_link_works_in_another_browser(app, client, session, ada):
    ask(client)
    elsewhere = app.test_client()
    assert elsewhere.post(newest_link(app, session)).status_code == 303
    assert elsewhere.get("/account/").status_code == 200
    assert client.get("/account/").status_code == 303


def says_it_is_no_good(answer):
    assert answer.status_code == 410
    assert "This link does not work any more" in text_of(answer)
    assert read(answer).find("a", string="Ask for a new link")["href"] == "/account/sign-in"
    assert "ada" not in answer.text
    assert "Set-Cookie" not in answer.headers


def test_the_link_works_once(app, client, session, ada):
    ask(client)
    path = newest_link(app, session)
    client.post(path)
    other = app.test_client()
    says_it_is_no_good(other.get(path))
    says_it_is_no_good(other.post(path))
    assert len(sign_ins(session, ada)) == 1


def test_twenty_hands_on_one_link_are_let_in_once(app, client, session, ada):
    ask(client)
    path = newest_link(app, session)
    session.commit()
    codes = at_once(*[lambda: app.test_client().post(path, lint=False).status_code] * 20)
    assert sorted(codes) == [303] + [410] * 19
    assert count(session, SignIn) == 1


def test_the_link_runs_out(app, client, session, ada):
    ask(client)
    path = newest_link(app, session)
    session.execute(update(SignInLink).values(expires_at=now()))
    says_it_is_no_good(client.get(path))
    says_it_is_no_good(client.post(path))


@pytest.mark.parametrize(
    "change",
    [lambda t: t[:-1], lambda t: t + "x", lambda t: "x" + t, lambda t: t.split(".")[0], lambda t: t[:0],
     lambda t: t[:0] + "%00", lambda t: t[:0] + "." * 5000, lambda t: t[:0] + "a" * 43],
)  # fmt: skip
def test_a_changed_link_opens_nothing(app, client, session, ada, change):
    ask(client)
    front, _, token = newest_link(app, session).rpartition("/")
    path = f"{front}/{change(token)}"
    assert client.get(path, lint=False).status_code in (404, 410, 308)
    assert client.post(path, lint=False).status_code in (403, 404, 405, 410, 308)
    assert count(session, SignIn) == 0


def test_a_link_for_another_purpose_does_not_sign_in(app, client, session, ada):
    ask(client)
    path = newest_link(app, session)
    session.execute(update(SignInLink).values(purpose="add_address"))
    says_it_is_no_good(client.post(path))


def test_a_form_of_another_site_does_not_use_the_link(app, client, session, ada):
    ask(client)
    path = newest_link(app, session)
    assert client.post(path, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert client.post(path).status_code == 303
