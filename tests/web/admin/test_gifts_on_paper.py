"""Gifts on paper: entered once, found again, taken back, and moved to where they belong."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from hope.giving.acknowledgment import acknowledge
from hope.giving.books import own
from hope.giving.models import EntryKind, Gift, LedgerEntry
from hope.giving.papers.receipt import receipt_pdf
from hope.giving.papers.statement import statement_pdf
from hope.giving.receipts import receipt_of
from hope.giving.statements import statement
from hope.kernel.audit import AuditEntry
from hope.kernel.clock import charity_day, now
from hope.kernel.mail.models import OutgoingMail
from tests.support.builders import dollars, make_campaign, make_gift, make_noise, run_jobs
from tests.support.gifts import raised
from tests.support.papers import HEAD, words_of
from tests.support.people import make_supporter, send, sign_in
from tests.support.summaries import wrong_summaries
from tests.support.web import read, text_of

NEW = "/admin/gifts/new"


@pytest.fixture
def campaign(session, client):
    make_noise(session)
    sign_in(client, "treasurer")
    return make_campaign(session)


def fields(answer):
    form = read(answer).select_one("form.staff-form")
    return {box["name"]: box.get("value", "") for box in form.select("input[type=hidden]")}


def filled(client, campaign, **over):
    form = {
        "token": fields(client.get(NEW))["token"],
        "name": "Ada Lamp",
        "email": "ada@example.org",
        "method": "cheque",
        "amount": "125.50",
        "purpose": f"campaign-{campaign.id}",
        "given": charity_day(now()).isoformat(),
        "reference": "1041",
        "mails": "y",
    }
    return form | over


def enter(client, campaign, **over):
    """Fill in, look, and press."""
    seen = send(client, NEW, filled(client, campaign, **over))
    assert seen.status_code == 200, text_of(seen)
    return send(client, NEW, {**fields(seen), "sure": "y"})


def gifts(session):
    session.commit()
    return list(session.scalars(select(Gift).where(Gift.source.startswith("offline:")).order_by(Gift.id)))


def check(session):
    assert wrong_summaries(session) == []
    assert [*own.totals_against_ledger(session), *own.gifts_against_ledger(session)] == []


def test_a_cheque_is_looked_at_entered_and_receipted(app, client, session, campaign):
    seen = send(client, NEW, filled(client, campaign))
    assert f"$125.50 by cheque is booked for “{campaign.title}”" in text_of(seen)
    assert "A letter with it goes to ada@example.org." in text_of(seen)
    assert gifts(session) == []
    answer = send(client, NEW, {**fields(seen), "sure": "y"})
    [gift] = gifts(session)
    assert answer.headers["Location"] == f"/admin/gifts/{gift.id}"
    assert "$125.50 is entered." in text_of(client.get(answer.headers["Location"]))
    assert (gift.total, gift.naming.value, gift.supporter.name) == (
        dollars("125.50"),
        "anonymous",
        "Ada Lamp",
    )
    assert raised(session, campaign.id) == (12550, 1, 1)
    assert session.scalars(select(LedgerEntry.kind).where(LedgerEntry.gift_id == gift.id)).all() == [
        EntryKind.OFFLINE
    ]
    run_jobs(app)
    [mail] = session.scalars(select(OutgoingMail).where(OutgoingMail.recipient == "ada@example.org"))
    assert "$125.50" in mail.text
    for typed in ("1041", "ada", "offline"):
        found = read(client.get("/admin/gifts/", query_string={"q": typed})).select("tbody tr")
        assert len(found) == (0 if typed == "offline" else 1)
    check(session)


def test_the_same_form_sent_twice_enters_it_once(client, session, campaign):
    seen = send(client, NEW, filled(client, campaign))
    for _ in range(3):
        assert send(client, NEW, {**fields(seen), "sure": "y"}).status_code == 303
    assert len(gifts(session)) == 1
    assert raised(session, campaign.id) == (12550, 1, 1)


def test_the_same_cheque_is_questioned_and_another_one_is_not(client, session, campaign):
    enter(client, campaign)
    again = enter(client, campaign)
    assert again.status_code == 409
    assert "looks like a gift that is there already" in text_of(again)
    assert len(gifts(session)) == 1
    enter(client, campaign, reference="1042")
    enter(client, campaign, another="y")
    assert len(gifts(session)) == 3
    yesterday = (charity_day(now()) - timedelta(days=1)).isoformat()
    enter(client, campaign, given=yesterday)
    assert len(gifts(session)) == 4
    check(session)


def test_somebody_without_an_address_is_known_by_name(app, client, session, campaign):
    enter(client, campaign, email="", method="cash", reference="", mails="y")
    [gift] = gifts(session)
    assert gift.supporter.email == ""
    run_jobs(app)
    assert session.scalars(select(OutgoingMail).where(OutgoingMail.recipient == "")).all() == []
    assert receipt_of(session, gift.id)
    asked = send(client, NEW, filled(client, campaign, email="", amount="7", method="cash", reference=""))
    assert asked.status_code == 422
    [same, new] = [box["value"] for box in read(asked).select("input[name=person]")]
    enter(client, campaign, email="", amount="7", method="cash", reference="", person=same)
    enter(client, campaign, email="", amount="8", method="cash", reference="", person=new)
    first, second, third = gifts(session)
    assert first.supporter_id == second.supporter_id != third.supporter_id
    page = text_of(client.get(f"/admin/gifts/{first.id}"))
    assert "No address: letters cannot reach this giver" in page
    check(session)


def test_a_known_giver_can_be_chosen_before(client, session, campaign):
    known = make_supporter(session, name="Zoë Reed")
    form = read(client.get(f"{NEW}?supporter={known.id}"))
    assert form.select_one("#name")["value"] == "Zoë Reed"
    enter(client, campaign, name="Zoë Reed", email=known.email, person=str(known.id))
    assert [gift.supporter_id for gift in gifts(session)] == [known.id]
    for odd in ("x", "9" * 30, "-1", "0"):
        assert client.get(f"{NEW}?supporter={odd}").status_code == 200


@pytest.mark.parametrize(
    ("over", "said"),
    [
        ({"amount": "0"}, "above zero"),
        ({"amount": "-4"}, "in digits"),
        ({"amount": "1e3"}, "in digits"),
        ({"amount": "12.345"}, "in digits"),
        ({"given": "2999-01-01"}, "between 1900 and 2200"),
        ({"given": "2199-01-01"}, "still to come"),
        ({"given": ""}, "which day"),
        ({"name": "", "email": ""}, "Write the giver’s name"),
        ({"email": "ada@"}, "not complete"),
        ({"purpose": "campaign-999"}, "Choose one from the list"),
        ({"purpose": "tier-x"}, "Choose one from the list"),
        ({"method": "stock"}, "Say what was given"),
        ({"method": "card"}, "Choose one of these"),
        ({"name": "x" * 200}, "120 characters"),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_nothing_is_lost(client, session, campaign, over, said):
    answer = send(client, NEW, filled(client, campaign, **over))
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert read(answer).select_one("#reference")["value"] == "1041"
    assert gifts(session) == []


def test_a_will_may_be_large_and_currencies_are_those_of_what_it_is_for(client, session, campaign):
    enter(client, campaign, amount="2,500,000.00")
    for currency, typed, amount in (("JPY", "30000", 30_000), ("KWD", "12.345", 12_345)):
        there = make_campaign(session, currency=currency, tiers=[("Seed", 3000)])
        enter(client, there, amount=typed, reference="", purpose=f"tier-{there.tiers[0].id}")
        assert gifts(session)[-1].total.amount == amount
    assert gifts(session)[0].total.amount == 250_000_000
    check(session)


def test_stock_is_named_on_the_receipt_and_given_no_value(app, client, session, campaign):
    enter(client, campaign, method="stock", description="20 shares of Acme Corp", amount="1,234.00")
    run_jobs(app)
    [mail] = session.scalars(select(OutgoingMail).where(OutgoingMail.recipient == "ada@example.org"))
    for words in (mail.subject, mail.text, mail.html):
        assert "20 shares of Acme Corp" in words
        assert "1,234" not in words
    assert raised(session, campaign.id) == (123_400, 1, 1)


def test_an_entry_is_taken_back_and_nothing_counts_it(app, client, session, campaign):
    enter(client, campaign)
    run_jobs(app)
    [gift] = gifts(session)
    page = f"/admin/gifts/{gift.id}/taking-back"
    assert "Its receipt becomes void" in text_of(client.get(page))
    assert "Say in a few words why." in text_of(send(client, page, {"reason": ""}))
    answer = send(client, page, {"reason": "A wrong amount"})
    words = text_of(client.get(answer.headers["Location"]))
    assert "The entry is taken back." in words
    assert "Entry taken back" in words
    assert raised(session, campaign.id) == (0, 0, 0)
    assert receipt_of(session, gift.id).kept == dollars("0")
    again = send(client, page, {"reason": "Twice"})
    assert "taken back already" in text_of(client.get(again.headers["Location"]))
    assert raised(session, campaign.id) == (0, 0, 0)
    run_jobs(app)
    assert (
        len(session.scalars(select(OutgoingMail).where(OutgoingMail.kind == "receipt_replaced")).all()) == 1
    )
    enter(client, campaign)
    assert raised(session, campaign.id) == (12550, 1, 1)
    assert session.query(AuditEntry).count() == 3
    check(session)


def test_a_gift_through_stripe_is_no_entry_to_take_back(client, session, campaign):
    gift = make_gift(session, campaign)
    answer = send(client, f"/admin/gifts/{gift.id}/taking-back", {"reason": "x"})
    assert "came through Stripe" in text_of(client.get(answer.headers["Location"]))
    assert raised(session, campaign.id) == (2500, 1, 1)


def test_stock_has_no_value_on_paper_and_in_the_year(app, client, session, campaign):
    enter(client, campaign, method="stock", description="20 shares of Acme Corp", amount="1,234.00")
    enter(client, campaign, reference="77", amount="10")
    [stock, money] = gifts(session)
    paper = words_of(receipt_pdf(acknowledge(session, receipt_of(session, stock.id)), HEAD))
    assert "20 shares of Acme Corp" in paper
    assert "1,234" not in paper
    assert "We put no value on what was given" in paper
    year = charity_day(now()).year
    stated = statement(session, stock.supporter_id, year)
    assert [total.given for total in stated.totals] == [money.total]
    assert "no value stated" in words_of(statement_pdf(stated, HEAD))
