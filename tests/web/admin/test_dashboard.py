"""The first page of staff: figures that agree with the books, and what needs a person."""

from datetime import timedelta

from hope.giving import figures, ledger
from hope.giving.models import (
    BooksCheck,
    ForgottenCustomer,
    FraudWarning,
    Outcome,
    RefundRequest,
    StripeEvent,
)
from hope.kernel.clock import charity_day, now
from hope.kernel.mail.models import MailState, OutgoingMail
from hope.prayer.models import PrayerRequest
from tests.support.builders import dollars, make_campaign, make_gift, make_noise
from tests.support.people import sign_in
from tests.support.plans import reading_whole_tables
from tests.support.web import read, text_of


def stats(client) -> dict[str, str]:
    page = read(client.get("/admin/"))
    return {
        box.select_one(".stat__label").get_text(): box.select_one(".stat__value").get_text()
        for box in page.select(".stat")
    }


def test_what_came_in_today_this_month_and_this_year(client, session):
    make_gift(session, make_campaign(session), tier=1)
    figures.count_everything()
    sign_in(client, "treasurer")
    found = stats(client)
    assert found["Today"] == "$50.00"
    assert found["This year"] == "$50.00"


def test_money_that_went_back_is_taken_off(client, session):
    gift = make_gift(session, make_campaign(session), tier=1)
    ledger.book_refund(session, gift, dollars("20"), "stripe:re_1", now())
    session.commit()
    figures.count_lately()
    sign_in(client, "treasurer")
    assert stats(client)["Today"] == "$30.00"


def test_a_day_counted_twice_is_counted_once(session):
    make_gift(session, make_noise(session))
    for _ in range(3):
        figures.count_everything()
    today = charity_day(now())
    assert figures.raised(session, today, today)["USD"].gifts == 2


def test_an_old_gift_recorded_now_is_counted_on_its_day(session):
    make_gift(session, make_campaign(session), days_ago=40)
    figures.count_lately()
    day = charity_day(now() - timedelta(days=40))
    assert figures.raised(session, day, day)["USD"].total == dollars("25")


def test_currencies_are_never_added_up(client, session):
    make_gift(session, make_campaign(session), tier=0)
    make_gift(session, make_campaign(session, currency="JPY", tiers=[("Seed", 3000)]), tier=0)
    figures.count_everything()
    sign_in(client, "owner")
    found = stats(client)
    assert found["Today in USD"] == "$25.00"
    assert found["Today in JPY"] == "¥3,000"


def test_what_needs_a_person_leads_to_where_it_is_looked_after(client, session):
    add_all_that_needs_a_person(session)
    sign_in(client, "owner")
    box = read(client.get("/admin/")).select_one("[aria-labelledby=matters]")
    links = {link.get_text(): link["href"] for link in box.select("a")}
    assert list(links) == [
        "1 gift may be fraud, says the card network: refund before it is contested",
        "1 refund has no answer from Stripe yet",
        "1 difference between the books and Stripe’s",
        "1 event of Stripe’s could not be recorded",
        "1 letter could not be delivered",
        "1 person who asked to be forgotten could not be deleted at Stripe: may our key write Customers?",
        "1 request for prayer waits to be read",
    ]
    for href in links.values():
        assert client.get(href).status_code == 200
    sign_in(client, "editor")
    box = read(client.get("/admin/")).select_one("[aria-labelledby=matters]")
    assert [link.get_text() for link in box.select("a")] == ["1 request for prayer waits to be read"]


def add_all_that_needs_a_person(session):
    """One of each that staff are told of."""
    event = StripeEvent(event_id="evt_1", kind="invoice.paid", payload="{}", detail="", happened_at=now())
    event.outcome, event.attempts = Outcome.FAILED, 1
    mail = OutgoingMail(cause="x", kind="receipt", recipient="a@example.org", params={}, message_id="<1@x>")
    mail.state = MailState.FAILED
    gift = make_gift(session, make_campaign(session), tier=1)
    asked = {"key": "k", "gift_id": gift.id, "total": dollars("5"), "cause": "other", "reason": "x"}
    warning = FraudWarning(warning_id="issfr_1", gift_id=gift.id, kind="stolen", warned_at=now())
    request = PrayerRequest(words="For us.")
    books = BooksCheck(
        differences=[{"what": "payment pi_1", "cause": "", "ours": None, "theirs": None, "currency": None}],
        compared=9,
    )
    customer = ForgottenCustomer(customer_id="cus_1", created_at=now() - timedelta(days=1))
    session.add_all(
        [
            event,
            mail,
            warning,
            request,
            books,
            customer,
            ForgottenCustomer(customer_id="cus_2"),
            RefundRequest(**asked, asked_by="x"),
        ]
    )
    session.commit()


def test_nothing_needs_a_person(client, session):
    session.add(BooksCheck(differences=[], compared=9))
    session.commit()
    sign_in(client, "treasurer")
    assert "Nothing waits for you." in text_of(client.get("/admin/"))


def test_each_minute_only_what_was_recorded_lately_is_read(client, session):
    make_gift(session, make_campaign(session), days_ago=3)
    with reading_whole_tables() as whole:
        assert figures.count_lately() == 2
    assert whole == set()
