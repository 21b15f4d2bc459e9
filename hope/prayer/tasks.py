"""The worker's rounds for prayer: each minute whoever is due, each night what is to be forgotten."""

import logging

from hope.kernel.db import unit_of_work
from hope.kernel.jobs import job
from hope.prayer import counting, digests, joining, requested

log = logging.getLogger(__name__)


@job("prayer.digest", every="*")
def digest() -> None:
    """Prepare the mail of everybody for whom it is seven in the morning."""
    done = digests.run(_say)
    if done.due > digests.CHUNK:
        log.info("prayer mail: %s partners were due, %s mails written down", done.due, done.written)


@job("prayer.tidy", every="nightly")
def tidy() -> None:
    """Forget sign-ups that nobody confirmed and requests whose days are over, and count the partners afresh."""
    with unit_of_work() as session:
        joining.forget_unconfirmed(session)
        requested.forget_old(session)
        counting.recount(session)


def _say(run: digests.Run) -> None:
    if run.due % (10 * digests.CHUNK) == 0:
        log.info("prayer mail: %s partners so far", run.due)
