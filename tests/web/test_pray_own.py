"""One partner's own page and the ways out: by the sealed links of the mail, by a press, and never by looking."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from hope.accounts.models import Supporter
from hope.kernel.clock import now
from hope.kernel.db import unit_of_work
from hope.prayer import counting, digests
from hope.prayer.links import CONFIRM, LEAVE, MANAGE, make_token
from hope.prayer.models import PrayerPartner
from tests.support.builders import make_campaign, make_gift, make_giver
from tests.support.gifts import count
from tests.support.praying import join_form, mails, make_partner, make_point, make_topic, path_in
from tests.support.web import text_of


def join(client, **over):
    return client.post("/pray/join", data=join_form(**over))


def token(app, purpose, row):
    return make_token(purpose, row.reference, app.config["SECRET_KEY"])


def own(app, partner):
    return f"/pray/manage/{token(app, MANAGE, partner)}"


def test_a_partner_changes_how_we_write(app, client, session):
    topic = make_topic(session)
    partner = make_partner(session)
    form = join_form(rhythm="weekdays", first_name="Ada B", topics=[str(topic.id)], time_zone="Asia/Tokyo")
    answer = client.post(own(app, partner), data=form)
    assert "Changed" in text_of(client.get(answer.headers["Location"]))
    session.expire_all()
    assert (partner.rhythm.value, partner.first_name, partner.time_zone) == (
        "weekdays",
        "Ada B",
        "Asia/Tokyo",
    )
    assert [t.id for t in partner.topics] == [topic.id]
    assert partner.next_at > now()


def test_a_partner_rests_and_comes_back(app, client, session):
    partner = make_partner(session)
    page = own(app, partner)
    for days, words in (("14", "You rest until"), ("0", "until you say otherwise")):
        answer = client.post(f"{page}/pause", data={"days": days})
        assert words in text_of(client.get(answer.headers["Location"]))
        session.expire_all()
        assert partner.is_paused
        answer = client.post(f"{page}/return")
        assert "Welcome back" in text_of(client.get(answer.headers["Location"]))
        session.expire_all()
        assert not partner.is_paused
        assert partner.next_at > now()
    assert client.post(f"{page}/pause", data={"days": "-5"}).status_code == 400


def test_a_token_opens_its_own_page_and_no_other(app, client, session):
    one = make_partner(session)
    sealed = {purpose: token(app, purpose, one) for purpose in (CONFIRM, MANAGE, LEAVE)}
    places = {CONFIRM: "confirm", MANAGE: "manage", LEAVE: "unsubscribe"}
    for purpose, seal in sealed.items():
        for other, place in places.items():
            if other != purpose:
                assert client.get(f"/pray/{place}/{seal}").status_code in (404, 410), (purpose, place)
    for made_up in (
        "x",
        one.reference,
        f"{one.reference}.",
        f"{one.reference}.AAAAAAAAAAAAAAAA",
        "ü.ü",
        "%00.x",
        "." * 400,
    ):
        for place in places.values():
            for method in ("GET", "POST"):
                assert client.open(f"/pray/{place}/{made_up}", method=method).status_code in (404, 410)
    assert count(session, PrayerPartner) == 1


def test_pages_of_one_person_are_kept_by_nobody(app, client, session):
    partner = make_partner(session)
    join(client, email="b@example.org")
    link = path_in(mails(app, "prayer_confirm")[0], "confirm")
    for path in (own(app, partner), f"/pray/unsubscribe/{token(app, LEAVE, partner)}", link):
        answer = client.get(path)
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Robots-Tag"] == "noindex"
        assert partner.supporter.email not in answer.get_data(as_text=True)


ONE_CLICK = {"data": {"List-Unsubscribe": "One-Click"}}


@pytest.mark.parametrize(
    "post",
    [
        ONE_CLICK,
        {"data": {}},
        {"data": b"List-Unsubscribe=One-Click", "content_type": "text/plain"},
        ONE_CLICK | {"content_type": "multipart/form-data"},
        ONE_CLICK | {"headers": {"Sec-Fetch-Site": "cross-site", "Origin": "https://mail.example"}},
    ],
    ids=["one click", "empty", "odd type", "multipart", "from a web mailer"],
)
def test_a_mail_program_unsubscribes_with_the_token_alone(app, session, post):
    partner = make_partner(session)
    path = f"/pray/unsubscribe/{token(app, LEAVE, partner)}"
    program = app.test_client()
    program.environ_base.pop("HTTP_SEC_FETCH_SITE", None)
    for _ in range(2):  # and once more, as some do
        answer = program.post(path, **post)
        assert answer.status_code == 200
        assert "Location" not in answer.headers
    assert count(session, PrayerPartner) == 0


def test_a_link_scanner_unsubscribes_nobody(app, client, session):
    partner = make_partner(session)
    path = f"/pray/unsubscribe/{token(app, LEAVE, partner)}"
    for _ in range(3):
        assert "Stop the mails?" in text_of(client.get(path))
    client.head(path, lint=False)
    assert count(session, PrayerPartner) == 1


def test_a_giver_who_leaves_stays_a_giver(app, client, session):
    campaign = make_campaign(session)
    make_gift(session, campaign, giver=make_giver(email="ada@example.org"))
    partner = make_partner(session, "ada@example.org")
    client.post(f"/pray/unsubscribe/{token(app, LEAVE, partner)}")
    assert count(session, PrayerPartner) == 0
    assert session.scalars(select(Supporter)).one().email == "ada@example.org"


def test_how_many_pray_is_counted_and_not_who(app, client, session):
    make_point(session)
    partners = [make_partner(session) for _ in range(3)]
    assert "3 people pray with us" in text_of(client.get("/pray/"))
    client.post(f"/pray/unsubscribe/{token(app, LEAVE, partners[0])}")
    assert "2 people pray with us" in text_of(client.get("/pray/"))
    with unit_of_work():
        counting.recount(session)
    assert counting.partners(session) == 2
    [day] = counting.history(session)
    assert (day.joined, day.departed) == (3, 1)


def test_each_mail_carries_its_own_way_out(app, client, session):
    make_point(session)
    people = [make_partner(session, next_at=now() - timedelta(minutes=1)) for _ in range(3)]
    digests.run()
    for mail, partner in zip(mails(app, "prayer_digest"), people, strict=True):
        way = path_in(mail, "unsubscribe")
        assert mail.headers["List-Unsubscribe"].endswith(f"{way}>")
        assert way.endswith(token(app, LEAVE, partner))
        assert way in mail.html
        assert "because you joined in prayer" in mail.text
        assert "because you joined in prayer" in mail.html
