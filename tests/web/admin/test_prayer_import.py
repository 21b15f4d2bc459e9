"""Taking over a list of people: with proof, and every problem named by its line before anything is written."""

import pytest
from sqlalchemy import select

from hope.kernel.audit import AuditEntry
from hope.kernel.db import unit_of_work
from hope.kernel.mail import stopping
from hope.kernel.mail.models import OutgoingMail, StopReason
from hope.prayer.models import PrayerPartner
from tests.support.gifts import count
from tests.support.people import send, sign_in
from tests.support.praying import make_partner, make_topic
from tests.support.web import read, text_of

HEAD = "email,first_name,consent,consented_on,rhythm,weekday,time_zone,topics\n"
GOOD = (
    HEAD
    + "ada@example.org,Ada,Paper list of the harvest supper,2024-10-06,weekly,friday,Europe/London,Roofs | Bread\n"
    + '"ben@example.org",Bén,"Letter, kept in the office",2023-01-31,,,,\n'
)
ADDRESS = "/admin/prayer/partners/import"


@pytest.fixture(autouse=True)
def owner(client, session):
    make_topic(session, "Roofs")
    make_topic(session, "Bread")
    return sign_in(client, "owner")


def send_list(client, people, **over):
    return send(client, ADDRESS, {"people": people} | over)


def test_a_list_is_checked_first_and_taken_over_once_somebody_says_so(client, session):
    answer = send_list(client, GOOD)
    assert "2 people can be taken over" in text_of(answer)
    assert count(session, PrayerPartner) == 0
    kept = read(answer).select_one("#people").text
    assert send_list(client, kept, proved="y").status_code == 303
    ada, ben = session.scalars(select(PrayerPartner).order_by(PrayerPartner.id))
    assert (ada.first_name, ada.rhythm.value, ada.weekday, ada.time_zone) == (
        "Ada",
        "weekly",
        4,
        "Europe/London",
    )
    assert {topic.name for topic in ada.topics} == {"Roofs", "Bread"}
    assert (ada.consent, ada.consented_at.date().isoformat()) == (
        "Paper list of the harvest supper",
        "2024-10-06",
    )
    assert (ben.first_name, ben.rhythm.value, ben.consent) == ("Bén", "weekly", "Letter, kept in the office")
    assert ada.next_at is not None
    assert ada.supporter.verified_at is None
    assert session.scalars(select(AuditEntry)).one().details == {"added": 2}
    assert count(session, OutgoingMail) == 0


@pytest.mark.parametrize("mark", ["\ufeff", ""])
@pytest.mark.parametrize("part", [",", ";", "\t"])
def test_lists_of_every_spreadsheet_are_read(client, session, part, mark):
    people = f"{mark}email{part}consent{part}consented_on\r\nada@example.org{part}Card{part}2024-01-01\r\n"
    send_list(client, people, proved="y")
    assert count(session, PrayerPartner) == 1


BAD = [
    ("ada,Ada,Card,2024-01-01,,,,", "The address is not complete."),
    (",Ada,Card,2024-01-01,,,,", "There is no address."),
    ("ada@example.org,Ada,,2024-01-01,,,,", "How is it known"),
    ("ada@example.org,Ada,Card,,,,,", "The day of the agreement"),
    ("ada@example.org,Ada,Card,31.1.2024,,,,", "The day of the agreement"),
    ("ada@example.org,Ada,Card,2999-01-01,,,,", "still to come"),
    ("ada@example.org,Ada,Card,0001-01-01,,,,", "not written as"),
    ("ada@example.org,Ada,Card,2024-01-01,hourly,,,", "The rhythm is none of"),
    ("ada@example.org,Ada,Card,2024-01-01,,someday,,", "no day from Monday"),
    ("ada@example.org,Ada,Card,2024-01-01,,,Mars/Base,", "The time zone is not known"),
    ("ada@example.org,Ada,Card,2024-01-01,,,,Ships", "There is no topic “Ships”."),
    (f"ada@example.org,{'A' * 61},Card,2024-01-01,,,,", "longer than 60"),
    ("ada@example.org,Ada,Card,2024-01-01,,,,,,more", "more cells than columns"),
]


@pytest.mark.parametrize(("line", "said"), BAD)
def test_each_problem_is_named_by_its_line_and_nobody_is_taken_over(client, session, line, said):
    answer = send_list(client, GOOD + line + "\n", proved="y")
    assert answer.status_code == 422
    words = text_of(answer)
    assert said in words
    assert read(answer).select_one("tbody th").text.strip() == "4"
    assert count(session, PrayerPartner) == 0


@pytest.mark.parametrize(
    ("people", "said"),
    [
        ("", "Paste the list"),
        ("name\nAda\n", "The first line lacks email, consent, consented_on"),
        (HEAD.replace("topics", "shoe_size"), "There is no column shoe_size"),
        ('email,consent,consented_on\n"ada', "not a list with commas"),
        ("x" * 200_001, "200000 characters"),
    ],
)
def test_what_is_no_list_is_said_to_be_none(client, session, people, said):
    answer = send_list(client, people, proved="y")
    assert answer.status_code in (200, 422)
    assert said in text_of(answer)


def test_who_is_there_twice_prays_already_or_was_to_be_left_in_peace(client, session):
    make_partner(session, "ben@example.org", "Benjamin")
    answer = send_list(client, GOOD)
    assert "1 person can be taken over; 1 pray with us already" in text_of(answer)
    with unit_of_work():
        stopping.stop(session, "ada@example.org", StopReason.COMPLAINED)
    answer = send_list(client, GOOD + "ADA@example.org,Ada,Card,2024-01-01,,,,\n", proved="y")
    assert "stands in line 2 already" in text_of(answer)
    assert "left in peace" in text_of(answer)
    assert session.scalars(select(PrayerPartner.first_name)).all() == ["Benjamin"]


def test_an_editor_may_not(client, session):
    sign_in(client, "editor")
    assert client.get(ADDRESS).status_code == 403


def test_the_command_does_the_same(app, session, tmp_path):
    path = tmp_path / "people.csv"
    path.write_text(GOOD + "ada,Ada,Card,2024-01-01,,,,\n")
    session.commit()
    runner = app.test_cli_runner()
    said = runner.invoke(args=["prayer", "import", str(path), "--now"])
    assert said.exit_code == 1
    assert "line 4: The address is not complete." in said.output
    path.write_text(GOOD)
    assert "2 can be taken over" in runner.invoke(args=["prayer", "import", str(path), "--dry-run"]).output
    assert count(session, PrayerPartner) == 0
    assert "2 were taken over" in runner.invoke(args=["prayer", "import", str(path), "--now"]).output
    session.expire_all()
    assert count(session, PrayerPartner) == 2
    path.write_bytes(b"\xff\xfe")
    assert "UTF-8" in runner.invoke(args=["prayer", "import", str(path), "--now"]).output
