"""`flask demo load`: a past that adds up, told once, and never into books that are real."""

from collections import Counter
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hope.campaigns import reading
from hope.campaigns.matching.models import Match
from hope.campaigns.shared import sharing
from hope.campaigns.shared.models import SharedGift, SharedState
from hope.campaigns.wall.models import WallMessage, WallState
from hope.giving.books import grants, movements, own, states
from hope.giving.books.seen import Seen
from hope.giving.models import (
    Checkout,
    CheckoutState,
    EntryKind,
    Gift,
    LedgerEntry,
    Payout,
    PayoutLine,
    Receipt,
    RecurringGift,
    Refund,
    Settlement,
)
from hope.giving.pledge import Interval, Naming
from hope.home.transparency import reading as transparency
from hope.honour.models import CardState, Returned, Tribute, Way
from hope.kernel.clock import now
from hope.kernel.db import Base
from hope.kernel.mail.models import MailState, OutgoingMail
from tests.support.builders import make_campaign, make_gift
from tests.support.people import sign_in
from tests.support.web import SiteClient, text_of


def load(app: Flask) -> tuple[int, str]:
    """Run the command; its exit status and what it said."""
    result = app.test_cli_runner().invoke(args=["demo", "load"])
    return result.exit_code, result.output


def rows(session: Session) -> dict[str, int]:
    """How many rows each table holds."""
    session.rollback()
    counted = {table.name: select(func.count()).select_from(table) for table in Base.metadata.sorted_tables}
    return {name: session.execute(query).scalar_one() for name, query in counted.items()}


def test_it_tells_a_whole_past_and_tells_it_once(app: Flask, session: Session, client: SiteClient) -> None:
    status, said = load(app)  # takes seconds, so what follows looks at one and the same example
    assert (status, "added" in said) == (0, True)
    assert_the_past_adds_up(session)
    assert_every_open_campaign_looks_alive(session)
    assert_what_people_do_beside_giving_is_there(session)
    assert_staff_see_what_waits_for_them(client)
    before = rows(session)
    status, said = load(app)
    assert (status, rows(session)) == (0, before)
    assert said.count("all there already") == len(said.splitlines()) > 6


def assert_the_past_adds_up(session: Session) -> None:
    """Totals, books and grants agree, and its gifts are of every kind."""
    assert list(own.totals_against_ledger(session)) == []
    assert list(own.gifts_against_ledger(session)) == []
    for compare in (grants.years_against_ledger, grants.grants_against_ledger, grants.parcels_against_ledger):
        assert list(compare(session)) == []
    [book] = transparency.books(transparency.rows(session))
    in_ledger = session.execute(select(func.sum(LedgerEntry.__table__.c.amount))).scalar_one()
    assert (book.flow.waiting.amount, book.flow.granted.amount < 0) == (in_ledger, True)
    assert (
        sum(one.flow.waiting.amount for one in book.campaigns) == book.years[-1].waiting.amount == in_ledger
    )
    gifts = list(session.scalars(select(Gift).order_by(Gift.id)))
    assert 280 <= len(gifts) <= 340
    assert [g.given_at for g in gifts] == sorted(g.given_at for g in gifts)
    assert now() - timedelta(days=560) < gifts[0].given_at < now() - timedelta(days=500)
    assert now() - timedelta(days=5) < gifts[-1].given_at < now()
    assert all(gift.is_example for gift in gifts)
    assert all(gift.supporter.email.split("@")[1].startswith("example.") for gift in gifts)
    assert {gift.interval for gift in gifts} == set(Interval)
    assert {gift.naming for gift in gifts} == set(Naming)
    assert {gift.show_amount for gift in gifts} == {True, False}
    assert sum(bool(gift.note) for gift in gifts) > 10
    assert_every_gift_is_acknowledged(session, gifts)


def assert_every_gift_is_acknowledged(session: Session, gifts: list[Gift]) -> None:
    """Each has its receipt of its own day, its fee in the books, and no mail."""
    first = select(Receipt.gift_id, Receipt.issued_at).where(Receipt.version == 1)
    assert dict(session.execute(first).all()) == {gift.id: gift.given_at for gift in gifts}
    fees = select(func.count(func.distinct(LedgerEntry.gift_id))).where(LedgerEntry.kind == EntryKind.FEE)
    assert session.scalar(fees) == len(gifts)
    refunds = list(session.scalars(select(Refund)))
    assert len(refunds) >= 4
    assert session.scalar(select(func.count()).where(Receipt.version == 2)) == len(refunds)
    mails = list(session.scalars(select(OutgoingMail)))
    # What was written was handed to nobody, and no worker ever finds it waiting.
    assert {mail.state for mail in mails} == {MailState.SENT, MailState.FAILED}
    assert all(mail.text and mail.recipient.split("@")[1].startswith("example.") for mail in mails)
    running = list(session.scalars(select(RecurringGift)))
    assert {gift.ended_at is None for gift in running} == {True, False}


def assert_every_open_campaign_looks_alive(session: Session) -> None:
    """Each is under way, and its page names its newest gifts."""
    cards = {card.slug: card for card in reading.cards(session)}
    live = [card for card in cards.values() if card.state == "live"]
    assert len(live) == 3
    assert all(35 <= card.progress.percent <= 80 for card in live)
    assert [100 <= card.progress.percent <= 110 for card in cards.values() if card.state == "ended"] == [True]
    page = reading.page(session, reading.find(session, live[0].slug))  # type: ignore[arg-type]
    assert "is an example" in page.example_note or "are an example" in page.example_note
    assert len(page.recent) == reading.RECENT


def assert_what_people_do_beside_giving_is_there(session: Session) -> None:
    """Cards, gifts among friends, a match, words, attempts that came to nothing, and payouts."""
    cards = {tribute.state: tribute for tribute in session.scalars(select(Tribute))}
    assert set(cards) == {
        CardState.OPENED, CardState.SENT, CardState.WAITING, CardState.RETURNED, CardState.KEPT,
    }  # fmt: skip
    assert (cards[CardState.KEPT].way, cards[CardState.RETURNED].returned) == (Way.PRINT, Returned.BOUNCED)
    shared = {one.state: sharing.stand(session, one) for one in session.scalars(select(SharedGift))}
    half, full = shared[SharedState.OPEN], shared[SharedState.FULL]
    assert half.left == half.received
    assert (full.left.amount, len(full.givers)) == (0, 4)
    [match] = session.scalars(select(Match))
    assert 0 < match.confirmed_amount < match.matched.amount < match.cap_amount
    said = Counter(session.scalars(select(WallMessage.state)))
    assert said == {WallState.SHOWN: 4, WallState.WAITING: 1}
    ended = Counter(session.scalars(select(Checkout.state)))
    assert (ended[CheckoutState.EXPIRED], ended[CheckoutState.FAILED]) == (1, 1)
    settled = session.scalar(select(func.count()).select_from(Settlement))
    assert settled == session.scalar(select(func.count()).select_from(Gift))
    assert_payouts_add_up(session)


def assert_staff_see_what_waits_for_them(client: SiteClient) -> None:
    """Their first page has something of each kind."""
    sign_in(client, "owner")
    today = text_of(client.get("/admin/"))
    for words in (
        "1 dispute waits",
        "1 recurring gift could not be renewed",
        "1 letter could not be delivered",
        "Words of 1 giver wait to be read",
        "1 letter of a giver waits for an answer",
        "1 request for prayer waits to be read",
    ):
        assert words in today


def assert_payouts_add_up(session: Session) -> None:
    """All but the last week has left, to the cent; and none of it is taken for Stripe's own."""
    carried = set(session.scalars(select(PayoutLine.transaction_id)))
    left = sum(
        one.gross.amount - one.fee.amount
        for one in session.scalars(select(Settlement))
        if one.transaction_id in carried
    )
    left -= sum(
        refund.total.amount
        for refund in session.scalars(select(Refund))
        if f"txn_example_refund_{refund.id}" in carried
    )
    assert sum(payout.total.amount for payout in session.scalars(select(Payout))) == left
    later = now() + timedelta(seconds=1)
    with Seen() as seen:
        assert list(movements.unknown_to_stripe(session, None, later, seen)) == []
        assert list(states.unknown_subscriptions(session, later, seen)) == []


def test_a_real_gift_keeps_it_out(app: Flask, session: Session) -> None:
    make_gift(session, make_campaign(session))
    before = rows(session)
    status, said = load(app)
    assert (status, said) == (1, "Error: this database holds 1 real gift; nothing was changed.\n")
    assert rows(session) == before


def test_production_keeps_it_out(app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "ENVIRONMENT", "production")
    status, said = load(app)
    assert (status, len(said.splitlines())) == (1, 1)
    assert rows(session)["organization"] == 0
