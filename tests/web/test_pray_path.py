"""The way of a prayer partner, from a form to a mail and out again."""

from datetime import timedelta

from sqlalchemy import select

from hope.accounts.models import Supporter
from hope.kernel.clock import now
from hope.prayer import digests
from hope.prayer.models import Prayer, PrayerDay, PrayerPartner, PrayerSignup
from tests.support.gifts import count
from tests.support.praying import join_form, mails, make_point, path_in
from tests.support.web import read, text_of


def join(client, app, **over):
    """Send the form and press the button in the mail; the address of the partner's own page."""
    answer = client.post("/pray/join", data=join_form(**over))
    assert (answer.status_code, answer.headers["Location"]) == (303, "/pray/look-in-your-mail")
    confirm = path_in(mails(app, "prayer_confirm")[-1], "confirm")
    assert client.get(confirm).status_code == 200
    answer = client.post(confirm)
    assert answer.status_code == 303
    return answer.headers["Location"]


def partner_of(session):
    session.commit()
    session.expire_all()
    return session.scalars(select(PrayerPartner)).one()


def test_join_confirm_hear_pray_and_leave(app, client, session):
    point = make_point(session)
    own = join(client, app)
    partner = partner_of(session)
    assert (partner.first_name, partner.rhythm.value) == ("Ada", "weekly")
    assert count(session, PrayerSignup) == 0
    assert partner.supporter.verified_at is not None
    page = client.get(own)
    assert "one of them" in text_of(page) or "the first of us" in text_of(page)
    assert point.title in text_of(page)

    partner.next_at = now() - timedelta(minutes=1)
    session.commit()
    assert digests.run().written == 1
    [mail] = mails(app, "prayer_digest")
    assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert point.title in mail.text
    assert partner_of(session).next_at > now()

    page = path_in(mail, "points")
    assert "I prayed" in text_of(client.get(page))
    answer = client.post(f"{page}/prayed")
    assert answer.status_code == 303
    assert "Thank you for praying" in text_of(client.get(answer.headers["Location"]))
    session.expire_all()
    assert session.scalars(select(Prayer.prayed)).one() == 1
    assert session.scalars(select(PrayerDay.prayed)).one() == 1

    assert client.get(path_in(mail, "manage")).status_code == 200
    leave = path_in(mail, "unsubscribe")
    assert read(client.get(leave)).select_one("form button")
    assert count(session, PrayerPartner) == 1
    one_click = app.test_client()
    one_click.environ_base.pop("HTTP_SEC_FETCH_SITE", None)
    answer = one_click.post(leave, data={"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert count(session, PrayerPartner) == 0
    assert count(session, Supporter) == 0
    assert "We write no more" in text_of(client.get(leave))
