"""What became of gifts: from a card to the partner, and back to the giver, with books that match at every step."""

from datetime import timedelta
from decimal import Decimal

from sqlalchemy import select

from hope.giving.grants import telling
from hope.giving.models import Grant, GrantPart, LedgerEntry, Parcel, QuietGiver
from hope.home.transparency import reading
from hope.kernel.clock import charity_day, now
from tests.support.builders import run_jobs
from tests.support.people import send, sign_in
from tests.support.web import read, text_of

GRANTS = "/admin/grants"


def waiting(life) -> int:
    """What /transparency says is left, held against the ledger and against the balance at the stand-in Stripe."""
    life.refresh()
    [book] = reading.books(reading.rows(life.session))
    entries = life.session.scalars(select(LedgerEntry))
    assert book.flow.waiting.amount == sum(entry.total.amount for entry in entries)
    moved = sum(row["net"] for row in life.gateway.listings.transactions(None) if row["type"] != "payout")
    assert book.flow.waiting.amount - book.flow.granted.amount == moved
    return book.flow.waiting.amount


def grant(life, campaign, amount, *, status=303, key="k" * 24):
    form = {
        "key": key,
        f"amount_{campaign.id}": amount,
        "granted": charity_day(now()).isoformat(),
        "proof": "T-1",
    }
    answer = send(life.client, f"{GRANTS}/new/{campaign.organization_id}", form)
    assert answer.status_code == status, text_of(answer)
    life.refresh()
    return answer


def test_the_path_of_a_gift_from_the_card_to_what_it_did(life):
    campaign = life.campaign()
    first = life.give(campaign, email="ada@example.org")
    life.give(campaign, tier=1, email="bo@example.org")
    assert waiting(life) == 2500 - 103 + 5000 - 175 == 7222
    treasurer = sign_in(life.client, "treasurer")
    made = passed_on_oldest_first(life, campaign)
    told_once(life, made)
    seen_by_everybody(life, campaign, first, made)

    # Ada's money goes back after it was passed on: the campaign owes it to the next grant, and the books still match.
    sign_in(life.client, treasurer)
    life.press(life.payment_of(first), "refund")
    assert (waiting(life), life.differences()) == (722, [])
    grant(life, campaign, "7.23", key="l" * 24, status=422)
    grant(life, campaign, "7.22", key="l" * 24)
    assert (waiting(life), life.differences()) == (0, [])

    # A mistake is undone by entries against it, once; its gifts wait again, and Bo is not told of the second part.
    second = life.session.scalars(select(Grant).order_by(Grant.id.desc()).limit(1)).one()
    for _ in range(2):
        send(life.client, f"{GRANTS}/{second.id}/undoing", {"reason": "the wrong partner"})
    assert (waiting(life), life.differences()) == (722, [])
    assert [amount for kind, amount, _ in life.entries() if kind == "grant"] == [-4000, -722, 722]
    assert telling.tell_due() == 0

    # The file says the same as the page.
    lines = life.client.get("/transparency.csv").get_data(as_text=True).splitlines()
    assert sum(Decimal(line.split(",")[-1]) for line in lines[1:]) == Decimal("7.22")


def passed_on_oldest_first(life, campaign):
    """More than is there is refused in words at its box; then all of Ada's gift goes, and a part of Bo's."""
    for wrong in ("72.23", "-1", "0", "much", "9" * 60):
        page = grant(life, campaign, wrong, status=422)
        assert read(page).select_one(f"[name=amount_{campaign.id}]")["value"] == wrong
    grant(life, campaign, "", status=422)
    assert life.session.scalar(select(Grant)) is None
    grant(life, campaign, "40")
    grant(life, campaign, "40")  # sent twice, it is one
    made = life.session.scalars(select(Grant)).one()
    parts = life.session.execute(select(Parcel.gift_id, GrantPart.amount).join(GrantPart)).all()
    assert [tuple(part) for part in parts] == [
        (gift.id, n) for gift, n in zip(life.gifts(), (2397, 1603), strict=True)
    ]
    assert (waiting(life), life.differences()) == (3222, [])
    return made


def told_once(life, made):
    """Nobody hears of it for an hour; then each giver once, with a way out that works from a mail program."""
    assert telling.tell_due() == 0
    made.created_at = now() - timedelta(hours=2)
    life.session.commit()
    assert (telling.tell_due(), telling.tell_due()) == (2, 0)
    run_jobs(life.app)
    told = {mail.recipient: mail for mail in life.mails("gift_moved")}
    assert set(told) == {"ada@example.org", "bo@example.org"}
    assert "$25.00" in told["ada@example.org"].text
    headers = told["bo@example.org"].headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    way_out = "/mail/stop/" + headers["List-Unsubscribe"].strip("<>").rsplit("/", 1)[1]
    assert life.client.get(way_out).status_code == 200
    assert life.session.scalar(select(QuietGiver)) is None  # looking changes nothing
    pressed = {"List-Unsubscribe": "One-Click"}, {"Origin": "https://mail.test"}
    assert life.client.post(way_out, data=pressed[0], headers=pressed[1]).status_code == 200
    assert life.client.get("/mail/stop/forged").status_code == 404
    life.refresh()
    assert life.session.scalar(select(QuietGiver)) is not None


def seen_by_everybody(life, campaign, first, made):
    """The note is the editor's; Ada sees it beside her gift, everybody on the campaign's page."""
    note = {
        "stage": "told",
        "happened": "2026-11-01",
        "body": "<script>alert(1)</script> Two rooms **furnished**.",
    }
    assert send(life.client, f"{GRANTS}/{made.id}/notes", note).status_code == 403
    sign_in(life.client, "editor")
    assert send(life.client, f"{GRANTS}/{made.id}/notes", note | {"body": ""}).status_code == 422
    assert send(life.client, f"{GRANTS}/{made.id}/notes", note).status_code == 303
    life.refresh()
    sign_in(life.client, first.supporter)
    own = f"/account/giving/{first.reference}"
    done = read(life.client.get(own)).select(".path__step--done .path__name")
    assert [step.get_text() for step in done] == ["Received", "Passed on", "Put to work", "Told"]
    for path in (f"/campaigns/{campaign.slug}", "/transparency", own):
        page = life.client.get(path)
        assert "Two rooms furnished" in text_of(page)
        assert not read(page).select("main script")
