"""A one-time gift: recorded once, whoever tells of it, however often, in whatever order."""

from sqlalchemy import select

from hope.accounts.models import Supporter
from hope.giving.events import read_fact
from hope.giving.models import Checkout, CheckoutState, Gift, LedgerEntry, Outcome, Receipt, StripeEvent
from hope.kernel.clock import charity_time, now
from hope.kernel.mail.models import OutgoingMail
from hope.kernel.money import Money
from tests.support.builders import make_campaign, make_checkout, make_noise
from tests.support.gateway import session_id_of
from tests.support.gifts import NOTHING, ONE_GIFT, TWO_GIFTS, count, happened, raised
from tests.support.stripe_events import (
    completed,
    deliver,
    event,
    expired,
    failed_later,
    paid_later,
    processing,
)
from tests.support.stripe_events import session as stripe_session
from tests.support.web import text_of


def test_a_paid_checkout_is_one_gift_with_everything_that_belongs_to_it(client, session):
    campaign = make_campaign(session)
    checkout = make_checkout(client, campaign, tier=1, note="For the garden")
    assert deliver(client, completed(checkout)).status_code == 200
    assert happened(session) == ONE_GIFT
    gift = session.scalars(select(Gift)).one()
    assert gift.total == Money(5000, "USD")
    assert gift.source == f"stripe:{gift.payment_intent_id}"
    assert [(line.label, line.total.amount, line.campaign_title) for line in gift.lines] == [
        ("Night of Rest", 5000, campaign.title)
    ]
    assert (gift.giver_name, gift.note, gift.supporter.email) == (
        "Marigold Fennimore",
        "For the garden",
        "marigold@example.org",
    )
    assert raised(session, campaign.id) == (5000, 1, 1)


def test_the_books_name_the_payment_that_proves_the_gift(client, session):
    checkout = make_checkout(client, make_campaign(session))
    deliver(client, completed(checkout))
    entry, gift = session.scalars(select(LedgerEntry)).one(), session.scalars(select(Gift)).one()
    assert (entry.kind, entry.total, entry.gift_id) == ("gift", gift.total, gift.id)
    assert entry.source.startswith(f"stripe:pi_{checkout.reference.lower()}")


def test_the_receipt_is_owed_to_the_giver_by_mail(client, session):
    deliver(client, completed(make_checkout(client, make_campaign(session))))
    receipt, mail = session.scalars(select(Receipt)).one(), session.scalars(select(OutgoingMail)).one()
    assert receipt.number == f"{charity_time(now()).year}-000001"
    assert (mail.kind, mail.recipient, mail.cause) == (
        "receipt",
        "marigold@example.org",
        f"receipt:{receipt.id}",
    )


def test_the_attempt_is_completed_and_can_be_begun_anew(client, session):
    campaign = make_campaign(session)
    first = make_checkout(client, campaign)
    deliver(client, completed(first))
    assert first.state is CheckoutState.COMPLETED
    assert first.finished_at is not None
    assert make_checkout(client, campaign).reference != first.reference


def test_the_same_event_twice_changes_nothing(client, session):
    campaign = make_campaign(session)
    paid = completed(make_checkout(client, campaign))
    assert [deliver(client, paid).status_code for _ in range(3)] == [200, 200, 200]
    assert happened(session) == ONE_GIFT
    assert raised(session, campaign.id) == (2500, 1, 1)
    assert count(session, StripeEvent) == 1


def test_another_event_that_tells_the_same_payment_changes_nothing(client, session):
    campaign = make_campaign(session)
    checkout = make_checkout(client, campaign)
    for told in (completed(checkout), completed(checkout), paid_later(checkout)):
        assert deliver(client, told).status_code == 200
    assert happened(session) == ONE_GIFT
    assert raised(session, campaign.id) == (2500, 1, 1)
    assert (
        session.scalars(select(StripeEvent.detail).order_by(StripeEvent.id)).all()[1:]
        == ["known already"] * 2
    )


def test_the_thank_you_page_may_learn_of_the_payment_first(client, session, gateway):
    checkout = make_checkout(client, make_campaign(session))
    paid = completed(checkout)
    gateway.facts[session_id_of(checkout.reference)] = [
        read_fact(paid["type"], paid["data"]["object"], now())
    ]
    page = client.get(f"/give/thanks/{checkout.reference}")
    assert "Thank you for your gift" in text_of(page)
    assert happened(session) == ONE_GIFT
    assert deliver(client, paid).status_code == 200
    assert happened(session) == ONE_GIFT


def test_the_thank_you_page_after_the_event_asks_nobody(client, session, gateway):
    checkout = make_checkout(client, make_campaign(session))
    deliver(client, completed(checkout))
    assert "Thank you for your gift" in text_of(client.get(f"/give/thanks/{checkout.reference}"))
    assert gateway.asked == []
    assert happened(session) == ONE_GIFT


def test_two_gifts_of_one_person_are_two_gifts_and_one_giver(client, session):
    campaign = make_campaign(session)
    for address in ("marigold@example.org", "Marigold@Example.org"):
        deliver(client, completed(make_checkout(client, campaign, email=address)))
    assert happened(session) == TWO_GIFTS
    assert raised(session, campaign.id) == (5000, 2, 1)
    assert count(session, Supporter) == 1


def test_other_campaigns_do_not_move(client, session):
    noise = make_noise(session)
    before = raised(session, noise.id)
    deliver(client, completed(make_checkout(client, make_campaign(session))))
    assert raised(session, noise.id) == before


def test_the_cover_is_part_of_the_gift_and_a_line_of_its_own(client, session):
    campaign = make_campaign(session)
    checkout = make_checkout(client, campaign, tier="other", amount="100", cover_fee="y")
    assert checkout.total == Money(10_330, "USD")
    deliver(client, completed(checkout))
    gift = session.scalars(select(Gift)).one()
    assert [(line.kind, line.total.amount) for line in gift.lines] == [("gift", 10_000), ("cover", 330)]
    assert raised(session, campaign.id) == (10_330, 1, 1)


def test_finished_but_unpaid_counts_nothing_yet(client, session):
    campaign = make_campaign(session)
    checkout = make_checkout(client, campaign)
    deliver(client, processing(checkout))
    assert checkout.state is CheckoutState.PROCESSING
    assert count(session, Gift) == 0
    assert raised(session, campaign.id) == (0, 0, 0)


def test_the_bank_pays_later(client, session):
    checkout = make_checkout(client, make_campaign(session))
    deliver(client, processing(checkout))
    deliver(client, paid_later(checkout))
    assert checkout.state is CheckoutState.COMPLETED
    assert count(session, Gift) == 1


def test_the_bank_pays_and_the_first_word_of_it_comes_last(client, session):
    checkout = make_checkout(client, make_campaign(session))
    deliver(client, paid_later(checkout))
    deliver(client, processing(checkout))
    assert checkout.state is CheckoutState.COMPLETED
    assert happened(session) == ONE_GIFT


def test_the_bank_says_no_later(client, session):
    checkout = make_checkout(client, make_campaign(session))
    deliver(client, processing(checkout))
    deliver(client, failed_later(checkout))
    assert checkout.state is CheckoutState.FAILED
    assert count(session, Gift) == 0


def test_an_abandoned_page_expires_and_counts_nothing(client, session):
    checkout = make_checkout(client, make_campaign(session))
    deliver(client, expired(checkout))
    assert checkout.state is CheckoutState.EXPIRED
    assert happened(session) == NOTHING


def test_nothing_undoes_a_completed_attempt(client, session):
    checkout = make_checkout(client, make_campaign(session))
    for told in (completed(checkout), expired(checkout), failed_later(checkout), processing(checkout)):
        assert deliver(client, told).status_code == 200
    assert checkout.state is CheckoutState.COMPLETED
    assert happened(session) == ONE_GIFT


def test_a_payment_over_nothing_is_no_gift(client, session):
    checkout = make_checkout(client, make_campaign(session))
    free = stripe_session(checkout, payment_intent=None, amount_total=0)
    deliver(client, event("checkout.session.completed", free))
    assert happened(session) == NOTHING


def test_an_amount_that_was_never_asked_for_is_kept_for_a_person_to_look_at(client, session):
    checkout = make_checkout(client, make_campaign(session))
    assert deliver(client, completed(checkout, amount_total=1)).status_code == 200
    assert happened(session) == NOTHING
    kept = session.scalars(select(StripeEvent)).one()
    assert kept.outcome is Outcome.FAILED
    assert "asked for" in kept.detail
    assert kept.next_attempt_at is not None
    assert session.scalars(select(Checkout.state)).one() is CheckoutState.OPEN


def test_another_currency_than_asked_for_is_not_recorded(client, session):
    checkout = make_checkout(client, make_campaign(session))
    assert deliver(client, completed(checkout, currency="eur")).status_code == 200
    assert happened(session) == NOTHING
    assert session.scalars(select(StripeEvent.outcome)).one() is Outcome.FAILED
