"""The pages of prayer: for everyone the same, counted kindly, whole without scripts, and not to be misused."""

from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from sqlalchemy import select

from hope.kernel.clock import now
from hope.prayer import requested
from hope.prayer.models import PointKind, Prayer, PrayerPoint, PrayerRequest
from hope.prayer.points import today
from tests.support.gifts import count
from tests.support.praying import make_partner, make_point, make_topic
from tests.support.web import read, text_of

PAGES = ["/pray/", "/pray/now", "/pray/month", "/pray/answers", "/pray/requests", "/pray/requests/thanks",
    "/pray/look-in-your-mail", "/pray/feed.atom", "/pray/month.ics"]  # fmt: skip
HOSTILE = '<script>alert("1")</script> & “x” ; , \\ \r\nATTENDEE:mailto:x@example.org\nÜ🕊' + "ß" * 90


def prayed(session):
    session.expire_all()
    return session.scalar(select(Prayer.prayed)) or 0


def test_every_page_is_whole_without_a_single_point(client):
    assert {path: client.get(path).status_code for path in PAGES} == dict.fromkeys(PAGES, 200)
    assert "Nothing is asked today" in text_of(client.get("/pray/"))


def test_everybody_gets_the_same_bytes_and_no_cookie(app, session):
    point = make_point(session)
    make_partner(session)
    for path in [*PAGES, f"/pray/points/{point.slug}", f"/pray/points/{point.slug}?prayed=1"]:
        first = app.test_client().get(path)
        again = app.test_client().get(
            path, headers={"Cookie": "a=b", "Accept-Language": "de", "User-Agent": "X"}
        )
        assert first.data == again.data, path
        assert "public" in first.headers["Cache-Control"], path
        assert "Set-Cookie" not in first.headers


def test_looking_counts_nothing_however_a_program_looks(client, session):
    point = make_point(session)
    address = f"/pray/points/{point.slug}"
    for path in (address, f"{address}?prayed=1", "/pray/now", "/pray/"):
        client.get(path)
        client.head(path, lint=False)
        client.options(path, lint=False)
    assert client.get(f"{address}/prayed").status_code == 405
    assert prayed(session) == 0


def test_two_taps_of_one_browser_are_one_prayer_and_both_are_thanked(client, session):
    point = make_point(session)
    address = f"/pray/points/{point.slug}/prayed"
    answers = [client.post(address) for _ in range(3)]
    assert {answer.headers["Location"] for answer in answers} == {f"/pray/points/{point.slug}?prayed=1"}
    assert all("Set-Cookie" not in answer.headers for answer in answers)
    assert prayed(session) == 1
    client.post(address, headers={"User-Agent": "Another browser in the house"})
    client.post(address, environ_overrides={"REMOTE_ADDR": "198.51.100.9"})
    assert prayed(session) == 3
    other = make_point(session)
    client.post(f"/pray/points/{other.slug}/prayed")
    assert count(session, Prayer) == 2


def test_a_machine_that_changes_its_name_is_held_off(client, session):
    points = [make_point(session) for _ in range(8)]
    for number in range(80):
        address = f"/pray/points/{points[number % 8].slug}/prayed"
        client.post(address, headers={"User-Agent": f"robot {number}"}, lint=False)
    session.expire_all()
    assert sum(session.scalars(select(Prayer.prayed))) <= 60


def test_from_elsewhere_nothing_is_counted(app, session):
    point = make_point(session)
    visitor = app.test_client()
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}, {}):
        visitor.environ_base.pop("HTTP_SEC_FETCH_SITE", None)
        assert visitor.post(f"/pray/points/{point.slug}/prayed", headers=headers).status_code == 403
    assert prayed(session) == 0


def test_what_nobody_published_cannot_be_prayed_for(client, session):
    for over in ({"published_at": None}, {"published_at": now() + timedelta(days=1)}):
        point = make_point(session, **over)
        assert client.get(f"/pray/points/{point.slug}").status_code == 404
        assert client.post(f"/pray/points/{point.slug}/prayed").status_code == 404
    assert client.post("/pray/points/nowhere/prayed").status_code == 404


def test_a_point_that_is_over_is_still_read_but_not_asked(client, session):
    point = make_point(session, ends_on=today() - timedelta(days=1))
    page = client.get(f"/pray/points/{point.slug}")
    assert "The days for this are over" in text_of(page)
    assert not read(page).select("[data-prayed]")
    assert point.title not in text_of(client.get("/pray/"))


def test_an_answer_stands_with_its_point(client, session):
    point = make_point(session, answer="It **came**.", answered_at=now())
    assert "What came of it" in text_of(client.get(f"/pray/points/{point.slug}"))
    for path in ("/pray/", "/pray/answers"):
        assert point.title in text_of(client.get(path))
    assert point.title not in text_of(client.get("/pray/now"))


def test_hostile_words_stay_words(client, session):
    point = make_point(session, title=HOSTILE[:150], body=HOSTILE, reading=HOSTILE, answer="", veil="")
    for path in ("/pray/", "/pray/now", "/pray/month", f"/pray/points/{point.slug}"):
        page = client.get(path, lint=False)
        assert page.status_code == 200
        assert "<script>alert" not in page.get_data(as_text=True)


def test_the_feed_is_well_formed_and_says_what_the_page_says(client, session):
    point = make_point(session, title="Bread & <salt>", body=HOSTILE)
    feed = ElementTree.fromstring(client.get("/pray/feed.atom").data)  # noqa: S314 - written by our own site
    space = {"a": "http://www.w3.org/2005/Atom"}
    [entry] = feed.findall("a:entry", space)
    assert entry.findtext("a:title", namespaces=space) == "Bread & <salt>"
    assert entry.findtext("a:id", namespaces=space).endswith(point.slug)
    assert "<script>" not in entry.findtext("a:content", namespaces=space)
    assert client.get("/pray/feed.atom").mimetype == "application/atom+xml"


def unfolded(calendar):
    """The lines of a calendar file as a program reads them."""
    return calendar.replace("\r\n ", "").split("\r\n")


def test_the_calendar_keeps_the_rules_of_its_format(client, session):
    make_point(session, title=HOSTILE[:150], starts_on=date(2000, 1, 1), ends_on=None)
    raw = client.get("/pray/month.ics").data
    text = raw.decode()
    lines = raw.split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    assert b"\n" not in raw.replace(b"\r\n", b"")
    whole = unfolded(text)
    assert (whole[0], whole[-2], whole[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR", "")
    assert not [line for line in whole if line.startswith("ATTENDEE")]
    days = [line for line in whole if line.startswith("DTSTART;VALUE=DATE:")]
    month = today().replace(day=1)
    length = ((month + timedelta(days=32)).replace(day=1) - month).days
    assert len(days) == len(set(days)) == length
    [summary] = {line for line in whole if line.startswith("SUMMARY:")}
    assert "\\;" in summary
    assert "\\," in summary
    assert "🕊" in summary


@pytest.mark.parametrize("month", ["1999-01", "2999-01", "x", "2026-13", "%00", "2026-1"])
def test_only_this_month_and_the_next_are_told(client, month):
    assert client.get(f"/pray/month/{month}").status_code == 404
    assert client.get(f"/pray/month/{month}.ics").status_code == 404


def test_the_next_month_can_be_printed_ahead(client, session):
    point = make_point(session, ends_on=None)
    link = read(client.get("/pray/month")).select_one(".prayer-month__other a")["href"]
    assert point.title in text_of(client.get(link))


def test_the_page_of_a_partner_leads_to_joining_with_its_topic_ticked(client, session):
    topic = make_topic(session, "Lantern House")
    page = read(client.get(f"/pray/?topic={topic.slug}"))
    assert [box["value"] for box in page.select("input[name=topics][checked]")] == [str(topic.id)]
    assert not read(client.get("/pray/?topic=nowhere")).select("input[name=topics][checked]")


def ask(client, **over):
    form = {"words": "Pray for my brother.", "naming": "unnamed", "first_name": "Ada"}
    return client.post("/pray/requests", data=form | over)


def test_a_request_waits_for_staff_and_is_seen_by_nobody_before(client, session):
    assert ask(client).headers["Location"] == "/pray/requests/thanks"
    [request] = session.scalars(select(PrayerRequest))
    assert (request.words, request.first_name) == ("Pray for my brother.", "")
    for path in PAGES:
        assert "my brother" not in client.get(path).get_data(as_text=True)


def test_a_request_sent_twice_is_one_and_another_of_the_same_person_is_another(client, session):
    for over in ({}, {}, {"words": "Pray for my sister."}, {"naming": "named"}, {"naming": "team"}):
        assert ask(client, **over).headers["Location"] == "/pray/requests/thanks"
    assert count(session, PrayerRequest) == 4


def test_a_request_that_staff_show_goes_away_again(client, session):
    ask(client, naming="named")
    point = requested.show(session, session.scalars(select(PrayerRequest)).one(), "Pray for a brother.", 10)
    session.commit()
    assert count(session, PrayerRequest) == 0
    assert "Ada asks" in text_of(client.get("/pray/"))
    assert point.slug not in client.get("/sitemap.xml").get_data(as_text=True)
    point.ends_on = today() - timedelta(days=1)
    point.starts_on = today() - timedelta(days=9)
    session.commit()
    assert requested.forget_old(session) == 1
    session.commit()
    assert session.scalars(select(PrayerPoint).where(PrayerPoint.kind == PointKind.REQUEST)).all() == []


@pytest.mark.parametrize(
    ("over", "said"),
    [
        ({"words": ""}, "Write what we may pray for."),
        ({"words": "x" * 601}, "600 characters; yours has 601"),
        ({"naming": "named", "first_name": ""}, "Write your first name"),
        ({"naming": "elsewhere"}, "Choose one of these."),
    ],
)
def test_a_mistake_in_a_request_is_named_and_nothing_is_lost(client, session, over, said):
    answer = ask(client, **over)
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert answer.headers["Cache-Control"] == "no-store"
    assert read(answer).select_one("textarea").text.strip() == {"words": "Pray for my brother."}.get(
        "words" if "words" not in over else "", over.get("words", "")
    )
    assert count(session, PrayerRequest) == 0


def test_more_requests_than_anybody_can_read_are_turned_away_kindly(client, session):
    session.add_all(PrayerRequest(words="x") for _ in range(requested.MOST_WAITING))
    session.commit()
    answer = ask(client)
    assert answer.status_code == 503
    assert "Pray for my brother." in answer.get_data(as_text=True)
