"""The worker's round of milestones."""

from hope.campaigns.milestones.reaching import note_all
from hope.kernel.jobs import job


@job("campaigns.note_milestones", every="*")
def note_milestones() -> None:
    """Note how far campaigns have come."""
    note_all()
