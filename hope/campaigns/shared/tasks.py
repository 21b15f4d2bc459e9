"""The worker's round for shared gifts: each minute those whose last day is over."""

from hope.campaigns.shared import closing
from hope.kernel.db import unit_of_work
from hope.kernel.jobs import job


@job("campaigns.shared", every="*")
def end_overdue() -> None:
    """Close what is over, and tell everybody."""
    with unit_of_work() as session:
        closing.end_overdue(session)
