"""The worker's round of news."""

from hope.campaigns.readers.telling import tell_due
from hope.kernel.jobs import job


@job("campaigns.tell_news", every="*")
def tell_news() -> None:
    """Send news that were published a quarter of an hour ago."""
    tell_due()
