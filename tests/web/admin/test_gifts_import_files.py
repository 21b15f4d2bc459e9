"""Files of past gifts that are odd, hostile, unwanted or by somebody who may not: each is told of in words."""

import pytest
from sqlalchemy import select

from hope.giving.models import ImportBatch
from tests.support.builders import make_campaign, make_noise
from tests.support.gifts import count
from tests.support.importing import (
    FILE,
    PAGE,
    chosen,
    problems,
    sent,
    try_out,
    upload,
)
from tests.support.people import send, sign_in
from tests.support.web import text_of


@pytest.fixture
def campaign(session, client):
    make_noise(session)
    sign_in(client, "treasurer")
    return make_campaign(session)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04" + b"\0" * 5000, "spreadsheet or an archive"),
        (b"date,amount\n\0", "no text"),
        (b"", "The file is empty."),
        (b"," * 150, "151 columns"),
        (b"\xff" * 3000, "has to name the columns"),
    ],
)
def test_hostile_files_are_refused_in_words(client, session, campaign, content, said):
    answer = upload(client, content)
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert count(session, ImportBatch) == 0


def test_no_file_and_one_too_large_are_told_of(client, session, campaign):
    assert "Choose a file." in text_of(send(client, PAGE, {}))
    assert upload(client, b"a,b\n" + b"x" * (20 * 1024 * 1024)).status_code == 422
    assert upload(client, b"a,b\n" + b"x" * (22 * 1024 * 1024)).status_code == 413


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("a\x00b.csv", "ab.csv"),
        ("\u202egnp.csv", "gnp.csv"),
        ("\x00", "file without a name"),
        ("é" * 300, "é" * 200),
    ],
)
def test_a_file_is_kept_whatever_it_is_called(client, session, campaign, name, kept):
    assert upload(client, FILE, name).status_code == 303
    assert session.scalars(select(ImportBatch.filename)).all() == [kept]


def test_columns_have_to_be_said_and_none_twice(client, session, campaign):
    page = sent(client, campaign, "when,what,who\n2019-01-02,5,Ada\n")
    fields = chosen(client.get(page))
    assert "Say which column this is." in text_of(send(client, f"{page}/reading", fields))
    twice = send(client, f"{page}/reading", {**fields, "date": "0", "amount": "0"})
    assert "This column is “Day given” already." in text_of(twice)
    assert send(client, f"{page}/reading", {**fields, "date": "99", "amount": "x"}).status_code == 422


def test_a_file_that_nobody_wants_is_thrown_away(client, session, campaign):
    page = sent(client, campaign)
    send(client, f"{page}/forgetting")
    assert client.get(page).status_code == 404
    assert count(session, ImportBatch) == 0


def test_all_problems_can_be_downloaded(app, client, session, campaign):
    lines = "\n".join(f"soon,{n},=Ada,,{campaign.slug},," for n in range(1, 300))
    page = try_out(app, client, campaign, FILE.split("\n")[0] + "\n" + lines)
    assert len(problems(client.get(page))) == 200
    listed = client.get(f"{page}/problems.csv").get_data(as_text=True).splitlines()
    assert len(listed) == 300
    assert listed[1] == "2,“soon” is no day."


def test_only_treasurers_import(client, session):
    sign_in(client, "editor")
    assert client.get(PAGE).status_code == 403
    sign_in(client, "treasurer", fresh=False)
    assert client.get(PAGE).headers["Location"].startswith("/account/confirm")
