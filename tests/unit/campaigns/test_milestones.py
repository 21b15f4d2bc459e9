"""Milestones: noted once, on the day of the gift that reached them."""

from datetime import timedelta

from hope.campaigns.milestones.reaching import note_all, of_campaign
from hope.kernel.clock import now
from tests.support.builders import make_campaign, make_gift, make_noise


def test_each_is_noted_once_on_the_day_of_its_gift(session):
    campaign = make_campaign(session, tiers=[("A brick", 1000)], goal_amount=4000)
    make_noise(session)
    assert note_all() == 0 or of_campaign(session, campaign.id) == []
    for days in (9, 8, 2):
        make_gift(session, campaign, days_ago=days)
    note_all()
    note_all()
    found = [
        (one.percent, (now() - one.reached_at) // timedelta(days=1))
        for one in of_campaign(session, campaign.id)
    ]
    assert found == [(25, 9), (50, 8), (75, 2)]
