"""What a campaign is to a visitor: staff's decision and the calendar together."""

from datetime import UTC, datetime, timedelta

import pytest

from hope.campaigns.models import Campaign, CampaignState, Phase

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("starts_at", "ends_at", "phase"),
    [
        (None, None, Phase.LIVE),
        (NOON, None, Phase.LIVE),
        (NOON + SECOND, None, Phase.NOT_STARTED),
        (None, NOON + SECOND, Phase.LIVE),
        (None, NOON, Phase.ENDED),
        (NOON - SECOND, NOON + SECOND, Phase.LIVE),
        (NOON + SECOND, NOON - SECOND, Phase.NOT_STARTED),
    ],
)
def test_a_live_campaign_is_open_between_its_dates(starts_at, ends_at, phase):
    campaign = Campaign(state=CampaignState.LIVE, starts_at=starts_at, ends_at=ends_at)
    assert campaign.phase(NOON) is phase


@pytest.mark.parametrize("state", [CampaignState.DRAFT, CampaignState.ENDED, CampaignState.ARCHIVED])
def test_no_date_opens_what_staff_have_closed(state):
    campaign = Campaign(state=state, starts_at=NOON - SECOND, ends_at=NOON + SECOND)
    assert campaign.phase(NOON) == state.value
