"""The worker's part in the statements of a year."""

from threading import Lock
from time import monotonic

from flask import current_app

from hope.giving import statement_runs
from hope.kernel.db import db
from hope.kernel.jobs import job

SECONDS = 20.0
_one_at_a_time = Lock()


@job(statement_runs.CARRY_ON, every="*")
def carry_on_statements(seconds: float = SECONDS) -> None:
    """Go on with whatever run there is, for a while; then let other work in before going on."""
    if not _one_at_a_time.acquire(blocking=False):
        return
    try:
        ends = monotonic() + seconds
        for run_id in statement_runs.running(db.session()):
            while monotonic() < ends and statement_runs.carry_on(run_id):
                pass
        left = statement_runs.running(db.session())
    finally:
        _one_at_a_time.release()
    if left:
        current_app.extensions["jobs"][statement_runs.CARRY_ON]()
