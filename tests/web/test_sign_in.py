"""Signing in by a letter: the same answer for everyone, a link that works once, and only for its owner."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from hope.accounts.links import MOST_AT_ONCE
from hope.accounts.models import SignInLink, Supporter, SupporterAddress
from hope.kernel.clock import now
from hope.kernel.mail.models import OutgoingMail
from tests.support.builders import give_form, make_campaign, make_gift, make_giver
from tests.support.gifts import count
from tests.support.letters import letters_to, link_in
from tests.support.people import make_staff, make_supporter, sign_in, sign_ins
from tests.support.plans import statements_of
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


def whole(answer):
    headers = {name: value for name, value in answer.headers.items() if name != "Date"}
    return answer.status_code, headers, answer.data


def test_known_and_unknown_addresses_get_the_same_answer(client, session, ada):
    known, unknown = ask(client), ask(client, "nobody@example.org")
    assert whole(known) == whole(unknown)
    assert known.status_code == 303
    page = client.get(known.headers["Location"])
    assert "We sent you a letter" in text_of(page)
    assert "Set-Cookie" not in page.headers


def test_known_and_unknown_addresses_make_the_same_work(client, session, ada):
    asked: list[list[str]] = []
    ask(client, "warm@example.org")
    for email in (ADA, "nobody@example.org"):
        asked.append(statements_of(lambda email=email: ask(client, email)))
    assert asked[0] == asked[1]
    assert len(asked[0]) >= 4


def test_the_letter_leads_to_a_button_and_the_button_signs_in(app, client, session, ada):
    ask(client, next="/account/security")
    path = newest_link(app, session)
    page = client.get(path)
    assert page.status_code == 200
    assert "You sign in as ada@example.org" in text_of(page)
    assert (page.headers["Cache-Control"], page.headers["X-Robots-Tag"]) == ("no-store", "noindex")
    answer = client.post(read(page).select_one("main form")["action"])
    assert (answer.status_code, answer.headers["Location"]) == (303, "/account/security")
    assert "signed in as ada@example.org" in text_of(client.get("/account/"))
    assert ada.verified_at
    assert session.scalars(select(SupporterAddress.email)).all() == [ADA]


def test_whoever_is_not_known_is_told_so_kindly_and_only_by_mail(app, client, session, ada):
    ask(client, "nobody@example.org")
    [letter] = letters_to(app, session, "nobody@example.org")
    assert letter.kind == "sign_in_unknown"
    assert "Nothing is known under it" in letter.text
    assert "because somebody asked to sign in" in letter.text
    assert "/account/sign-in/" not in letter.text
    assert count(session, Supporter) == 1


def test_whatever_host_a_machine_claims_letters_and_payment_pages_lead_here(
    app, client, session, gateway, ada
):
    claimed = {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "Sec-Fetch-Site": "same-origin"}
    client.post("/account/sign-in", data={"email": ADA}, headers=claimed)
    campaign = make_campaign(session)
    client.post(f"/campaigns/{campaign.slug}/give", data=give_form(campaign), headers=claimed)
    [letter] = letters_to(app, session, ADA)
    here = app.config["SITE_URL"]
    assert f"{here}/account/sign-in/" in letter.text
    [(_, thanks, cancelled)] = gateway.opened
    assert all(address.startswith(f"{here}/give/") for address in (thanks, cancelled))
    assert "evil.example" not in letter.text + letter.html + thanks + cancelled


def test_capitals_do_not_matter(app, client, session, ada):
    ask(client, " ADA@Example.org ")
    [letter] = session.scalars(select(OutgoingMail).where(OutgoingMail.kind == "sign_in")).all()
    letters_to(app, session, ADA)
    assert client.post(link_in(letter)).status_code == 303
    assert len(sign_ins(session, ada)) == 1


@pytest.mark.parametrize(
    "typed", ["", "ada", "ada@", "a b@example.org", "x" * 300 + "@example.org", "\x00", "🙂"]
)
def test_what_is_no_address_is_said_and_kept(client, session, typed):
    answer = ask(client, typed)
    assert answer.status_code == 422
    assert read(answer).select_one(".error-summary")
    assert "Nothing was charged" not in text_of(answer)
    assert count(session, SignInLink) == 0


@pytest.mark.parametrize(
    "path", ["https://evil.example/", "//evil.example/account/", "/campaigns/", "/account/sign-in"]
)
def test_it_leads_on_to_our_own_pages_only(app, client, session, ada, path):
    page = client.get("/account/sign-in", query_string={"next": path})
    assert {field["value"] for field in read(page).select("[name=next]")} == {""}
    ask(client, next=path)
    assert client.post(newest_link(app, session)).headers["Location"] == "/account/"


def test_one_mailbox_gets_a_few_letters_at_a_time_and_nobody_is_told(app, client, session, ada):
    for email in (ADA, "nobody@example.org"):
        elsewhere = {"REMOTE_ADDR": "198.51.100.7" if email == ADA else "198.51.100.8"}
        answers = [
            client.post("/account/sign-in", data={"email": email}, environ_overrides=elsewhere)
            for _ in range(MOST_AT_ONCE + 3)
        ]
        assert {answer.status_code for answer in answers} == {303}
        assert len(letters_to(app, session, email)) == MOST_AT_ONCE
    assert client.post(newest_link(app, session)).status_code == 303
    session.execute(update(SignInLink).values(created_at=now() - timedelta(minutes=16)))
    ask(client)
    assert len(letters_to(app, session, ADA)) == MOST_AT_ONCE + 1


def test_whoever_asks_for_letter_after_letter_is_slowed(client, session):
    codes = [ask(client, f"giver-{n}@example.org").status_code for n in range(11)]
    assert codes == [303] * 10 + [429]


def test_the_words_of_the_letter_are_kept_nowhere_but_in_development(app, client, session, ada):
    class Post:
        sent = []

        def send(self, message):
            self.sent.append(message.get_body(("plain",)).get_content())

        def hang_up(self):
            pass

    ask(client)
    app.extensions["mail_transport"] = Post()
    app.extensions["huey"].execute(app.extensions["huey"].dequeue())
    mail = session.scalars(select(OutgoingMail).where(OutgoingMail.kind == "sign_in")).one()
    assert (mail.state, mail.text, mail.html) == ("sent", "", "")
    assert "/account/sign-in/" in Post.sent[0]
    link = session.scalars(select(SignInLink)).one()
    assert link.reference not in str(mail.params)


def test_signing_in_again_ends_the_sign_in_of_before_in_this_browser(app, client, session, ada):
    bob = sign_in(client, make_supporter(session))
    ask(client)
    client.post(newest_link(app, session))
    assert sign_ins(session, bob) == []
    assert len(sign_ins(session, ada)) == 1


def test_the_cookie_is_for_this_site_alone_and_out_of_reach_of_scripts(app, client, session, ada):
    ask(client)
    cookie = client.post(newest_link(app, session)).headers["Set-Cookie"]
    assert cookie.startswith("hope=")
    for part in ("HttpOnly", "SameSite=Lax", "Path=/", "Expires="):
        assert part in cookie


def test_staff_stay_signed_in_for_half_a_day(app, client, session):
    owner = make_staff(session, "owner", email="boss@example.org")
    ask(client, "boss@example.org")
    path = newest_link(app, session, "boss@example.org")
    assert "half a day" in text_of(client.get(path))
    client.post(path)
    [row] = sign_ins(session, owner)
    assert row.expires_at - row.created_at == timedelta(hours=12)
    assert row.second_factor_at is None
