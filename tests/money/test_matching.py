"""A sponsor adds to what others give: counted, never past the cap, and booked when it is there."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from hope.campaigns.matching.counting import count_all
from hope.campaigns.matching.models import Match
from hope.home.transparency import reading
from hope.kernel.clock import charity_day, now
from tests.support.people import send, sign_in
from tests.support.web import text_of

TODAY = charity_day(now())
PROMISE = {"sponsor": "A <b>family</b>", "percent": "100", "cap": "60", "first": TODAY.isoformat(),
    "last": (TODAY + timedelta(days=9)).isoformat()}  # fmt: skip


def the_match(life):
    life.refresh()
    count_all()
    life.refresh()
    return life.session.scalars(select(Match)).one()


def confirm(life, amount, key, status=303):
    form = {"key": key, "amount": amount, "received": TODAY.isoformat(), "proof": "W-7"}
    answer = send(life.client, f"/admin/matches/{the_match(life).id}/payments", form)
    assert answer.status_code == status, text_of(answer)


def test_a_match_is_counted_shown_confirmed_and_passed_on(life):
    campaign = life.campaign()
    sign_in(life.client, "editor")
    promised(life, campaign)
    first = life.give(campaign, email="ada@example.org")
    assert the_match(life).matched.amount == 2500
    shown = text_of(life.client.get(f"/campaigns/{campaign.slug}"))
    assert "A <b>family</b> adds as much again to each gift" in shown
    assert "$25 so far" in shown

    # Past the cap it says the cap; what goes back counts no more.
    life.give(campaign, tier=1, email="bo@example.org")
    assert (the_match(life).matched.amount, the_match(life).is_full) == (6000, True)
    life.press(life.payment_of(first), "refund")
    assert the_match(life).matched.amount == 5000

    # An editor promises; only whoever looks after the money says that it is there.
    confirm(life, "50", "b" * 24, status=403)
    sign_in(life.client, "treasurer")
    confirm(life, "50.01", "b" * 24, status=422)
    for _ in range(2):
        confirm(life, "50", "b" * 24)
    assert (life.raised(campaign), life.differences()) == (10_000, [])
    [book] = reading.books(reading.rows(life.session))
    assert (book.flow.matched.amount, book.flow.given.amount) == (5000, 7500)
    assert life.entries()[-1] == ("match", 5000, "USD")

    # It waits with everything else, and is undone by an entry against it.
    [paid] = the_match(life).payments
    for _ in range(2):
        send(life.client, f"/admin/matches/payments/{paid.id}/undoing")
    assert (life.raised(campaign), the_match(life).owed.amount, life.differences()) == (5000, 5000, [])
    with pytest.raises(IntegrityError):
        life.session.execute(text("UPDATE match SET confirmed_amount = cap_amount + 1"))
    life.session.rollback()


def promised(life, campaign):
    """An editor writes the promise down; what makes no sense is refused in words."""
    page = f"/admin/matches/new/{campaign.id}"
    for wrong in (
        {"percent": "0"},
        {"cap": "0"},
        {"last": "2020-01-01"},
        {"sponsor": ""},
        {"percent": "9" * 30},
    ):
        assert send(life.client, page, PROMISE | {"key": "a" * 24} | wrong).status_code == 422
    for _ in range(2):  # sent twice, it is one promise
        assert send(life.client, page, PROMISE | {"key": "a" * 24}).status_code == 303
