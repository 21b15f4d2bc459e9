"""A giver fetches their own receipts and statements; nobody fetches anybody else's."""

import pytest
from flask import current_app
from sqlalchemy.orm import Session

from hope.accounts.models import Supporter, SupporterAddress
from hope.giving import ledger, receipts
from hope.giving.models import Gift
from hope.kernel import clock
from tests.support.builders import dollars, make_campaign, make_gift, make_giver, make_noise
from tests.support.papers import opened, words_of
from tests.support.people import make_supporter, sign_in, sign_out
from tests.support.web import SiteClient


@pytest.fixture
def me(session: Session) -> Supporter:
    return make_supporter(session, email="marigold@example.org", name="Marigold Fennimore")


@pytest.fixture
def gift(session: Session, me: Supporter) -> Gift:
    make_noise(session)
    gift = make_gift(session, make_campaign(session, title="Safe nights"), tier=1)
    assert gift.supporter_id == me.id
    return gift


def receipt_path(session: Session, gift: Gift) -> str:
    return f"/account/receipts/{receipts.receipt_of(session, gift.id).number}.pdf"


def statement_path() -> str:
    return f"/account/statements/{clock.charity_time(clock.now()).year}.pdf"


def test_a_receipt_to_print(session: Session, client: SiteClient, me: Supporter, gift: Gift):
    sign_in(client, me)
    answer = client.get(receipt_path(session, gift))
    number = receipts.receipt_of(session, gift.id).number
    assert answer.status_code == 200
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"] == f"attachment; filename=receipt-{number}.pdf"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    words = words_of(answer.data)
    assert f"{number}, version 1" in words
    assert "Marigold Fennimore" in words
    assert f"{current_app.config['SITE_URL']}/receipts/verify" in words
    assert answer.data == client.get(receipt_path(session, gift)).data


def test_the_newest_version_is_printed(session: Session, client: SiteClient, me: Supporter, gift: Gift):
    receipts.replace(session, gift, dollars("30"))
    sign_in(client, me)
    words = words_of(client.get(receipt_path(session, gift)).data)
    assert "This is version 2." in words
    assert "What counts $30.00" in words


def test_a_statement_whose_total_equals_the_ledger(
    session: Session, client: SiteClient, me: Supporter, gift: Gift
):
    ledger.book_refund(session, gift, dollars("20"), "test:refund", clock.now())
    make_gift(session, make_campaign(session))
    sign_in(client, me)
    answer = client.get(statement_path())
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=gifts-20")
    assert answer.headers["Cache-Control"] == "no-store"
    kept = sum(
        ledger.kept_of(session, one).amount for one in session.query(Gift).filter_by(supporter_id=me.id)
    )
    assert kept == 5500
    assert "Total of what counts: $55.00" in words_of(answer.data)
    assert "noise" not in words_of(answer.data).lower()


def test_a_statement_of_a_tax_year(client: SiteClient, me: Supporter, gift: Gift):
    sign_in(client, me)
    local = clock.charity_time(clock.now())
    begun = local.year if local.month >= 4 else local.year - 1
    answer = client.get(f"/account/statements/{begun}.pdf?first_month=4")
    assert opened(answer.data).metadata.title == f"Statement of gifts {begun}–{(begun + 1) % 100:02d}"


@pytest.mark.parametrize(
    "query", ["first_month=0", "first_month=13", "first_month=x", "first_month=", "first_month=1e1"]
)
def test_no_such_month(client: SiteClient, me: Supporter, gift: Gift, query: str):
    sign_in(client, me)
    assert client.get(f"{statement_path()}?{query}").status_code == 404


@pytest.mark.parametrize(
    "year", ["1066", "2001", "0", "9223372036854775807", "99999999999999999999", "-1", "x"]
)
def test_no_such_year(client: SiteClient, me: Supporter, gift: Gift, year: str):
    sign_in(client, me)
    assert client.get(f"/account/statements/{year}.pdf").status_code == 404


def test_a_visitor_signs_in_first(session: Session, client: SiteClient, gift: Gift):
    for path in (receipt_path(session, gift), statement_path(), "/account/receipts/2026-999999.pdf"):
        answer = client.get(path)
        assert answer.status_code == 303
        assert answer.headers["Location"].startswith("/account/sign-in")
        assert answer.headers["Cache-Control"] == "no-store"


def test_nobody_sees_anothers(session: Session, client: SiteClient, me: Supporter, gift: Gift):
    path = receipt_path(session, gift)
    stranger = make_supporter(session, email="stranger@example.org")
    sign_in(client, stranger)
    refused = client.get(path)
    assert refused.status_code == 404
    assert refused.data == client.get("/account/receipts/2026-999999.pdf").data
    assert client.get(statement_path()).status_code == 404
    sign_out(client)
    sign_in(client, "owner")
    assert client.get(path).status_code == 404


def test_an_address_that_was_only_typed_shows_nothing(session: Session, client: SiteClient):
    campaign = make_campaign(session)
    gift = make_gift(session, campaign, giver=make_giver(email="typed@example.org"))
    typed = session.get_one(Supporter, gift.supporter_id)
    sign_in(client, typed)
    assert client.get(receipt_path(session, gift)).status_code == 404
    assert client.get(statement_path()).status_code == 404
    proved = {"email": typed.email, "email_key": typed.email_key, "proved_at": clock.now()}
    session.add(SupporterAddress(supporter_id=typed.id, **proved))
    assert client.get(receipt_path(session, gift)).status_code == 200


@pytest.mark.parametrize(
    "number", ["..%2F..%2Fetc%2Fpasswd", "2026-000001%00", "x" * 5000, "2026-000001.pdf", "💥", "%27"]
)
def test_guessed_numbers(client: SiteClient, me: Supporter, gift: Gift, number: str):
    sign_in(client, me)
    assert client.get(f"/account/receipts/{number}.pdf").status_code == 404
