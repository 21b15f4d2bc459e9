"""`flask statements`, and the archive for the post."""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
import time_machine
from click.testing import Result
from flask import Flask
from sqlalchemy.orm import Session

from hope.giving import statement_runs
from hope.giving.papers.bundle import bundle, filename
from hope.giving.statements import Period
from hope.kernel.mail.models import OutgoingMail
from tests.support.builders import make_campaign, make_gift, make_giver
from tests.support.papers import HEAD, words_of

NAMES = ["Marigold Fennimore", "Łukasz Żółć", "田中 花子", "../../etc/passwd", "Marigold Fennimore"]


@pytest.fixture(autouse=True)
def january():
    with time_machine.travel(datetime(2026, 1, 20, 15, tzinfo=UTC), tick=True):
        yield


@pytest.fixture(autouse=True)
def givers(session: Session, january: None) -> None:
    campaign = make_campaign(session)
    for number, name in enumerate(NAMES):
        giver = make_giver(name=name, email=f"giver-{number}@example.org")
        make_gift(session, campaign, days_ago=60, giver=giver)


def run(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(args=["statements", *words])


def test_prepare_then_send(app: Flask, session: Session):
    prepared = run(app, "prepare", "2025")
    assert prepared.exit_code == 0, prepared.output
    assert "5 of 5 givers visited, 5 statements ready, 0 letters posted (done)" in prepared.output
    assert "nobody was written to" in prepared.output
    sent = run(app, "prepare", "2025", "--send")
    assert "5 letters posted (done)" in sent.output
    assert "5 letters posted (done)" in run(app, "show", "2025").output
    assert session.query(OutgoingMail).filter_by(kind="statement").count() == 5


def test_words_for_what_cannot_be(app: Flask):
    assert "ends on 31.12.2026" in run(app, "prepare", "2026", "--send").output
    assert "flask statements prepare 2024" in run(app, "show", "2024").output
    assert run(app, "prepare", "12").exit_code == 2
    assert "There is no run" in run(app, "stop", "2024").output


def test_the_archive_on_disk(app: Flask, tmp_path: Path):
    run(app, "prepare", "2025")
    written = run(app, "bundle", "2025", str(tmp_path / "all.zip"))
    assert "5 of 5 papers" in written.output
    with ZipFile(tmp_path / "all.zip") as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert len(set(names)) == 5
        assert names[0].startswith("2025/marigold-fennimore-")
        assert names[1].startswith("2025/ukasz-zoc-")
        assert names[2].startswith("2025/giver-")
        assert names[3].startswith("2025/etc-passwd-")
        assert "田中花子" in words_of(archive.read(names[2])).replace(" ", "")


def test_the_archive_comes_in_pieces(session: Session):
    made = statement_runs.begin(session, Period(2025), send=False, actor="x")
    session.commit()
    while statement_runs.carry_on(made.id):
        pass
    heard: list[int] = []
    pieces = list(bundle(session, made, HEAD, heard.append))
    assert heard == [1, 2, 3, 4, 5]
    assert len(pieces) == 6
    assert max(map(len, pieces)) < 60_000
    assert len(ZipFile(BytesIO(b"".join(pieces))).namelist()) == 5


def test_what_the_archive_is_called():
    assert (filename(2025, 1), filename(2025, 4)) == ("statements-2025.zip", "statements-2025-from-04.zip")
