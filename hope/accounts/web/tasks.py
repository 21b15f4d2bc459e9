"""What the worker does for accounts at night."""

from hope.accounts import erasing, links, passkeys, sessions
from hope.kernel.clock import now
from hope.kernel.db import unit_of_work
from hope.kernel.jobs import job


@job("accounts.forget", every="nightly")
def forget() -> None:
    """Drop sign-ins, links and questions that have run out, and the last letters to whom we forgot."""
    moment = now()
    with unit_of_work() as session:
        sessions.forget_old(session, moment)
        links.forget_old(session, moment)
        passkeys.forget_old(session, moment)
        erasing.forget_last_letters(session)
