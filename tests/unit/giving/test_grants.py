"""Passing money on: what waits goes once, whoever is quicker, and the database itself lets no more of it go."""

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import DBAPIError

from hope.giving import parcels, settling
from hope.giving.facts import PaymentSettled
from hope.giving.grants.making import CannotGrant, Share, Wish, make
from hope.giving.models import Grant, GrantPart, LedgerEntry, Parcel
from hope.kernel.clock import charity_day, now
from hope.kernel.db import unit_of_work
from tests.support.builders import dollars, make_campaign, make_gift
from tests.support.gifts import at_once


@pytest.fixture
def campaign(session):
    """A campaign with two settled gifts of which $47.00 waits."""
    campaign = make_campaign(session)
    for number, fee in enumerate(("1", "2")):
        gift = make_gift(session, campaign, days_ago=9 - number)
        names = f"pi_{number}", f"ch_{number}", f"txn_{number}"
        fact = PaymentSettled(gift.source, *names, gift.total, dollars(fee), "visa 4242", gift.given_at)
        settling.record_settlement(session, fact)
    session.commit()
    return campaign


def wish(campaign, key, amount):
    share = Share(campaign.id, campaign.title, dollars(amount))
    return Wish(campaign.organization_id, "A partner", charity_day(now()), (share,), key)


def test_of_two_treasurers_who_pass_on_the_same_money_one_does(app, session, campaign):
    wishes = [wish(campaign, f"form-{number}" * 4, "40") for number in range(2)]
    session.commit()

    def granting(one):
        def grant():
            with app.app_context(), unit_of_work() as own:
                return make(own, one, "treasurer@example.org").reference

        return grant

    answers = at_once(*map(granting, wishes))
    [said] = [answer for answer in answers if isinstance(answer, CannotGrant)]
    assert str(said) == f"No more than 7.00 USD of “{campaign.title}” is settled and waits."
    session.expire_all()
    [made] = session.scalars(select(Grant))
    assert made.reference in answers
    assert session.scalar(select(func.sum(GrantPart.amount))) == 4000
    booked = select(LedgerEntry).where(LedgerEntry.kind == "grant")
    assert [entry.total for entry in session.scalars(booked)] == [-dollars("40")]
    assert parcels.left(session, [campaign.id])[campaign.id] == dollars("7")


def test_no_more_of_a_gift_is_passed_on_than_is_left_of_it(session, campaign):
    make(session, wish(campaign, "form" * 5, "30"), "treasurer@example.org")
    session.commit()
    with pytest.raises(DBAPIError, match="more is passed on than is left of the gift"):
        session.execute(update(Parcel).values(passed=Parcel.ready + 1))
    session.rollback()
    # What went back afterwards leaves less ready than was passed on: that is a fact, and may be written.
    session.execute(update(Parcel).values(ready=0))
    session.execute(update(Parcel).values(passed=Parcel.passed))
    session.rollback()
