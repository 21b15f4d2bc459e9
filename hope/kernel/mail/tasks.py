"""The worker's mail rounds."""

from datetime import timedelta

from sqlalchemy import delete

from hope.kernel.clock import now
from hope.kernel.db import unit_of_work
from hope.kernel.jobs import job
from hope.kernel.mail.delivery import deliver_due
from hope.kernel.mail.models import MailState, OutgoingMail
from hope.kernel.mail.outbox import DELIVER

LIST_IS_KEPT = timedelta(days=14)


@job(DELIVER, every="*")
def deliver() -> None:
    """Send what is due: at once when something was posted, and every minute for what was missed."""
    deliver_due()


@job("mail.tidy", every="nightly")
def tidy() -> None:
    """Forget what was sent to lists two weeks ago: whom we wrote to about what is kept no longer than it helps."""
    old = OutgoingMail.created_at < now() - LIST_IS_KEPT
    with unit_of_work() as session:
        session.execute(
            delete(OutgoingMail).where(OutgoingMail.is_list, OutgoingMail.state != MailState.WAITING, old)
        )
