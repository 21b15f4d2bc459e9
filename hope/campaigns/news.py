"""News of campaigns: on the page from the day they were published, for as long as they are not withdrawn."""

from datetime import datetime

from hope.campaigns.models import CampaignUpdate


def publish(update: CampaignUpdate, moment: datetime) -> None:
    """Put news on the page; what was withdrawn comes back where it was."""
    update.published_at = update.published_at or moment
    update.withdrawn_at = None


def withdraw(update: CampaignUpdate, moment: datetime) -> None:
    """Take news off the page; a draft has never been on it."""
    if update.is_shown:
        update.withdrawn_at = moment
