"""The books: totals are what the entries add up to, entries are never changed, wrong money cannot be stored."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from hope.giving import gifts, ledger
from hope.giving.models import CampaignGiver, Gift, GiftLine, LedgerEntry, Refund, RefundStatus
from hope.giving.pledge import Pledge, PledgeLine
from hope.kernel.clock import now
from hope.kernel.money import Money
from tests.support.builders import dollars, make_campaign, make_gift, make_giver
from tests.support.gifts import count, in_ledger, raised


class Books(RuleBasedStateMachine):
    """Gifts to one, two or three campaigns, and refunds, in any order."""

    session: object
    campaigns: list

    def __init__(self):
        super().__init__()
        self.gifts, self.numbers = [], iter(range(10_000))
        self.run = f"run{count(self.session, Gift)}"

    @rule(
        amounts=st.lists(st.integers(1, 100_000), min_size=1, max_size=3),
        cover=st.integers(0, 5000),
        giver=st.integers(1, 3),
    )
    def give(self, amounts, cover, giver):
        lines = tuple(
            PledgeLine(campaign.id, campaign.slug, campaign.title, "A gift", Money(amount, "USD"))
            for campaign, amount in zip(self.campaigns, amounts, strict=False)
        )
        pledge = Pledge(make_giver(email=f"g{giver}@example.org"), "once", lines, Money(cover, "USD"))
        payment = gifts.Payment(f"{self.run}:{next(self.numbers)}", pledge.total, now())
        self.gifts.append(gifts.record_gift(self.session, pledge, payment))
        self.session.commit()

    @precondition(lambda self: self.gifts)
    @rule(which=st.integers(0, 100), share=st.integers(1, 100))
    def refund(self, which, share):
        gift = self.gifts[which % len(self.gifts)]
        left = ledger.kept_of(self.session, gift).amount
        amount = Money(max(left * share // 100, 1), "USD")
        if left:
            source = f"{self.run}:refund:{next(self.numbers)}"
            assert ledger.book_refund(self.session, gift, amount, source, now())
            assert not ledger.book_refund(self.session, gift, amount, source, now())
        self.session.commit()

    @precondition(lambda self: self.gifts)
    @rule(which=st.integers(0, 100), fee=st.integers(1, 500))
    def fee(self, which, fee):
        gift = self.gifts[which % len(self.gifts)]
        ledger.book_fee(self.session, gift, Money(fee, "USD"), f"{self.run}:fee:{next(self.numbers)}", now())
        self.session.commit()

    @invariant()
    def totals_are_what_the_books_say(self):
        for campaign in self.campaigns:
            cents, gifts_counted, givers = raised(self.session, campaign.id)
            assert cents == in_ledger(self.session, campaign.id)
            entries = select(func.count(LedgerEntry.gift_id.distinct()))
            of_campaign = entries.where(LedgerEntry.campaign_id == campaign.id, LedgerEntry.kind == "gift")
            assert gifts_counted == self.session.scalar(of_campaign)
            people = select(func.count()).where(CampaignGiver.campaign_id == campaign.id)
            assert givers == self.session.scalar(people)

    @invariant()
    def no_campaign_gives_back_what_another_got(self):
        kept = func.sum(LedgerEntry.__table__.c.amount)
        of_gifts = select(kept).where(LedgerEntry.kind != "fee")
        left = of_gifts.group_by(LedgerEntry.gift_id, LedgerEntry.campaign_id)
        assert all(amount >= 0 for amount in self.session.scalars(left))

    @invariant()
    def every_cent_of_a_gift_is_somewhere(self):
        for gift in self.gifts:
            assert sum(line.total.amount for line in gift.lines) == gift.total.amount


def test_totals_are_what_the_books_say_whatever_happens(session):
    class Today(Books):
        campaigns = [make_campaign(session) for _ in range(3)]

    Today.session = session
    quick = settings(
        max_examples=12, stateful_step_count=8, deadline=None, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(Today, settings=quick)


def test_a_gift_to_three_that_goes_back_cent_by_cent_leaves_nothing_anywhere(session):
    campaigns = [make_campaign(session) for _ in range(3)]
    lines = tuple(PledgeLine(campaign.id, "x", "x", "x", Money(7, "USD")) for campaign in campaigns)
    pledge = Pledge(make_giver(), "once", lines, Money(2, "USD"))
    gift = gifts.record_gift(session, pledge, gifts.Payment("test", pledge.total, now()))
    for cent in range(23):
        ledger.book_refund(session, gift, Money(1, "USD"), f"re_{cent}", now())
    assert [raised(session, campaign.id)[0] for campaign in campaigns] == [0, 0, 0]
    for cent in range(23):
        ledger.book_reversal(session, gift, Money(1, "USD"), f"re_{cent}/failed", now())
    assert sorted(raised(session, campaign.id)[0] for campaign in campaigns) == [7, 8, 8]


@pytest.mark.parametrize("statement", ["UPDATE ledger_entry SET amount = 1", "DELETE FROM ledger_entry"])
def test_an_entry_can_be_neither_changed_nor_removed(session, statement):
    campaign = make_campaign(session)
    make_gift(session, campaign)
    with pytest.raises(IntegrityError, match="append-only"):
        session.execute(text(statement))
    session.rollback()
    assert in_ledger(session, campaign.id) == 2500


def test_not_even_the_rows_themselves_can_be_changed(session):
    make_gift(session, make_campaign(session))
    session.scalars(select(LedgerEntry)).one().total = dollars("1")
    with pytest.raises(IntegrityError, match="append-only"):
        session.commit()
    session.rollback()


def a_refund(gift, cents, **over):
    given = {
        "gift_id": gift.id,
        "source": f"re_{cents}_{over.get('status', '')}",
        "status": RefundStatus.SUCCEEDED,
    }
    return Refund(**given | {"total": Money(cents, "USD"), "refunded_at": now()} | over)


def test_refunds_never_exceed_their_gift(session):
    gift = make_gift(session, make_campaign(session))
    session.add(a_refund(gift, 2000))
    session.commit()
    session.add(a_refund(gift, 501))
    with pytest.raises(IntegrityError, match="refunds exceed the gift"):
        session.commit()
    session.rollback()
    session.add(a_refund(gift, 500))
    session.commit()


def test_a_refund_that_failed_leaves_room_for_another(session):
    gift = make_gift(session, make_campaign(session))
    session.add(a_refund(gift, 2500, status=RefundStatus.FAILED))
    session.commit()
    session.add(a_refund(gift, 2500))
    session.commit()
    assert count(session, Refund) == 2


@pytest.mark.parametrize("cents", [0, -1])
def test_a_refund_of_nothing_is_none(session, cents):
    session.add(a_refund(make_gift(session, make_campaign(session)), cents))
    with pytest.raises(IntegrityError, match="amount_positive"):
        session.commit()
    session.rollback()


def test_the_same_refund_is_kept_once(session):
    gift = make_gift(session, make_campaign(session))
    session.add_all([a_refund(gift, 100, source="re_1"), a_refund(gift, 200, source="re_1")])
    with pytest.raises(IntegrityError, match=r"(?i)unique"):
        session.commit()
    session.rollback()


WRONG_CURRENCY = {
    "a line": lambda gift: GiftLine(
        gift_id=gift.id, campaign_id=gift.lines[0].campaign_id, campaign_title="x", campaign_slug="x", label="x",
        total=Money(1, "EUR"),
    ),
    "a refund": lambda gift: a_refund(gift, 1, total=Money(1, "EUR")),
    "an entry": lambda gift: LedgerEntry(
        kind="gift", gift_id=gift.id, campaign_id=gift.lines[0].campaign_id, total=Money(1, "EUR"),
        source="x", occurred_at=now(),
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", WRONG_CURRENCY)
def test_nothing_in_another_currency_than_its_gift_can_be_stored(session, what):
    gift = make_gift(session, make_campaign(session))
    session.add(WRONG_CURRENCY[what](gift))
    with pytest.raises(IntegrityError, match=r"(?i)foreign key"):
        session.commit()
    session.rollback()


def test_a_payment_that_is_not_what_was_asked_for_makes_no_gift(session):
    gift = make_gift(session, make_campaign(session))
    line = PledgeLine(gift.lines[0].campaign_id, "x", "x", "x", dollars("10"))
    pledge = Pledge(make_giver(), "once", (line,), dollars("1"))
    for total in (dollars("10"), dollars("11.01"), Money(1100, "EUR")):
        with pytest.raises(gifts.CannotRecord):
            gifts.record_gift(session, pledge, gifts.Payment("x", total, now()))
    assert count(session, Gift) == 1


def test_one_payment_cannot_be_two_gifts(session):
    campaign = make_campaign(session)
    pledge = Pledge(
        make_giver(), "once", (PledgeLine(campaign.id, "x", "x", "x", dollars("9")),), Money.zero("USD")
    )
    payment = gifts.Payment("stripe:pi_1", pledge.total, now(), "pi_1")
    gifts.record_gift(session, pledge, payment)
    for again in (payment, replace(payment, source="stripe:other")):
        with pytest.raises(IntegrityError, match=r"(?i)unique"), session.begin_nested():
            gifts.record_gift(session, pledge, again)
