"""Lines and entries are their gift, to the cent: neither database takes anything else, whoever writes it."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from hope.giving.models import Gift, GiftLine, LedgerEntry, Receipt
from hope.kernel.clock import now
from hope.kernel.money import Money
from tests.support.builders import make_campaign, make_gift
from tests.support.gifts import count

TRIGGERS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT DISTINCT tgname FROM pg_trigger WHERE NOT tgisinternal",
}
GUARDS = {
    "ledger": ("ledger_entry_no_update", "ledger_entry_append_only"),
    "refunds": ("refund_within_gift",),
    "amounts": ("gift_no_change",),
    "lines": ("gift_line_within_gift",),
    "lines that stay": ("gift_line_no_update",),
    "whole gifts": ("receipt_of_whole_gift", "gift_adds_up"),
    "shares": ("entry_is_share",),
}


@pytest.fixture
def campaign(session):
    return make_campaign(session)


@pytest.fixture
def add(session, campaign):
    """Write a gift of 25.00 USD as a careless script would: these lines, these entries, a receipt or none."""
    supporter = make_gift(session, campaign).supporter_id

    def write(lines, entries, receipt=True):
        gift = Gift(
            reference="x", source="x", supporter_id=supporter, interval="once", total=Money(2500, "USD"),
            giver_name="x", naming="full", show_amount=True, given_at=now(),
        )  # fmt: skip
        session.add(gift)
        session.flush()
        for cents in lines:
            session.add(line(gift, campaign, cents))
        session.flush()
        if receipt:
            session.add(Receipt(number="x", gift_id=gift.id, kept=gift.total))
        for number, (kind, cents) in enumerate(entries):
            session.add(entry(gift, campaign, kind, cents, f"x:{number}"))
            session.flush()
        session.commit()
        return gift

    yield write
    session.rollback()


def line(gift, campaign, cents):
    words = {"campaign_title": "x", "campaign_slug": "x", "label": "x"}
    return GiftLine(gift_id=gift.id, campaign_id=campaign.id, total=Money(cents, "USD"), **words)


def entry(gift, campaign, kind, cents, source):
    proof = {"source": source, "occurred_at": now()}
    return LedgerEntry(
        kind=kind, gift_id=gift.id, campaign_id=campaign.id, total=Money(cents, "USD"), **proof
    )


@pytest.mark.parametrize("lines", [[2500], [2000, 500]])
def test_a_gift_that_adds_up_is_taken(session, add, lines):
    add(lines, [("gift", 2500)])
    assert count(session, Gift) == 2


@pytest.mark.parametrize("lines", [[2499], [1000, 1499], []])
def test_lines_that_fall_short_are_refused(session, add, lines):
    with pytest.raises(IntegrityError, match=r"the lines do not add up to the gift|not the share"):
        add(lines, [("gift", 2500)])


@pytest.mark.parametrize("lines", [[2501], [2500, 1]])
def test_lines_that_exceed_are_refused(session, add, lines):
    with pytest.raises(IntegrityError, match="the lines exceed the gift"):
        add(lines, [("gift", 2500)])


@pytest.mark.parametrize("entries", [[("gift", 2499)], [("gift", 2501)], [("offline", 1)]])
def test_an_entry_that_is_not_its_campaigns_share_is_refused(session, add, entries):
    with pytest.raises(IntegrityError, match="the entry is not the share of the gift"):
        add([2500], entries)


def test_a_gift_is_not_booked_twice(session, add):
    with pytest.raises(IntegrityError, match="the entry is not the share of the gift"):
        add([2500], [("gift", 2500), ("offline", 2500)])


def test_nothing_is_booked_on_a_gift_that_is_not_booked_itself(session, add):
    with pytest.raises(IntegrityError, match="the gift itself is not booked in whole"):
        add([2500], [("refund", -100)])


def test_a_line_that_comes_later_is_refused(session, add, campaign):
    gift = add([2500], [("gift", 2500)])
    session.add(line(gift, campaign, 1))
    with pytest.raises(IntegrityError, match="the lines exceed the gift"):
        session.commit()


@pytest.mark.parametrize(
    "deed",
    ["UPDATE gift SET amount = 1", "UPDATE gift SET currency = 'EUR'", "UPDATE gift_line SET amount = 1",
     "UPDATE gift_line SET campaign_id = 0", "DELETE FROM gift_line"],
)  # fmt: skip
def test_a_gift_and_its_lines_are_never_changed(session, add, deed):
    add([2500], [("gift", 2500)])
    with pytest.raises(IntegrityError, match="never changed"):
        session.execute(text(deed))


def test_what_a_giver_may_ask_to_have_changed_can_be_changed(session, add):
    gift = add([2500], [("gift", 2500)])
    gift.giver_name, gift.note = "", ""
    session.commit()


def test_every_guard_of_the_books_stands(session):
    """A table that SQLite copies in a migration loses its triggers without a word."""
    there = set(session.scalars(text(TRIGGERS[session.get_bind().dialect.name])))
    assert [guard for guard, names in GUARDS.items() if there.isdisjoint(names)] == []
