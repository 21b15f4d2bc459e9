"""`flask demo load`: a past that adds up, told once, and never into books that are real."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hope.campaigns import reading
from hope.giving import books
from hope.giving.models import EntryKind, Gift, LedgerEntry, Receipt, RecurringGift, Refund
from hope.giving.pledge import Interval, Naming
from hope.kernel.clock import now
from hope.kernel.db import Base
from hope.kernel.mail.models import OutgoingMail
from tests.support.builders import make_campaign, make_gift


def load(app: Flask) -> tuple[int, str]:
    """Run the command; its exit status and what it said."""
    result = app.test_cli_runner().invoke(args=["demo", "load"])
    return result.exit_code, result.output


def rows(session: Session) -> dict[str, int]:
    """How many rows each table holds."""
    session.rollback()
    counted = {table.name: select(func.count()).select_from(table) for table in Base.metadata.sorted_tables}
    return {name: session.execute(query).scalar_one() for name, query in counted.items()}


def test_it_tells_a_past_that_adds_up(app: Flask, session: Session) -> None:
    status, said = load(app)
    assert (status, "added" in said) == (0, True)
    assert list(books.totals_against_ledger(session)) == []
    assert list(books.gifts_against_ledger(session)) == []
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
    assert session.scalar(select(func.count()).select_from(OutgoingMail)) == 0
    running = list(session.scalars(select(RecurringGift)))
    assert {gift.ended_at is None for gift in running} == {True, False}


def test_every_open_campaign_looks_alive(app: Flask, session: Session) -> None:
    load(app)
    cards = {card.slug: card for card in reading.cards(session)}
    live = [card for card in cards.values() if card.state == "live"]
    assert len(live) == 3
    assert all(35 <= card.progress.percent <= 80 for card in live)
    assert [100 <= card.progress.percent <= 110 for card in cards.values() if card.state == "ended"] == [True]
    page = reading.page(session, reading.find(session, live[0].slug))  # type: ignore[arg-type]
    assert "is an example" in page.example_note or "are an example" in page.example_note
    assert len(page.recent) == reading.RECENT


def test_loading_twice_changes_nothing(app: Flask, session: Session) -> None:
    load(app)
    before = rows(session)
    status, said = load(app)
    assert (status, rows(session)) == (0, before)
    assert said.count("all there already") == 3


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
