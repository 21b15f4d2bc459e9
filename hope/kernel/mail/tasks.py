"""The worker's mail round."""

from hope.kernel.jobs import job
from hope.kernel.mail.delivery import deliver_due
from hope.kernel.mail.outbox import DELIVER


@job(DELIVER, every="*")
def deliver() -> None:
    """Send what is due: at once when something was posted, and every minute for what was missed."""
    deliver_due()
