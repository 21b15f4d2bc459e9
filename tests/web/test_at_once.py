"""Many tell of one payment at the same moment, each over a connection of its own: the rows are those of one."""

import pytest
from sqlalchemy import select

from hope.campaigns.shared.models import SharedState
from hope.giving.events import read_fact
from hope.giving.models import Checkout, CheckoutState, Receipt, RecurringGift, StripeEvent
from hope.kernel.clock import now
from hope.kernel.mail.models import OutgoingMail
from tests.support.builders import make_campaign, make_checkout
from tests.support.gateway import session_id_of
from tests.support.gifts import ONE_GIFT, at_once, count, happened, raised
from tests.support.stripe_events import completed, deliver, event, invoice_paid
from tests.support.stripe_events import session as stripe_session
from tests.web.test_shared_gifts import shared_gift, start

MANY = 20


@pytest.fixture
def campaign(session):
    return make_campaign(session)


def bringing(app, told):
    """Deliver this event from a client of its own; the status."""
    client = app.test_client()
    return lambda: deliver(client, told).status_code


def looking(app, reference):
    """Open the thank-you page from a client of its own; the status."""
    client = app.test_client()
    return lambda: client.get(f"/give/thanks/{reference}", lint=False).status_code


def fact_in(told):
    return read_fact(told["type"], told["data"]["object"], now())


def test_one_event_twenty_times_at_once(app, client, session, campaign):
    paid = completed(make_checkout(client, campaign))
    session.commit()
    assert at_once(*[bringing(app, paid) for _ in range(MANY)]) == [200] * MANY
    assert happened(session) == ONE_GIFT
    assert raised(session, campaign.id) == (2500, 1, 1)
    assert session.scalars(select(StripeEvent.outcome)).all() == ["recorded"]


def test_twenty_events_of_one_payment_at_once(app, client, session, campaign):
    thing = stripe_session(make_checkout(client, campaign))
    session.commit()
    told = [event("checkout.session.completed", thing) for _ in range(MANY)]
    assert at_once(*[bringing(app, one) for one in told]) == [200] * MANY
    assert happened(session) == ONE_GIFT
    assert raised(session, campaign.id) == (2500, 1, 1)
    assert set(session.scalars(select(StripeEvent.outcome))) == {"recorded"}


def test_the_event_and_the_thank_you_page_at_once(app, client, session, gateway, campaign):
    checkout = make_checkout(client, campaign)
    paid, reference = completed(checkout), checkout.reference
    gateway.facts[session_id_of(reference)] = [fact_in(paid)]
    session.commit()
    deeds = [bringing(app, paid), looking(app, reference)] * 4
    assert at_once(*deeds) == [200] * 8
    assert happened(session) == ONE_GIFT
    assert raised(session, campaign.id) == (2500, 1, 1)


def test_both_events_of_a_standing_gift_at_once(app, client, session, campaign):
    checkout = make_checkout(client, campaign, interval="month")
    told = [completed(checkout), invoice_paid(checkout)] * 4
    session.commit()
    assert at_once(*[bringing(app, one) for one in told]) == [200] * 8
    assert happened(session) == ONE_GIFT
    assert count(session, RecurringGift) == 1
    assert set(session.scalars(select(StripeEvent.outcome))) == {"recorded"}


def test_many_gifts_of_many_people_at_once(app, client, session, campaign):
    told = [
        completed(make_checkout(client, campaign, email=f"giver{number}@example.org"))
        for number in range(MANY // 2)
    ]
    session.commit()
    assert at_once(*[bringing(app, one) for one in told]) == [200] * (MANY // 2)
    assert raised(session, campaign.id) == (2500 * MANY // 2, MANY // 2, MANY // 2)
    numbers = sorted(int(number.split("-")[1]) for number in session.scalars(select(Receipt.number)))
    assert numbers == list(range(1, MANY // 2 + 1))


def test_one_newcomer_gives_twice_at_once(app, client, session, campaign):
    told = [completed(make_checkout(client, campaign, tier=number)) for number in (0, 1, 2)]
    session.commit()
    assert at_once(*[bringing(app, one) for one in told]) == [200] * 3
    assert raised(session, campaign.id) == (19_500, 3, 1)


def test_the_same_form_ten_times_at_once_is_one_attempt_with_one_page(app, session, gateway, campaign):
    from_form = {"tier": str(campaign.tiers[0].id), "interval": "once", "name": "Ada", "naming": "full"}
    address, form = f"/campaigns/{campaign.slug}/give", from_form | {"email": "ada@example.org"}
    session.commit()

    def send():
        client = app.test_client()
        return lambda: client.post(address, data=form).headers.get("Location")

    pages = at_once(*[send() for _ in range(10)])
    assert len(set(pages)) == 1, pages
    assert len({reference for reference, *_ in gateway.opened}) == 1


def test_expiry_and_payment_at_once_end_in_a_gift(app, client, session, campaign):
    checkout = make_checkout(client, campaign)
    gone = event("checkout.session.expired", stripe_session(checkout, status="expired"))
    deeds = [bringing(app, gone), bringing(app, completed(checkout))] * 3
    session.commit()
    assert at_once(*deeds) == [200] * 6
    session.expire_all()
    assert checkout.state is CheckoutState.COMPLETED
    assert happened(session) == ONE_GIFT


def test_twelve_friends_at_once_for_three_parts_of_a_shared_gift(app, client, session, campaign):
    start(client, campaign)
    link = shared_gift(session).link
    session.commit()

    def giving(number):
        who = {"name": "Friend", "email": f"friend-{number}@example.org", "naming": "first", "amount": "40"}
        visitor = app.test_client()
        return lambda: visitor.post(f"/gifts/shared/{link}/part", data=who, lint=False).status_code

    answers = at_once(*[giving(number) for number in range(12)])
    assert (answers.count(303), set(answers) - {303} <= {409, 422}) == (3, True)
    paid = [completed(checkout) for checkout in session.scalars(select(Checkout))]
    session.commit()
    assert at_once(*[bringing(app, one) for one in paid]) == [200] * 3
    shared = shared_gift(session)
    assert shared.state is SharedState.FULL
    assert raised(session, campaign.id)[0] == shared.goal.amount
    told = session.scalars(select(OutgoingMail.recipient).where(OutgoingMail.kind == "shared_full")).all()
    assert len(told) == len(set(told)) == 4
