"""What pages read of campaigns: true numbers in few questions, however many gifts there are."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import event

from hope.campaigns import reading
from hope.campaigns.models import CampaignState
from hope.giving.pledge import Interval
from hope.kernel.clock import now
from hope.kernel.db import db
from hope.kernel.money import Money
from tests.support.builders import make_campaign, make_gift, make_giver, make_noise, make_organization


def page_of(session, campaign):
    return reading.page(session, reading.find(session, campaign.slug))


def test_progress_tells_the_truth_beyond_the_goal_and_fills_the_picture_once(session):
    campaign = make_campaign(session, goal_amount=4000)
    make_noise(session)
    empty = page_of(session, campaign).progress
    assert (empty.raised, empty.percent, empty.share, empty.givers) == (Money.zero("USD"), 0, 0.0, 0)
    make_gift(session, campaign)
    half = page_of(session, campaign).progress
    assert (half.raised.amount, half.percent, half.share, half.givers) == (2500, 62, 0.62, 1)
    make_gift(session, campaign, tier=1, giver=make_giver(email="b@example.org"))
    over = page_of(session, campaign).progress
    assert (over.percent, over.share, over.givers) == (187, 1.0, 2)


@pytest.mark.parametrize(
    ("left", "days"),
    [
        (None, None),
        (timedelta(seconds=1), 1),
        (timedelta(days=1), 1),
        (timedelta(days=1, seconds=1), 2),
        (timedelta(0), None),
        (timedelta(days=-3), None),
    ],
)
def test_a_begun_day_counts_as_one(session, left, days):
    with time_machine.travel(now(), tick=False):
        campaign = make_campaign(session, ends_at=None if left is None else now() + left)
        assert page_of(session, campaign).progress.days_left == days


def test_the_newest_gifts_come_first_and_are_few(session):
    campaign = make_campaign(session)
    for number in range(reading.RECENT + 3):
        make_gift(session, campaign, giver=make_giver(name=f"Giver {number}"))
    make_noise(session)
    names = [gift.name for gift in page_of(session, campaign).recent]
    newest = reading.RECENT + 2
    assert names == [f"Giver {number}" for number in range(newest, newest - reading.RECENT, -1)]


def test_a_gift_is_shown_as_its_giver_chose(session):
    campaign = make_campaign(session)
    make_gift(session, campaign, giver=make_giver(name="Ada Mae Example", naming="first", show_amount=False))
    make_gift(session, campaign, giver=make_giver(naming="anonymous"), interval=Interval.MONTH)
    anonymous, first = page_of(session, campaign).recent
    assert (anonymous.name, anonymous.amount, anonymous.interval) == (
        "Anonymous",
        Money(2500, "USD"),
        "month",
    )
    assert (first.name, first.amount, first.label) == ("Ada", None, "Seed Packet")


def test_the_cover_is_no_gift_of_its_own_in_the_list(session):
    campaign = make_campaign(session)
    make_gift(session, campaign, cover=Money(181, "USD"))
    [shown] = page_of(session, campaign).recent
    assert shown.amount == Money(2500, "USD")


def test_only_gifts_that_can_be_chosen_stand_on_the_page_in_their_order(session):
    campaign = make_campaign(session)
    campaign.tiers[0].position, campaign.tiers[1].active = 9, False
    session.commit()
    session.expire_all()
    assert [tier.name for tier in page_of(session, campaign).tiers] == ["Week at the Loom", "Seed Packet"]


def test_lists_show_what_can_be_given_to_first(session):
    moment = now()
    make_campaign(session, title="Over", ends_at=moment - timedelta(days=1))
    make_campaign(session, title="Ended", state=CampaignState.ENDED)
    make_campaign(session, title="Soon", starts_at=moment + timedelta(days=1))
    make_campaign(session, title="Open")
    make_campaign(session, title="Draft", state=CampaignState.DRAFT)
    make_campaign(session, title="Archived", state=CampaignState.ARCHIVED)
    titles = [card.title for card in reading.cards(session)]
    assert titles[:2] == ["Open", "Soon"]
    assert set(titles[2:]) == {"Over", "Ended"}
    assert [card.title for card in reading.live_cards(session)] == ["Open"]


def test_a_partner_is_shown_with_its_own_campaigns_only(session):
    make_noise(session)
    partner = make_organization(session)
    mine = make_campaign(session, organization=partner)
    assert [card.slug for card in reading.cards(session, organization_id=partner.id)] == [mine.slug]


@pytest.fixture
def questions(session):
    """How often the database is asked."""
    asked = []

    def note(*of_the_question):
        asked.append(of_the_question[2])

    event.listen(db.engine, "after_cursor_execute", note)
    yield asked
    event.remove(db.engine, "after_cursor_execute", note)


def test_more_gifts_and_campaigns_mean_no_more_questions(session, questions):
    def ask():
        session.commit()
        session.expunge_all()
        questions.clear()
        reading.cards(session)
        page_of(session, campaign)
        return len(questions)

    campaign = make_campaign(session)
    make_gift(session, campaign)
    few = ask()
    for number in range(6):
        make_gift(session, campaign, giver=make_giver(email=f"g{number}@example.org"))
        make_campaign(session)
    assert ask() == few
