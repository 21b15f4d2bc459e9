"""A run that is killed in the middle of its work goes on, and nobody is written to twice."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert
from sqlalchemy.orm import Session

from hope.accounts.models import Supporter
from hope.giving.models import EntryKind, Gift, GiftLine, LedgerEntry, LineKind, MadeStatement, StatementRun
from hope.kernel.clock import charity_time, now
from hope.kernel.mail.models import OutgoingMail
from tests.support.builders import make_campaign
from tests.support.gifts import count

GIVERS = 1000
ROOT = Path(__file__).parents[4]


@pytest.mark.slow
def test_killed_and_begun_again(session: Session, database: str, tmp_path: Path):
    year = charity_time(now()).year - 1
    make_givers(session, year)
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


def make_givers(session: Session, year: int) -> None:
    """A thousand people who gave once, as rows."""
    campaign = make_campaign(session)
    moment, money = now().replace(year=year, month=6, day=1), {"amount": 2500, "currency": "USD"}
    tables: dict[Any, list[dict[str, Any]]] = {Supporter: [], Gift: [], GiftLine: [], LedgerEntry: []}
    for number in range(1, GIVERS + 1):
        email, proof = f"giver-{number}@example.org", {"source": f"test:{number}"}
        tables[Supporter].append(
            {"id": number, "email": email, "email_key": email, "name": f"Giver {number}"}
        )
        who = {"supporter_id": number, "giver_name": "x", "naming": "full", "show_amount": True}
        made = {"id": number, "reference": f"R{number}", "interval": "once"}
        tables[Gift].append(made | who | money | proof | {"given_at": moment + timedelta(seconds=number)})
        share = {"gift_id": number, "campaign_id": campaign.id} | money
        for_what = {"campaign_title": "x", "campaign_slug": "x", "label": "x", "quantity": 1}
        tables[GiftLine].append(share | for_what | {"kind": LineKind.GIFT})
        tables[LedgerEntry].append(share | proof | {"kind": EntryKind.GIFT, "occurred_at": moment})
    for table, rows in tables.items():
        session.execute(insert(table.__table__), rows)
    session.commit()
