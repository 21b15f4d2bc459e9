"""Staff look after prayer: written, scheduled, held back, lifted, answered; and what visitors ask for is read first."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from hope.kernel.audit import AuditEntry
from hope.kernel.clock import now
from hope.kernel.mail.models import OutgoingMail
from hope.prayer.models import PrayerPoint, PrayerRequest, PrayerTopic, Reach
from hope.prayer.points import today
from tests.support.builders import make_campaign
from tests.support.gifts import count
from tests.support.people import send, sign_in
from tests.support.praying import SECRETS, VEIL, mails, make_partner, make_point, make_topic, make_veiled
from tests.support.web import read, text_of


def form(**over):
    given = {
        "title": "A roof that is dry",
        "body": "Pray for **dry days**.",
        "starts_on": today().isoformat(),
        "ends_on": (today() + timedelta(days=9)).isoformat(),
        "known": "now",
        "scene": "loom",
        "organization_id": "",
        "campaign_id": "",
    }
    return {name: value for name, value in (given | over).items() if value is not None}


@pytest.fixture(autouse=True)
def editor(client, session):
    return sign_in(client, "editor")


def the_point(session):
    session.expire_all()
    return session.scalars(select(PrayerPoint)).one()


def test_a_point_is_written_and_everybody_sees_it(client, session):
    campaign, topic = make_campaign(session), make_topic(session, "Roofs")
    answer = send(client, "/admin/prayer/new", form(
        topics=[str(topic.id)], organization_id=str(campaign.organization_id), campaign_id=str(campaign.id),
    ))  # fmt: skip
    assert answer.status_code == 303
    assert "everybody sees it now" in text_of(client.get(answer.headers["Location"]))
    point = the_point(session)
    assert point.slug == "a-roof-that-is-dry"
    assert {topic.name for topic in point.topics} == {"Roofs", campaign.organization.name}
    page = text_of(client.get(f"/pray/points/{point.slug}"))
    assert "dry days" in page
    assert campaign.title in page
    assert point.title in text_of(client.get(f"/organizations/{campaign.organization.slug}"))
    assert point.title in text_of(client.get(f"/campaigns/{campaign.slug}"))
    assert session.scalars(select(AuditEntry.action)).one() == "write prayer point"


def test_a_draft_and_a_scheduled_point_are_seen_by_staff_only(client, session):
    tomorrow = (today() + timedelta(days=1)).isoformat()
    for over in ({"known": "draft"}, {"known": "day", "known_from": tomorrow}):
        send(client, "/admin/prayer/new", form(**over))
    assert "A roof that is dry" not in text_of(client.get("/pray/"))
    listed = text_of(client.get("/admin/prayer/?view=coming"))
    assert "Draft" in listed
    assert "Scheduled" in listed
    slugs = sorted(session.scalars(select(PrayerPoint.slug)))
    assert slugs == ["a-roof-that-is-dry", "a-roof-that-is-dry-2"]


@pytest.mark.parametrize(
    ("over", "said"),
    [
        ({"title": ""}, "Write a title."),
        ({"title": "x" * 161}, "160 characters"),
        ({"body": ""}, "Write what to pray for."),
        ({"starts_on": ""}, "Write the first day."),
        ({"starts_on": "soon"}, "year-month-day"),
        ({"ends_on": "2000-01-01"}, "The last day is before the first."),
        ({"known": "day", "known_from": ""}, "Write the day from which"),
        ({"known": "never"}, "Choose one of these."),
        ({"is_held": "y", "veil": ""}, "Write what may be said now"),
        ({"scene": "chains"}, "Choose one from the list."),
        ({"organization_id": "999999"}, "Choose one from the list."),
        ({"campaign_id": "x"}, "Choose one from the list."),
        ({"picture_id": "999999"}, "This picture is not here any more."),
    ],
)
def test_a_mistake_is_named_and_nothing_typed_is_lost(client, session, over, said):
    answer = send(client, "/admin/prayer/new", form(**{"reading": "Kept."} | over))
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert read(answer).select_one("#reading").text.strip() == "Kept."
    assert count(session, PrayerPoint) == 0


def test_a_point_is_held_back_asked_under_its_veil_lifted_and_answered(app, client, session):
    make_partner(session, next_at=now() - timedelta(minutes=1))
    send(
        client, "/admin/prayer/new", form(title="The Nightingale sails", is_held="y", veil=VEIL, known="now")
    )
    point = the_point(session)
    assert point.reach is Reach.HELD
    assert point.slug.startswith("quiet-")
    for path in ("/pray/", "/pray/feed.atom", "/pray/month", "/sitemap.xml"):
        assert "Nightingale" not in client.get(path).get_data(as_text=True)
    assert "Held back" in text_of(client.get("/admin/prayer/?view=held"))
    page = f"/admin/prayer/{point.id}"
    assert "is told to people" in text_of(client.get(f"{page}/lifting"))
    send(client, f"{page}/lifting", {"to": "asked"})
    assert the_point(session).reach is Reach.ASKED
    assert "Nightingale" not in client.get(f"/pray/points/{point.slug}").get_data(as_text=True)
    send(client, f"{page}/lifting", {"to": "everyone"})
    assert "Nightingale" in text_of(client.get(f"/pray/points/{point.slug}"))
    send(client, f"{page}/answer", {"answer": "They are *home*."})
    assert "They are home" in text_of(client.get("/pray/answers"))
    send(client, f"{page}/answer", {"answer": ""})
    assert the_point(session).answered_at is None
    assert [entry.action for entry in session.scalars(select(AuditEntry).order_by(AuditEntry.id))] == [
        "write prayer point", "lift veil", "lift veil", "answer prayer point", "answer prayer point",
    ]  # fmt: skip


def test_saving_a_held_point_lifts_nothing(client, session):
    point = make_veiled(session)
    slug = point.slug
    shown = read(client.get(f"/admin/prayer/{point.id}"))
    assert shown.select_one("input[type=hidden][name=is_held]")
    answer = send(
        client, f"/admin/prayer/{point.id}", form(title="The Nightingale sails on", veil="Pray for safety.")
    )
    assert answer.status_code == 303
    point = the_point(session)
    assert (point.reach, point.slug, point.veil) == (Reach.HELD, slug, "Pray for safety.")


def test_holding_an_open_point_back_gives_it_another_address(client, session):
    point = make_point(session)
    old = point.slug
    assert send(client, f"/admin/prayer/{point.id}/veil", {"veil": ""}).status_code == 422
    send(client, f"/admin/prayer/{point.id}/veil", {"veil": VEIL})
    assert client.get(f"/pray/points/{old}").status_code == 404
    assert VEIL in text_of(client.get(f"/pray/points/{the_point(session).slug}"))


def test_taking_back_and_deleting(client, session):
    point = make_point(session)
    client.post(f"/pray/points/{point.slug}/prayed")
    page = f"/admin/prayer/{point.id}"
    assert "draft again" in text_of(client.get(send(client, f"{page}/withdrawal").headers["Location"]))
    assert client.get(f"/pray/points/{point.slug}").status_code == 404
    assert "cannot be undone" in text_of(client.get(f"{page}/deletion"))
    send(client, f"{page}/deletion")
    assert count(session, PrayerPoint) == 0


def test_a_request_is_read_mended_and_shown_and_then_it_is_gone(client, session):
    session.add(PrayerRequest(words="For Tomas of Elm Street 4.", first_name="Ada"))
    session.commit()
    assert "1 request to read" in text_of(client.get("/admin/prayer/"))
    request = session.scalars(select(PrayerRequest)).one()
    page = f"/admin/prayer/requests/{request.id}"
    assert "Elm Street" in client.get(page).get_data(as_text=True)
    assert send(client, page, {"words": "", "days": "30"}).status_code == 422
    send(client, page, {"words": "For a brother.", "days": "7"})
    point = the_point(session)
    assert (point.title, point.body) == ("Ada asks", "For a brother.")
    assert count(session, PrayerRequest) == 0
    assert "Elm Street" not in repr([entry.details for entry in session.scalars(select(AuditEntry))])


def test_a_request_for_the_team_is_never_shown(client, session):
    session.add(PrayerRequest(words="Only you.", is_for_team_only=True))
    session.commit()
    page = f"/admin/prayer/requests/{session.scalars(select(PrayerRequest.id)).one()}"
    send(client, page, {"words": "Only you.", "days": "30"})
    assert count(session, PrayerPoint) == 0
    assert "left no address" in text_of(client.get(f"{page}/deletion"))
    send(client, f"{page}/deletion")
    assert count(session, PrayerRequest) == 0


def test_topics_are_added_renamed_and_closed(client, session):
    send(client, "/admin/prayer/topics/new", {"name": "Harbours", "is_open": "y"})
    topic = session.scalars(select(PrayerTopic)).one()
    assert "Harbours" in text_of(client.get("/pray/"))
    send(client, f"/admin/prayer/topics/{topic.id}", {"name": "Ports"})
    assert "Ports" not in text_of(client.get("/pray/"))
    assert "Closed" in text_of(client.get("/admin/prayer/topics"))


def test_numbers_are_shown_and_no_person(client, session):
    partner = make_partner(session, "somebody@example.org", "Somebody")
    page = client.get("/admin/prayer/partners")
    assert "Joined" in text_of(page)
    assert partner.supporter.email not in page.get_data(as_text=True)
    assert "Somebody" not in text_of(page)


def test_the_mail_of_today_is_looked_at_and_sent_to_oneself_alone(app, client, session, editor):
    topic = make_topic(session)
    point, quiet = make_point(session, topics=[topic]), make_veiled(session)
    make_partner(session)
    address = f"/admin/prayer/preview?rhythm=daily&topics={topic.id}"
    page = client.get(address)
    assert point.title in text_of(page)
    assert VEIL in text_of(page)
    html = client.get(f"/admin/prayer/preview/html?rhythm=daily&topics={topic.id}")
    assert "sandbox" in html.headers["Content-Security-Policy"]
    for answer in (page, html):
        assert [word for word in SECRETS if word in answer.get_data(as_text=True)] == []
    assert quiet.id
    send(client, f"/admin/prayer/preview/sending?rhythm=daily&topics={topic.id}")
    [mail] = mails(app, "prayer_test")
    assert mail.recipient == editor.email
    assert mail.subject.startswith("Test: ")
    assert mail.headers["List-Unsubscribe"]
    assert count(session, OutgoingMail) == 1


def test_a_day_without_points_has_no_mail(app, client, session):
    assert "nothing to say today" in text_of(client.get("/admin/prayer/preview"))
    assert client.get("/admin/prayer/preview/html", lint=False).status_code == 200
    send(client, "/admin/prayer/preview/sending")
    assert count(session, OutgoingMail) == 0
    assert client.get("/admin/prayer/preview?rhythm=hourly&topics=x").status_code == 200
