"""Somebody says which mail they want: on one page, or by one press in the mail itself."""

import pytest
from sqlalchemy import select

from hope.accounts import mailings
from hope.accounts.models import Supporter
from hope.accounts.web.mail_choices import stop_url
from hope.kernel.clock import now
from hope.prayer.models import PrayerPartner
from tests.support.people import make_supporter, send, sign_in
from tests.support.web import text_of

EMAIL = "marigold@example.org"


@pytest.fixture
def person(client, session):
    return sign_in(client, make_supporter(session, email=EMAIL, name="Marigold Fennimore"))


def test_mail_is_chosen_on_one_page(client, session, person):
    assert "What to pray for" in text_of(client.get("/account/mail"))
    send(client, "/account/mail", {"wanted": ["news", "prayer", "nonsense"]})
    assert session.get_one(Supporter, person.id).news_wanted_at
    partner = session.scalars(select(PrayerPartner)).one()
    assert (partner.supporter_id, partner.first_name) == (person.id, "Marigold")
    assert "choose how often" in text_of(client.get("/account/mail"))
    send(client, "/account/mail", {})
    assert session.get_one(Supporter, person.id).news_wanted_at is None
    assert session.scalars(select(PrayerPartner)).all() == []


def test_one_press_in_a_mail_program_stops_a_kind_of_mail(app, client, session, person):
    person.news_wanted_at = now()
    session.commit()
    path = stop_url("news", EMAIL).removeprefix(app.config["SITE_URL"])
    assert "marigold" not in path.casefold()
    assert client.get(path).status_code == 200
    assert session.get_one(Supporter, person.id).news_wanted_at  # looking changes nothing
    stranger = app.test_client()  # a mail program brings no cookie, and comes from elsewhere
    answer = stranger.post(
        path, data={"List-Unsubscribe": "One-Click"}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert answer.status_code == 200
    assert session.get_one(Supporter, person.id).news_wanted_at is None
    assert stranger.post(path, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200
    for token in ("x", "a" * 3000, mailings.token_for("news", EMAIL, "another secret"), "%00"):
        assert client.get(f"/mail/stop/{token}").status_code == 404
