"""Editors who change the same campaign in the same moment."""

from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import select

from hope.admin.tier_form import PLAIN
from hope.campaigns import editing, tiers
from hope.campaigns.models import CampaignSlug, GivingTier
from hope.kernel.db import db, unit_of_work
from hope.kernel.money import Money
from hope.kernel.unfit import Unfit
from tests.support.builders import make_campaign, make_gift, make_noise, make_organization


def at_once(app: Flask, *acts) -> list[object]:
    """Do several things in the same moment, each in a thread and a unit of work of its own; what came of each."""
    start, results = Barrier(len(acts)), []

    def run(act) -> None:
        with app.app_context():
            start.wait()
            try:
                with unit_of_work() as work:
                    results.append(act(work))
            except Exception as error:
                results.append(error)
            db.session.remove()

    threads = [Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_two_orders_at_once_leave_one_whole_order(app, session):
    campaign = make_campaign(session)
    ids = [tier.id for tier in campaign.tiers]
    orders = ([ids[2], ids[0], ids[1]], [ids[1], ids[2], ids[0]])

    def put(order):
        return lambda work: tiers.put_in_order(tiers.hold_campaign(work, campaign.id), order)

    results = at_once(app, *[put(order) for order in orders])
    assert not [found for found in results if isinstance(found, Exception)]
    session.expire_all()
    assert [tier.id for tier in campaign.tiers] in orders
    assert sorted(tier.position for tier in campaign.tiers) == [0, 1, 2]


def test_two_suggestions_at_once_leave_one(app, session):
    campaign = make_campaign(session)
    ids = [tier.id for tier in campaign.tiers]

    def suggest(tier_id):
        def act(work):
            tiers.hold_campaign(work, campaign.id)
            tiers.suggest_no_other(work, campaign.id, tier_id)
            work.get_one(GivingTier, tier_id).suggested = True

        return act

    results = at_once(app, suggest(ids[0]), suggest(ids[2]))
    assert results == [None, None]
    session.expire_all()
    assert sum(tier.suggested for tier in campaign.tiers) == 1


def wish(partner, slug: str) -> editing.Wish:
    plain = {
        "summary": "",
        "story": "",
        "free_amount": True,
        "time_zone": "UTC",
        "scene": "dawn",
        "scene_alt": "",
    }
    money = Money(10_000, "USD"), Money(500, "USD")
    return editing.Wish("Light", slug, partner.id, *money, starts_at=None, ends_at=None, plain=plain)


def test_one_address_wanted_by_two_at_once_goes_to_one(app, session):
    partner = make_organization(session)
    results = at_once(app, *[lambda work: editing.create(work, wish(partner, "light")).id] * 2)
    assert sorted(type(found) for found in results if not isinstance(found, int)) == [Unfit]
    assert session.scalars(select(CampaignSlug.slug)).all() == ["light"]


def test_a_new_gift_keeps_its_place_in_an_order_that_does_not_know_it(session):
    campaign = make_campaign(session)
    first, second, third = (tier.id for tier in campaign.tiers)
    assert tiers.put_in_order(campaign, [third, first])
    assert [t.id for t in sorted(campaign.tiers, key=lambda t: t.position)] == [third, first, second]
    session.flush()
    session.refresh(campaign)
    assert not tiers.put_in_order(campaign, [third, first, second])


def test_a_step_beyond_the_ends_and_a_stranger_change_nothing(session):
    campaign = make_campaign(session)
    ids = [tier.id for tier in campaign.tiers]
    assert tiers.moved(campaign, ids[0], -1) == ids
    assert tiers.moved(campaign, ids[2], 1) == ids
    assert tiers.moved(campaign, 999, 1) == ids


def test_a_limit_that_comes_late_counts_what_was_given_and_never_lies_below_it(session):
    campaign = make_campaign(session)
    make_noise(session)
    tier = campaign.tiers[0]
    assert tier.left is None
    for _ in range(3):
        make_gift(session, campaign, tier=0)
    tiers.limit(session, tier, 5)
    session.commit()
    assert (tier.taken, tier.left) == (3, 2)
    with pytest.raises(Unfit, match="Write 3 or more"):
        tiers.limit(session, tier, 2)
    tiers.limit(session, tier, 3)
    assert tier.left == 0
    tiers.limit(session, tier, None)
    assert tier.left is None


def test_a_copied_gift_forgets_nothing_that_is_said_of_it():
    words = set(PLAIN) - {"suggested"}
    assert words <= set(tiers.COPIED)
