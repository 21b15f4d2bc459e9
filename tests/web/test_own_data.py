"""Somebody takes a copy of all that is known of them, says which mail they want, and is forgotten."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from sqlalchemy import inspect, select, text
from sqlalchemy.exc import IntegrityError

from hope.accounts.models import SignIn, Supporter
from hope.giving import kept_names, receipts
from hope.giving.acknowledgment import acknowledge
from hope.giving.gateway import Unreachable
from hope.giving.models import (
    CheckoutState,
    Gift,
    KeptName,
    LedgerEntry,
    StripeEvent,
)
from hope.giving.privacy import forgetting
from hope.giving.privacy.scrubbing import without_person
from hope.kernel import audit
from hope.kernel.clock import now
from hope.kernel.db import db
from hope.kernel.mail.models import OutgoingMail
from hope.prayer.models import PrayerPartner
from tests.support.builders import (
    make_campaign,
    make_checkout,
    make_gift,
    make_giver,
    make_noise,
    run_jobs,
)
from tests.support.people import make_staff, make_supporter, send, sign_in
from tests.support.plans import reading_whole_tables
from tests.support.praying import make_partner
from tests.support.standing import make_recurring
from tests.support.stripe_events import completed, deliver, invoice_paid
from tests.support.web import text_of

EMAIL, NAME = "marigold@example.org", "Marigold Fennimore"


@pytest.fixture
def person(client, session):
    make_noise(session)
    campaign = make_campaign(session, title="Harvest of Light")
    person = make_supporter(session, email=EMAIL, name=NAME)
    make_gift(session, campaign, giver=make_giver(note="For my sister Wilhelmina"))
    deliver(
        client, completed(make_checkout(client, campaign, email="Marigold@Example.org", note="Wilhelmina"))
    )
    make_recurring(session, campaign, email=EMAIL)
    return sign_in(client, person)


def everything_in(session) -> str:
    """Every cell of every table, as a thief with a copy of the database would read it."""
    cells = []
    for table in inspect(db.engine).get_table_names():
        for row in session.execute(text(f'SELECT * FROM "{table}"')):
            cells += [
                bytes(cell).decode(errors="ignore") if isinstance(cell, bytes) else str(cell) for cell in row
            ]
    return "\n".join(cells).casefold()


def books(session) -> list[tuple[object, ...]]:
    rows = session.scalars(select(LedgerEntry).order_by(LedgerEntry.id)).all()
    return [(row.kind, row.gift_id, row.campaign_id, row.total, row.source, row.occurred_at) for row in rows]


def erase(client):
    return send(client, "/account/erasure", {"sure": "y"})


def test_a_copy_holds_everything_and_nothing_of_anybody_else(client, session, person):
    make_partner(session, EMAIL)
    page = client.get("/account/export")
    for title in ("Your gifts", "Your receipts", "What you give again and again", "Praying with us"):
        assert title in text_of(page)
    answer = send(client, "/account/export")
    assert (answer.mimetype, answer.headers["Cache-Control"]) == ("application/zip", "no-store")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert archive.namelist() == ["my-data.json", "my-data.html"]
        data = json.loads(archive.read("my-data.json"))
        page = archive.read("my-data.html").decode()
    assert [gift["amount"] for gift in data["gifts"]] == ["25.00 USD", "25.00 USD"]
    assert "For my sister Wilhelmina" in {gift["note"] for gift in data["gifts"]}
    assert {row["address typed"] for row in data["gifts_tried"]} == {"Marigold@example.org"}
    assert data["receipts"][0]["code"]
    assert data["gifts_standing"][0]["card"] == "visa 4242 2098-04"
    assert "receipt" in {row["about"] for row in data["letters"]}
    assert len(data["prayer"]) == 1
    assert data["account_ways_in"][0]["name"] == "Firefox on Linux"
    assert "Wilhelmina" in page
    assert "noise@example.org" not in page + json.dumps(data)
    assert "Nobody Asked" not in page + json.dumps(data)


def test_whoever_is_forgotten_is_nowhere_and_the_books_stand(app, client, session, gateway, person):
    make_partner(session, EMAIL)
    run_jobs(app)
    before, words = books(session), text_of(client.get("/account/erasure"))
    for part in ("Every recurring gift stops today", "The law asks for the books", "last 7 years"):
        assert part in words
    assert send(client, "/account/erasure", {}).status_code == 422
    assert erase(client).headers["Location"] == "/account/erased"
    assert [change.ends_now for _, change in gateway.changes] == [True]
    run_jobs(app)
    assert [name.startswith("cus_test_") for name in gateway.forgotten] == [True]
    assert books(session) == before
    assert client.get("/account/").headers["Location"].startswith("/account/sign-in")
    assert session.scalars(select(SignIn)).all() == []
    assert session.scalars(select(PrayerPartner)).all() == []
    [letter] = session.scalars(select(OutgoingMail).where(OutgoingMail.recipient == EMAIL))
    assert letter.kind == "account_erased"
    [kept, _] = session.scalars(select(KeptName).order_by(KeptName.gift_id))
    assert kept.name == NAME
    # The receipt can still be drawn for a tax office; its name is nowhere else.
    receipt = receipts.receipt_of(session, kept.gift_id)
    assert NAME in acknowledge(session, receipt).giver_name
    session.delete(letter)
    session.execute(text("DELETE FROM kept_name"))
    session.flush()
    everywhere = everything_in(session)
    for secret in (EMAIL, "marigold", "fennimore", "wilhelmina", "firefox"):
        assert secret not in everywhere, secret
    assert "noise@example.org" in everywhere


def test_a_copy_and_an_erasure_read_no_large_table_from_end_to_end(client, session, gateway, person):
    with reading_whole_tables() as whole:
        send(client, "/account/export")
        erase(client)
    assert session.get_one(Supporter, person.id).erased_at
    assert whole == set()


def test_nothing_is_forgotten_while_a_standing_gift_cannot_be_stopped(client, session, gateway, person):
    gateway.trouble = Unreachable("away")
    answer = erase(client)
    assert answer.status_code == 409
    assert "Nothing was erased. Please try again" in text_of(answer)
    assert session.get_one(Supporter, person.id).email == EMAIL


def test_the_same_address_begins_anew_and_the_old_row_stays_empty(client, session, person):
    erase(client)
    campaign = make_campaign(session)
    deliver(client, completed(make_checkout(client, campaign, email=EMAIL)))
    newest = session.scalars(select(Gift).order_by(Gift.id.desc())).first()
    assert newest.supporter_id != person.id
    old = session.get_one(Supporter, person.id)
    assert (old.email, old.erased_at is not None) == ("", True)
    newcomer = session.get_one(Supporter, newest.supporter_id)
    sign_in(client, newcomer)
    assert text_of(client.get("/account/giving")).count("$25.00") == 1


def test_a_renewal_that_was_on_its_way_still_arrives_without_a_name(client, session, gateway, person):
    checkout = make_checkout(client, make_campaign(session), interval="month", email=EMAIL)
    deliver(client, invoice_paid(checkout, 1))
    erase(client)
    assert deliver(client, invoice_paid(checkout, 2)).status_code == 200
    newest = session.scalars(select(Gift).order_by(Gift.id.desc())).first()
    assert (newest.supporter_id, newest.giver_name) == (person.id, "")


def test_staff_leave_the_staff_first_and_fresh_proof_is_asked_for(client, session, person):
    sign_in(client, person, fresh=False)
    for path in ("/account/erasure", "/account/export"):
        assert client.get(path).headers["Location"].startswith("/account/confirm")
        assert send(client, path, {"sure": "y"}).status_code == 403
    sign_in(client, make_staff(session, "owner"))
    answer = erase(client)
    assert answer.status_code == 409
    assert "Ask an owner to remove you from the staff first." in text_of(answer)


def test_what_is_kept_no_longer_than_it_helps(client, session, person):
    unpaid = make_checkout(client, make_campaign(session), email="typed@example.org", name="Somebody Typed")
    unpaid.state, unpaid.created_at = CheckoutState.EXPIRED, now() - timedelta(days=31)
    erase(client)
    session.scalars(select(KeptName)).first().until = now()
    session.commit()
    forgetting.forget_unpaid(session)
    kept_names.forget_old(session)
    session.expire_all()
    assert (unpaid.giver_email, unpaid.giver_name) == ("", "")
    assert len(session.scalars(select(KeptName)).all()) == 1


def test_the_audit_forgets_words_about_a_person_and_nothing_else(session, person):
    audit.note(session, "a@example.org", "correct name", f"supporter:{person.id}", details={"name": "x"})
    audit.note(session, "a@example.org", "refund", "gift:1", details={"amount": "5"})
    session.commit()
    emptied = "UPDATE audit_entry SET details = '{}', reason = ''"
    session.execute(text(f"{emptied} WHERE subject LIKE 'supporter:%'"))
    others = [f"{emptied} WHERE subject = 'gift:1'", f"{emptied}, actor = 'b' WHERE action = 'correct name'"]
    for statement in (*others, "DELETE FROM audit_entry", "UPDATE audit_entry SET action = 'c'"):
        with pytest.raises(IntegrityError), session.begin_nested():
            session.execute(text(statement))


def test_what_stripe_wrote_of_a_person_is_taken_out():
    event = {"id": "evt_1", "data": {"object": {"id": "cs_1", "customer_details": {"email": EMAIL}, "amount_total": 5,
             "charges": [{"billing_details": {"name": NAME}, "id": "ch_1"}]}}}  # fmt: skip
    clean = json.dumps(without_person(event))
    assert "marigold" not in clean.casefold()
    for kept in ("evt_1", "cs_1", "ch_1", "amount_total"):
        assert kept in clean


def test_events_that_come_late_are_scrubbed_at_night(app, client, session, gateway, person):
    checkout = make_checkout(client, make_campaign(session), interval="month", email=EMAIL)
    deliver(client, invoice_paid(checkout, 1))
    erase(client)
    late = invoice_paid(checkout, 2)
    late["data"]["object"]["customer_email"] = EMAIL
    deliver(client, late)
    newest = select(StripeEvent).order_by(StripeEvent.id.desc())
    assert EMAIL in session.scalars(newest).first().payload
    app.extensions["jobs"]["giving.forget"]()
    run_jobs(app)
    assert EMAIL not in session.scalars(newest).first().payload


def test_staff_forget_whoever_asked_by_mail(client, session, gateway, person):
    path = f"/admin/supporters/{person.id}/erasure"
    sign_in(client, "treasurer", fresh=False)
    assert client.get(path).headers["Location"].startswith("/account/confirm")
    sign_in(client, "treasurer")
    assert "Stays: Amounts and days of your gifts" in text_of(client.get(path))
    assert send(client, path, {"reason": ""}).status_code == 422
    send(client, path, {"reason": "By mail; they knew the reference of their gift."})
    assert session.get_one(Supporter, person.id).erased_at
    assert EMAIL not in client.get(f"/admin/supporters/{person.id}").get_data(as_text=True)
    assert "nobody is forgotten twice" in text_of(client.get(path, follow_redirects=True))
