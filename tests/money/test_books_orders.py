"""Staff ask for the books to be compared, and to be repaired; the worker does it and says how it went."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from hope.giving.models import BooksCheck, BooksOrder, Gift, Payout
from hope.kernel.audit import AuditEntry
from hope.kernel.clock import now
from tests.support.builders import run_jobs
from tests.support.people import send, sign_in
from tests.support.web import text_of


@pytest.fixture
def campaign(life):
    return life.campaign()


@pytest.fixture
def lost(life, campaign):
    """A paid gift of which no event ever came."""
    checkout = life.open(campaign)
    life.sandbox.settings(webhooks="drop")
    life.sandbox.pay(checkout.session_id)
    life.sandbox.idle()
    life.sandbox.settings(webhooks="deliver")
    sign_in(life.client, "treasurer")


def order(life):
    life.refresh()
    return life.session.scalars(select(BooksOrder).order_by(BooksOrder.id.desc())).first()


def test_a_lost_gift_is_found_and_repaired(life, lost):
    send(life.client, "/admin/books/comparison")
    assert "The worker takes this up in a moment" in text_of(life.client.get("/admin/books/"))
    run_jobs(life.app)
    assert order(life).finished_at
    assert "Stripe has not brought" in text_of(life.client.get("/admin/books/"))
    assert life.client.get("/admin/books/repair").status_code == 200
    send(life.client, "/admin/books/repair")
    run_jobs(life.app)
    assert "They match, to the cent." in text_of(life.client.get("/admin/books/"))
    assert len(life.session.scalars(select(Gift)).all()) == 1
    acts = [entry.action for entry in life.session.scalars(select(AuditEntry).order_by(AuditEntry.id))]
    assert acts[-2:] == ["compare books", "repair books"]


def test_asking_twice_asks_once(life, lost):
    for _ in range(3):
        send(life.client, "/admin/books/comparison")
    life.books_may_differ = True
    assert len(life.session.scalars(select(BooksOrder)).all()) == 1


def test_stripe_that_is_away_is_said(life, campaign):
    sign_in(life.client, "treasurer")
    life.app.extensions["gateway"] = type(life.app.extensions["gateway"])(
        "sk_test_x", "whsec_x", "http://127.0.0.1:9", False
    )
    send(life.client, "/admin/books/comparison")
    run_jobs(life.app)
    assert "Stripe could not be asked" in text_of(life.client.get("/admin/books/"))
    life.books_may_differ = True


def test_an_order_whose_worker_was_killed_is_taken_up_again(life, campaign):
    life.session.add(BooksOrder(asked_by="x", taken_at=now() - timedelta(minutes=11), compared=700))
    life.session.add(BooksOrder(asked_by="y", taken_at=now() - timedelta(minutes=1)))
    life.session.commit()
    life.app.extensions["jobs"]["giving.follow_books_orders"]()
    run_jobs(life.app)
    life.refresh()
    first, second = life.session.scalars(select(BooksOrder).order_by(BooksOrder.id))
    assert first.finished_at
    assert not second.finished_at
    assert len(life.session.scalars(select(BooksCheck)).all()) == 1


def test_payouts_and_the_gifts_that_they_carry(life, campaign):
    life.give(campaign)
    life.sandbox.payout()
    life.catch_up()
    payout = life.session.scalars(select(Payout)).one()
    sign_in(life.client, "treasurer")
    words = text_of(life.client.get("/admin/books/payouts"))
    assert payout.payout_id in words
