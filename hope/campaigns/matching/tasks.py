"""The worker's round of matches."""

from hope.campaigns.matching.counting import count_all
from hope.kernel.jobs import job


@job("campaigns.count_matches", every="*")
def count_matches() -> None:
    """Keep what is matched in step with the gifts."""
    count_all()
