"""What givers of standing gifts hear beforehand, once; and the day that is as near to the old one as can be."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from hope.giving import reminding
from hope.giving.change_form import next_on
from hope.giving.models import RecurringGift, RecurringStatus
from hope.giving.papers.law import month_of
from hope.giving.pledge import Interval
from hope.kernel.clock import charity_day, charity_time, now
from hope.kernel.mail.models import OutgoingMail
from tests.support.builders import make_campaign
from tests.support.letters import letters_to
from tests.support.standing import make_recurring

SOON = timedelta(days=10)


def kinds(session) -> list[str]:
    return sorted(session.scalars(select(OutgoingMail.kind)))


def test_a_yearly_gift_is_announced_once_and_only_while_it_will_be_charged(app, session):
    campaign = make_campaign(session)
    yearly = {"interval": Interval.YEAR, "next_payment_at": now() + SOON}
    told = make_recurring(session, campaign, email="told@example.org", **yearly)
    late = {"next_payment_at": now() + timedelta(days=40)}
    ended, past = {"status": RecurringStatus.CANCELED}, {"next_payment_at": now() - SOON}
    ends, example = {"cancel_at": now() + SOON}, {"is_example": True}
    for over in ({"interval": Interval.MONTH}, late, {"paused": True}, ends, ended, example, past):
        make_recurring(session, campaign, **yearly | over)
    for _ in range(3):
        reminding.remind(session)
    session.commit()
    [letter] = letters_to(app, session, "told@example.org")
    assert kinds(session) == ["renewal_ahead"]
    day = f"{charity_day(told.next_payment_at).day} "
    for part in ("Your yearly gift of $50.00 comes again on", day):
        assert part in letter.subject
    assert "/give/recurring/" in letter.text
    told.next_payment_at += timedelta(days=2)  # moved: it is another renewal then
    reminding.remind(session)
    assert kinds(session) == ["renewal_ahead", "renewal_ahead"]


def test_a_card_that_will_be_too_old_is_told_of_once_for_each_card(app, session):
    campaign, month = make_campaign(session), f"{charity_day(now()):%Y-%m}"
    gift = make_recurring(session, campaign, email="told@example.org", card_expires=month)
    make_recurring(session, campaign, card_expires="2099-01")
    make_recurring(session, campaign, card_expires=month, status=RecurringStatus.UNPAID)
    for _ in range(2):
        reminding.remind(session)
    session.commit()
    [letter] = letters_to(app, session, "told@example.org")
    assert kinds(session) == ["card_expires"]
    assert letter.subject == f"The card of your monthly gift expires in {month_of(month)}"
    gift.card = "amex 0005"
    reminding.remind(session)
    gift.card_expires = "2099-02"  # replaced before the letter was written: nothing is left to say
    session.commit()
    assert len(letters_to(app, session, "told@example.org")) == 1


@pytest.mark.parametrize("day", [1, 14, 28])
def test_another_day_is_near_the_old_one_and_never_at_once(day):
    for days in (0, 15, 31, -90):
        due = now() + timedelta(days=days, hours=5)
        chosen = next_on(RecurringGift(next_payment_at=due), day)
        assert charity_time(chosen).day == day
        assert chosen > now() + timedelta(days=2)
        assert chosen - max(due, now()) < timedelta(days=34)


def test_the_hour_stays_over_the_change_of_clocks():
    due = datetime(2099, 3, 20, 16, 30, tzinfo=UTC)
    chosen = next_on(RecurringGift(next_payment_at=due), 6)
    assert charity_time(chosen).hour == charity_time(due).hour
