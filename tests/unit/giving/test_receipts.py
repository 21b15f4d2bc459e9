"""Receipts: numbered without gaps in the charity's own year, and said in the words that the law asks for."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import select, update

from hope.giving import gifts, receipts
from hope.giving.models import Checkout, Receipt
from hope.kernel.clock import charity_time, now
from hope.kernel.mail.compose import compose
from hope.kernel.money import Money
from tests.support.builders import make_campaign, make_checkout, make_gift, make_giver, make_pledge
from tests.support.gifts import count
from tests.support.stripe_events import completed, deliver, invoice_paid


def numbers(session):
    return session.scalars(select(Receipt.number).order_by(Receipt.id)).all()


def given_at(session, campaign, moment):
    pledge = make_pledge(campaign)
    gift = gifts.record_gift(session, pledge, gifts.Payment(f"test:{moment}", pledge.total, moment))
    session.commit()
    return gift


def test_numbers_follow_each_other(session):
    campaign = make_campaign(session)
    for _ in range(3):
        make_gift(session, campaign)
    year = charity_time(now()).year
    assert numbers(session) == [f"{year}-000001", f"{year}-000002", f"{year}-000003"]


def test_each_year_begins_anew_and_an_old_one_goes_on(session):
    campaign = make_campaign(session)
    for moment in (
        datetime(2025, 6, 1, tzinfo=UTC),
        datetime(2026, 6, 1, tzinfo=UTC),
        datetime(2025, 7, 1, tzinfo=UTC),
    ):
        given_at(session, campaign, moment)
    assert numbers(session) == ["2025-000001", "2026-000001", "2025-000002"]


def test_the_year_is_that_of_the_charitys_own_clock(session):
    """Four in the morning of New Year's Day in London is still the old year in New York."""
    given_at(session, make_campaign(session), datetime(2026, 1, 1, 4, 0, tzinfo=UTC))
    assert numbers(session) == ["2025-000001"]


def test_a_gift_that_could_not_be_recorded_leaves_no_gap(client, session):
    campaign = make_campaign(session)
    first, broken, last = (make_checkout(client, campaign, email=f"g{n}@example.org") for n in range(3))
    lines = [{**line, "campaign_id": 999_999, "tier_id": None} for line in broken.lines]
    session.execute(update(Checkout).where(Checkout.id == broken.id).values(lines=lines))
    for checkout in (first, broken, last):
        deliver(client, completed(checkout))
    assert [number[-6:] for number in numbers(session)] == ["000001", "000002"]


def test_a_replaced_receipt_keeps_its_number_and_counts_its_versions(session):
    gift = make_gift(session, make_campaign(session))
    second = receipts.replace(session, gift, Money(1000, "USD"))
    assert (second.version, second.kept) == (2, Money(1000, "USD"))
    assert len(set(numbers(session))) == 1
    assert receipts.replace(session, gift, Money(1000, "USD")) is None
    assert count(session, Receipt) == 2


@pytest.fixture
def letter(session):
    campaign = make_campaign(session, title="Looms for Ljubljana")
    pledge = make_pledge(
        campaign, tier=2, giver=make_giver(name="Zoë Ångström & Sons"), cover=Money(391, "USD")
    )
    payment = gifts.Payment("test:1", pledge.total, datetime(2026, 11, 23, 20, 0, tzinfo=UTC))
    gift = gifts.record_gift(session, pledge, payment)
    session.commit()
    return compose("receipt", {"receipt_id": receipts.receipt_of(session, gift.id).id})


@pytest.mark.parametrize(
    "words",
    [
        "Hope Example Charity",
        "00-0000000",
        "23 November 2026",
        "$123.91",
        "$120.00",
        "$3.91",
        "Week at the Loom",
        "Looms for Ljubljana",
        "2026-000001",
        "No goods or services were provided in exchange for this gift.",
    ],
)
def test_the_receipt_says_all_that_the_law_asks_for_in_text_and_in_html(letter, words):
    assert words in letter.text
    assert words in letter.html


def test_a_name_in_the_receipt_is_text_and_nothing_else(letter):
    assert "Zoë Ångström & Sons" in letter.text
    assert "Zoë Ångström &amp; Sons" in letter.html


@pytest.mark.parametrize("name", ["<b>Bold</b>", "win at evil.example", "a@b.example", "read " * 20])
def test_a_name_that_is_a_message_to_a_stranger_is_not_carried_there(session, name):
    gift = make_gift(session, make_campaign(session), giver=make_giver(name=name))
    letter = compose("receipt", {"receipt_id": receipts.receipt_of(session, gift.id).id})
    assert "Thank you.\n" in letter.text
    assert name.strip() not in letter.text + letter.html


def test_the_receipt_brings_nothing_from_elsewhere(letter):
    for word in ("<script", "<img", "<link", "url(", "@import"):
        assert word not in letter.html


def test_the_subject_is_one_line(letter):
    assert letter.subject.splitlines() == [letter.subject]
    assert "2026-000001" in letter.subject


def test_renaming_a_campaign_rewrites_no_receipt(session):
    campaign = make_campaign(session, title="As It Was")
    gift = make_gift(session, campaign)
    campaign.title, campaign.tiers[0].name, campaign.slug = "As It Is", "Another", "another"
    session.commit()
    letter = compose("receipt", {"receipt_id": receipts.receipt_of(session, gift.id).id})
    assert "As It Was" in letter.text
    assert "As It Is" not in letter.text


def test_a_monthly_receipt_says_what_comes_and_how_to_stop_it(client, session):
    deliver(client, invoice_paid(make_checkout(client, make_campaign(session), interval="month")))
    receipt = session.scalars(select(Receipt)).one()
    letter = compose("receipt", {"receipt_id": receipt.id})
    assert "$25.00 a month" in letter.text
    assert "pause or stop it" in letter.text


def test_a_name_of_the_giver_changed_later_leaves_the_receipt_alone(session):
    gift = make_gift(session, make_campaign(session), giver=replace(make_giver(), name="First Name"))
    gift.supporter.name = "Second Name"
    session.commit()
    letter = compose("receipt", {"receipt_id": receipts.receipt_of(session, gift.id).id})
    assert "First Name" in letter.text
