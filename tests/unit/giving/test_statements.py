"""What somebody gave in a year: whose gifts, which days, and what is left of each by the books."""

import random
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hope.giving import gifts, ledger
from hope.giving.facts import Movement
from hope.giving.models import Dispute, Gift, LedgerEntry
from hope.giving.pledge import PledgeLine
from hope.giving.statements import Period, statement, years_with_gifts
from hope.kernel import clock
from hope.kernel.money import Money
from tests.support.builders import dollars, make_campaign, make_gift, make_giver, make_noise, make_pledge


def given(session: Session, campaign, moment: datetime, amount: Money | None = None, **over) -> Gift:
    amount = amount or dollars("25")
    line = PledgeLine(campaign.id, campaign.slug, campaign.title, "A gift", amount)
    pledge = make_pledge(campaign, lines=(line,), cover=Money.zero(amount.currency), **over)
    gift = gifts.record_gift(session, pledge, gifts.Payment(f"test:{moment}{amount}", pledge.total, moment))
    session.commit()
    return gift


def test_every_gift_with_its_receipt_and_purpose(session: Session):
    make_noise(session)
    campaign = make_campaign(session, title="Safe nights")
    gift = make_gift(session, campaign, tier=1, cover=dollars("1.75"))
    [stated] = statement(session, gift.supporter_id, clock.charity_time(clock.now()).year).gifts
    assert stated.purpose == "Night of Rest: Safe nights"
    assert stated.receipt_number.endswith("-000002")
    assert (stated.total, stated.kept, stated.went_back) == (dollars("51.75"), dollars("51.75"), dollars("0"))


def test_the_year_begins_at_the_charitys_midnight(session: Session):
    campaign = make_campaign(session)
    new_year = datetime(2026, 1, 1, 5, tzinfo=UTC)  # midnight in New York
    last = given(session, campaign, new_year - timedelta(seconds=1), dollars("1"))
    first = given(session, campaign, new_year, dollars("2"))
    old, new = (statement(session, first.supporter_id, year) for year in (2025, 2026))
    assert last.supporter_id == first.supporter_id
    assert [gift.total for gift in old.gifts] == [dollars("1")]
    assert [gift.total for gift in new.gifts] == [dollars("2")]


def test_a_year_may_begin_in_any_month(session: Session):
    campaign = make_campaign(session)
    gift = given(session, campaign, datetime(2026, 4, 1, 4, tzinfo=UTC), dollars("1"))
    given(session, campaign, datetime(2026, 4, 1, 3, 59, tzinfo=UTC), dollars("2"))
    given(session, campaign, datetime(2027, 4, 1, 3, 59, tzinfo=UTC), dollars("4"))
    [total] = statement(session, gift.supporter_id, 2026, 4).totals
    assert total.given == dollars("5")
    assert years_with_gifts(session, gift.supporter_id, 4) == [2026, 2025]
    assert years_with_gifts(session, gift.supporter_id) == [2027, 2026]


def test_what_a_year_is_called():
    assert (Period(2026).name, Period(2026, 4).name, Period(2099, 7).name) == ("2026", "2026–27", "2099–00")
    assert Period(2026).last_day == date(2026, 12, 31)
    assert Period(2027, 3).last_day == date(2028, 2, 29)


@pytest.mark.parametrize(("year", "month"), [(2026, 0), (2026, 13), (0, 1), (99_999, 1), (-1, 1)])
def test_no_such_year(year: int, month: int):
    with pytest.raises(ValueError, match="a year"):
        Period(year, month)


def test_somebody_without_gifts(session: Session):
    gift = make_gift(session, make_campaign(session))
    empty = statement(session, gift.supporter_id, 2001)
    assert (empty.gifts, empty.totals) == ((), ())
    assert years_with_gifts(session, 10**9) == []


def test_what_went_back_later_is_taken_from_the_year_of_the_gift(session: Session):
    gift = given(session, make_campaign(session), datetime(2025, 12, 30, 15, tzinfo=UTC), dollars("50"))
    ledger.book_refund(session, gift, dollars("20"), "test:r", datetime(2026, 1, 9, tzinfo=UTC))
    [total] = statement(session, gift.supporter_id, 2025).totals
    assert (total.given, total.went_back, total.kept) == (dollars("50"), dollars("20"), dollars("30"))
    assert statement(session, gift.supporter_id, 2026).totals == ()


@pytest.mark.parametrize(("status", "contested"), [("needs_response", True), ("lost", False)])
def test_what_a_bank_asked_back_does_not_count(session: Session, status: str, contested: bool):
    gift = given(session, make_campaign(session), datetime(2026, 2, 3, 15, tzinfo=UTC))
    ledger.book_movement(session, gift, Movement("txn_1", -gift.total, dollars("15"), clock.now()))
    opened = {"reason": "fraudulent", "opened_at": clock.now(), "due_by": None}
    session.add(Dispute(dispute_id="dp_1", gift_id=gift.id, total=gift.total, status=status, **opened))
    [stated] = statement(session, gift.supporter_id, 2026).gifts
    assert (stated.kept, stated.contested) == (dollars("0"), contested)


@pytest.mark.parametrize("seed", range(6))
def test_the_sum_is_what_the_ledger_says(session: Session, seed: int):
    """Whatever is given, sent back, sent back in vain, asked back, lost and won, in three currencies."""
    chance = random.Random(seed)
    campaigns = [make_campaign(session, currency=code) for code in ("USD", "JPY", "KWD")]
    me, other = make_giver(email="me@example.org"), make_giver(email="other@example.org")
    for number in range(25):
        campaign = chance.choice(campaigns)
        amount = Money(chance.randrange(100, 90_000) * 10, campaign.currency)
        moment = datetime(2026, 1, 1, 15, tzinfo=UTC) + timedelta(
            days=chance.randrange(-30, 380), seconds=number
        )
        gift = given(session, campaign, moment, amount, giver=chance.choice((me, me, other)))
        _live(session, gift, chance)
    mine = session.scalars(
        select(Gift.supporter_id).where(Gift.supporter.has(email="me@example.org"))
    ).first()
    period = Period(2026)
    table = LedgerEntry.__table__
    sums = (
        select(table.c.currency, func.sum(table.c.amount))
        .join(Gift.__table__, Gift.__table__.c.id == table.c.gift_id)
        .where(Gift.supporter_id == mine, Gift.given_at >= period.begins_at, Gift.given_at < period.ends_at)
        .where(table.c.kind != "fee")
        .group_by(table.c.currency)
    )
    by_the_books = {currency: int(amount) for currency, amount in session.execute(sums)}
    stated = statement(session, mine, 2026)
    assert {total.kept.currency: total.kept.amount for total in stated.totals} == by_the_books
    assert all(total.given - total.went_back == total.kept for total in stated.totals)


def _live(session: Session, gift: Gift, chance: random.Random) -> None:
    """Let a few things happen to a gift, as Stripe tells of them."""
    for step in range(chance.randrange(4)):
        left = ledger.kept_of(session, gift)
        name, moment = f"test:{gift.id}:{step}", gift.given_at + timedelta(days=chance.randrange(400))
        if left.amount <= 0:
            ledger.book_reversal(session, gift, gift.total, f"{name}/failed", moment)
        elif chance.random() < 0.7:
            ledger.book_refund(
                session, gift, Money(chance.randint(1, left.amount), left.currency), name, moment
            )
        else:
            ledger.book_movement(session, gift, Movement(name, -left, Money(15, left.currency), moment))
    session.commit()
