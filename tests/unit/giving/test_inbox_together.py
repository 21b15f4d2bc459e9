"""Events that come in together are recorded in one transaction, to the same rows as one after the other."""

import json

import pytest
from sqlalchemy import event as listening
from sqlalchemy import select, update

from hope.accounts.models import Supporter
from hope.giving import inbox
from hope.giving.models import Checkout, Gift, Outcome, Receipt, StripeEvent
from hope.kernel.db import db
from tests.support.builders import make_campaign, make_checkout
from tests.support.gifts import NOTHING, ONE_GIFT, TWO_GIFTS, at_once, count, happened, in_ledger, raised
from tests.support.stripe_events import completed, deliver, event, invoice_paid, paid_later, sign


@pytest.fixture
def campaign(session):
    return make_campaign(session)


@pytest.fixture
def receive(gateway, session):
    """Take these events in as if they had come at the same moment; how many transactions it took."""
    commits = []

    def take(*events):
        bodies = [json.dumps(told).encode() for told in events]
        notices = [gateway.read_event(body, sign(body)) for body in bodies]
        session.commit()
        commits.clear()
        inbox.receive(notices)
        return len(commits)

    def note(connection):
        commits.append(connection)

    listening.listen(db.engine, "commit", note)
    yield take
    listening.remove(db.engine, "commit", note)


def checkouts(client, campaign, how_many, **over):
    return [make_checkout(client, campaign, email=f"giver{n}@example.org", **over) for n in range(how_many)]


def numbers(session):
    """The receipts' numbers without their year."""
    return sorted(int(number[-6:]) for number in session.scalars(select(Receipt.number)))


def outcomes(session):
    session.expire_all()
    return {row.event_id: row.outcome for row in session.scalars(select(StripeEvent))}


def break_line(session, checkout):
    """Let this attempt be for a campaign that is not there."""
    lines = [{**line, "campaign_id": 999_999, "tier_id": None} for line in checkout.lines]
    session.execute(update(Checkout).where(Checkout.id == checkout.id).values(lines=lines))
    session.commit()


def test_many_gifts_take_one_transaction_and_are_whole(client, session, campaign, receive):
    paid = [completed(checkout) for checkout in checkouts(client, campaign, 12)]
    assert receive(*paid) == 1
    assert happened(session) == {"gifts": 12, "entries": 12, "receipts": 12, "mails": 12}
    assert raised(session, campaign.id) == (12 * 2500, 12, 12)
    assert numbers(session) == list(range(1, 13))
    for gift in session.scalars(select(Gift)):
        assert gift.lines[0].total == gift.total
        assert gift.supporter.email == session.get(Checkout, gift.checkout_id).giver_email
        assert session.get(Checkout, gift.checkout_id).state == "completed"


def test_each_gift_has_its_own_receipt_mail_and_entry(client, session, campaign, receive):
    receive(*[completed(checkout) for checkout in checkouts(client, campaign, 5)])
    found = db.session.execute(
        db.text(
            "SELECT s.email, m.recipient, e.amount, r.kept_amount FROM gift g JOIN supporter s ON s.id = g.supporter_id"
            " JOIN receipt r ON r.gift_id = g.id JOIN outgoing_mail m ON m.cause = 'receipt:' || r.id"
            " JOIN ledger_entry e ON e.gift_id = g.id AND e.source = g.source ORDER BY 1"
        )
    ).all()
    assert found == [(f"giver{n}@example.org", f"giver{n}@example.org", 2500, 2500) for n in range(5)]


def test_campaigns_and_currencies_do_not_mix(client, session, receive):
    yen = make_campaign(session, currency="JPY", tiers=[("Seeds", 300)])
    dinars = make_campaign(session, currency="KWD", tiers=[("Seeds", 12_340)])
    dollars = make_campaign(session)
    paid = [
        completed(make_checkout(client, campaign, email=f"{campaign.slug}{n}@example.org"))
        for n in range(2)
        for campaign in (yen, dinars, dollars)
    ]
    assert receive(*paid) == 1
    for campaign, amount in ((yen, 300), (dinars, 12_340), (dollars, 2500)):
        assert raised(session, campaign.id) == (2 * amount, 2, 2)
        assert in_ledger(session, campaign.id) == 2 * amount


def test_the_same_event_three_times_among_them_is_one(client, session, campaign, receive):
    paid = completed(make_checkout(client, campaign))
    receive(paid, paid, paid)
    receive(paid)
    assert happened(session) == ONE_GIFT
    assert outcomes(session) == {paid["id"]: Outcome.RECORDED}


def test_two_events_of_one_payment_among_them_are_one_gift(client, session, campaign, receive):
    checkout = make_checkout(client, campaign)
    receive(completed(checkout), paid_later(checkout))
    assert happened(session) == ONE_GIFT
    assert raised(session, campaign.id) == (2500, 1, 1)
    details = session.scalars(select(StripeEvent.detail).order_by(StripeEvent.id)).all()
    assert sorted(detail.split()[0] for detail in details) == ["gift", "known"]


def test_two_gifts_of_one_newcomer_are_of_one_person(client, session, campaign, receive):
    first = make_checkout(client, campaign, email="Ada@example.org", name="Ada First")
    second = make_checkout(client, campaign, tier=1, email="ada@example.org", name="Ada Second")
    receive(completed(first), completed(second))
    assert happened(session) == TWO_GIFTS
    assert raised(session, campaign.id) == (7500, 2, 1)
    assert session.scalars(select(Supporter.name)).one() in ("Ada First", "Ada Second")


def test_a_first_payment_and_renewals_among_single_gifts(client, session, campaign, receive):
    monthly = make_checkout(client, campaign, interval="month", email="monthly@example.org")
    single = make_checkout(client, campaign, email="once@example.org")
    assert receive(*[invoice_paid(monthly, n) for n in (2, 1, 3)], completed(single)) == 1
    assert happened(session)["gifts"] == 4
    assert raised(session, campaign.id) == (10_000, 4, 2)
    assert numbers(session) == [1, 2, 3, 4]


def test_what_moves_rows_that_are_there_has_a_transaction_of_its_own(client, session, campaign, receive):
    paid, started = (
        make_checkout(client, campaign, email=f"{n}@example.org", interval=n) for n in ("once", "month")
    )
    nothing = event("product.created", {"id": "prod_1", "object": "product"})
    assert receive(completed(paid), completed(started), nothing) == 2
    assert set(outcomes(session).values()) == {Outcome.RECORDED, Outcome.IGNORED}


def test_of_several_nothing_is_kept_when_one_cannot_be_recorded(client, session, campaign, receive):
    """Each is then taken by itself: the next test."""
    good, bad = checkouts(client, campaign, 2)
    break_line(session, bad)
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        receive(completed(good), completed(bad))
    session.rollback()
    assert happened(session) == NOTHING
    assert count(session, StripeEvent) == 0


@pytest.mark.parametrize("bad", [0, 5, 11])
def test_a_bad_event_among_many_fails_alone_and_leaves_no_gap(app, client, session, campaign, bad):
    attempts = checkouts(client, campaign, 12)
    break_line(session, attempts[bad])
    paid = [completed(checkout) for checkout in attempts]

    def bringing(told):
        visitor = app.test_client()
        return lambda: deliver(visitor, told).status_code

    assert at_once(*map(bringing, paid)) == [200] * 12
    assert happened(session) == {"gifts": 11, "entries": 11, "receipts": 11, "mails": 11}
    assert raised(session, campaign.id) == (11 * 2500, 11, 11)
    assert numbers(session) == list(range(1, 12))
    kept = outcomes(session)
    assert kept.pop(paid[bad]["id"]) is Outcome.FAILED
    assert set(kept.values()) == {Outcome.RECORDED}
