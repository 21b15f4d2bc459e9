"""A run that is killed in the middle of its work goes on, and nobody is written to twice."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from hope.giving.models import MadeStatement, StatementRun
from hope.kernel.clock import charity_time, now
from hope.kernel.mail.models import OutgoingMail
from tests.support.gifts import count
from tests.support.givers import make_givers

GIVERS = 1000
ROOT = Path(__file__).parents[4]


@pytest.mark.slow
def test_killed_and_begun_again(session: Session, database: str, tmp_path: Path):
    year = charity_time(now()).year - 1
    make_givers(session, GIVERS, year)
    words = [sys.executable, "-m", "flask", "statements", "prepare", str(year), "--send"]
    environ = {**os.environ, "HOPE_ENV": "testing", "DATABASE_URL": database, "INSTANCE_PATH": str(tmp_path)}
    with subprocess.Popen(words, cwd=ROOT, env=environ, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert f"of {GIVERS:,} givers visited" in process.stdout.readline()
        process.send_signal(signal.SIGKILL)
    session.rollback()
    cut_short = count(session, MadeStatement)
    assert 0 < cut_short <= GIVERS
    assert count(session, OutgoingMail) == cut_short
    done = subprocess.run(words, cwd=ROOT, env=environ, capture_output=True, text=True, timeout=120)
    assert f"{GIVERS:,} letters posted (done)" in done.stdout, done.stderr
    session.rollback()
    assert (count(session, MadeStatement), count(session, OutgoingMail)) == (GIVERS, GIVERS)
    assert session.query(StatementRun).one().visited == GIVERS
    assert len({mail.recipient for mail in session.query(OutgoingMail)}) == GIVERS
