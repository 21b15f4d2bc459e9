"""The daily run with many partners: killed half-way, run twice, run by two at once; each gets one mail, not two."""

import os
import subprocess
import sys
import threading
from pathlib import Path

from sqlalchemy import event, func, select

from hope.kernel.clock import now
from hope.kernel.db import db
from hope.kernel.mail.models import OutgoingMail
from hope.prayer import digests
from hope.prayer.models import PrayerPartner
from tests.support.gifts import count
from tests.support.praying import make_many

ROOT = Path(__file__).parents[3]
MANY = 5000


def start(settings):
    """`flask prayer digest --now` as a process of its own."""
    environ = os.environ | {
        "HOPE_ENV": "testing",
        "DATABASE_URL": settings.database_url.replace("+psycopg", ""),
        "INSTANCE_PATH": settings.instance_path,
        "PYTHONUNBUFFERED": "1",
    }
    command = [sys.executable, "-m", "flask", "prayer", "digest", "--now"]
    return subprocess.Popen(
        command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def written(session):
    """How many mails there are, and for how many different partners."""
    session.commit()
    recipients = func.count(func.distinct(OutgoingMail.recipient))
    return tuple(session.execute(select(func.count(OutgoingMail.id), recipients)).one())


def still_due(session, then):
    """How many of those who were due at that moment are so still; who was served may be due again tomorrow."""
    return session.scalar(select(func.count()).where(PrayerPartner.next_at <= then))


def test_killed_half_way_it_is_finished_without_a_double_or_a_gap(session, settings):
    make_many(session, MANY)
    then = now()
    process = start(settings)
    while "partners" not in (line := process.stderr.readline()):
        assert line, "it ended before it began"
    process.kill()
    process.communicate()
    mails, people = written(session)
    assert 0 < mails == people < MANY
    assert mails % digests.CHUNK == 0
    assert still_due(session, then) == MANY - mails
    process = start(settings)
    said, progress = process.communicate(timeout=120)
    assert process.returncode == 0, progress
    assert f"{MANY - mails:,} partners are due; {MANY - mails:,} mails written down" in said
    assert "partners" in progress
    assert written(session) == (MANY, MANY)
    assert still_due(session, then) == 0
    assert digests.run().due == 0


def test_two_workers_share_the_work(app, session):
    make_many(session, 600)
    then, runs = now(), []

    def work():
        with app.app_context():
            runs.append(digests.run(chunk=50))
            db.session.remove()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert written(session) == (600, 600)
    assert sum(run.written for run in runs) == 600
    assert still_due(session, then) == 0


def test_a_chunk_is_written_in_a_few_statements(session, app):
    make_many(session, 300)
    seen = []
    event.listen(db.engine, "before_cursor_execute", lambda *call: seen.append(call[2].split()[0]))
    digests.run(chunk=300)
    assert len(seen) < 20
    assert count(session, OutgoingMail) == 300
