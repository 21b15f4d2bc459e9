"""Joining: by a button only, kindly the second time, and telling nobody who prays."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from hope.accounts.models import Supporter
from hope.kernel.clock import now
from hope.kernel.mail.models import OutgoingMail
from hope.prayer.joining import Wish
from hope.prayer.links import MANAGE, make_token
from hope.prayer.models import PrayerPartner, PrayerSignup
from hope.prayer.rhythms import Rhythm
from hope.prayer.tasks import tidy
from tests.support.builders import make_campaign, make_checkout
from tests.support.gifts import count
from tests.support.praying import join_form, mails, make_partner, make_topic, path_in
from tests.support.stripe_events import completed, deliver
from tests.support.web import read, text_of


def join(client, **over):
    return client.post("/pray/join", data=join_form(**over))


def token(app, purpose, row):
    return make_token(purpose, row.reference, app.config["SECRET_KEY"])


def own(app, partner):
    return f"/pray/manage/{token(app, MANAGE, partner)}"


def test_opening_the_link_of_the_mail_makes_nobody_a_partner(app, client, session):
    join(client)
    link = path_in(mails(app, "prayer_confirm")[0], "confirm")
    for _ in range(3):
        assert "Yes, join in prayer" in text_of(client.get(link))
    client.head(link, lint=False)
    assert count(session, PrayerPartner) == 0
    client.post(link)
    assert count(session, PrayerPartner) == 1
    for method in ("GET", "POST"):
        again = client.open(link, method=method)
        assert again.status_code == 410
        assert "you pray with us already" in text_of(again)
    assert count(session, PrayerPartner) == 1


def test_who_prays_already_is_answered_like_anybody_else_and_finds_out_by_mail(app, client, session):
    make_partner(session, "ada@example.org")
    known, new = join(client), join(client, email="new@example.org")
    assert (known.status_code, known.headers["Location"], known.data) == (
        new.status_code,
        new.headers["Location"],
        new.data,
    )
    to_ada, to_new = mails(app, "prayer_confirm")
    assert "You pray with us already" in to_ada.text
    assert "already" not in to_new.text
    client.post(path_in(to_ada, "confirm"))
    session.expire_all()
    assert len(session.scalars(select(PrayerPartner)).all()) == 1


def test_joining_again_in_another_way_changes_how_we_write_once_confirmed(app, client, session):
    partner = make_partner(session, "ada@example.org", wish=Wish(Rhythm.WEEKLY))
    join(client, rhythm="daily")
    session.expire_all()
    assert partner.rhythm is Rhythm.WEEKLY
    client.post(path_in(mails(app, "prayer_confirm")[0], "confirm"))
    session.expire_all()
    assert partner.rhythm is Rhythm.DAILY


def test_a_nervous_finger_gets_one_mail_and_the_newest_wish_counts(app, client, session):
    for rhythm in ("daily", "weekly", "monthly"):
        join(client, rhythm=rhythm)
    [mail] = mails(app, "prayer_confirm")
    client.post(path_in(mail, "confirm"))
    assert session.scalars(select(PrayerPartner)).one().rhythm is Rhythm.MONTHLY


def test_nobody_can_fill_a_strangers_mailbox(app, client, session):
    for number in range(30):
        client.post(
            "/pray/join",
            data=join_form(),
            environ_overrides={"REMOTE_ADDR": f"198.51.100.{number}"},
            lint=False,
        )
    assert len(mails(app, "prayer_confirm")) == 1


def test_a_name_that_is_a_message_is_not_sent_to_a_stranger(app, client, session):
    join(client, first_name="Buy at https://wicked.example/now")
    [mail] = mails(app, "prayer_confirm")
    assert "wicked" not in mail.text + mail.html + mail.subject


def test_what_nobody_confirmed_vanishes_after_two_weeks_the_address_too(app, client, session):
    join(client)
    link = path_in(mails(app, "prayer_confirm")[0], "confirm")
    for table in (PrayerSignup, OutgoingMail):
        session.execute(update(table).values(created_at=now() - timedelta(days=14, minutes=1)))
    session.commit()
    assert client.get(link).status_code == 410
    assert client.post(link).status_code == 410
    tidy()
    assert count(session, PrayerSignup) == 0
    assert count(session, Supporter) == 0
    assert "ada@" not in repr(session.scalars(select(OutgoingMail.recipient)).all())


def test_what_is_a_day_old_stays(app, client, session):
    join(client)
    session.execute(update(PrayerSignup).values(created_at=now() - timedelta(days=13)))
    session.commit()
    tidy()
    assert count(session, PrayerSignup) == 1


@pytest.mark.parametrize(
    ("over", "said"),
    [
        ({"email": ""}, "Write your e-mail address."),
        ({"email": "ada"}, "This address is not complete."),
        ({"email": "a" * 260 + "@example.org"}, "254 characters"),
        ({"first_name": "A" * 61}, "60 characters"),
        ({"rhythm": "hourly"}, "Choose one of these."),
        ({"weekday": "9"}, "Choose one from the list."),
        ({"time_zone": "Mars/Base"}, "Choose one from the list."),
        ({"time_zone": "../../etc/passwd"}, "Choose one from the list."),
    ],
)
def test_a_mistake_is_named_and_nothing_typed_is_lost(client, session, over, said):
    topic = make_topic(session)
    answer = join(client, **{"topics": [str(topic.id)], "rhythm": "monthly"} | over)
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert answer.headers["Cache-Control"] == "no-store"
    page = read(answer)
    assert page.select_one("input[name=first_name]")["value"] == over.get("first_name", "Ada")
    assert page.select(f"input[name=topics][value='{topic.id}'][checked]")
    assert count(session, PrayerSignup) == 0


def test_a_topic_that_is_gone_is_left_out(app, client, session):
    topic = make_topic(session)
    join(client, topics=[str(topic.id), "999999", "x", ""])
    client.post(path_in(mails(app, "prayer_confirm")[0], "confirm"))
    assert [t.id for t in session.scalars(select(PrayerPartner)).one().topics] == [topic.id]


def test_a_zone_that_the_list_lacks_is_kept(app, client, session):
    join(client, time_zone="America/Indiana/Knox")
    client.post(path_in(mails(app, "prayer_confirm")[0], "confirm"))
    assert session.scalars(select(PrayerPartner)).one().time_zone == "America/Indiana/Knox"


def test_a_name_of_yesterday_is_read_as_that_of_today(app, client, session):
    join(client, time_zone="Asia/Calcutta")
    client.post(path_in(mails(app, "prayer_confirm")[0], "confirm"))
    assert session.scalars(select(PrayerPartner)).one().time_zone == "Asia/Kolkata"


def test_after_a_gift_one_tick_is_enough_and_no_address_stands_in_the_page(app, client, session):
    checkout = make_checkout(client, make_campaign(session))
    deliver(client, completed(checkout))
    page = client.get(f"/give/thanks/{checkout.reference}")
    assert checkout.giver_email not in page.get_data(as_text=True)
    form = read(page).select_one(".prayer-after form")
    sent = {field["name"]: field.get("value", "") for field in form.select("input")}
    answer = client.post(form["action"], data=sent | {"time_zone": "Asia/Tokyo"})
    assert answer.headers["Location"] == "/pray/look-in-your-mail"
    [mail] = mails(app, "prayer_confirm")
    assert mail.recipient == checkout.giver_email
    client.post(path_in(mail, "confirm"))
    partner = session.scalars(select(PrayerPartner)).one()
    assert (partner.first_name, partner.time_zone) == ("Marigold", "Asia/Tokyo")
    assert count(session, Supporter) == 1


@pytest.mark.parametrize("reference", ["", "nowhere", "x" * 300, "\x00"])
def test_a_made_up_reference_leads_to_the_form(client, session, reference):
    answer = client.post("/pray/join", data={"reference": reference, "pray": "y"})
    assert answer.headers["Location"] == "/pray/#join"
    assert count(session, PrayerSignup) == 0
