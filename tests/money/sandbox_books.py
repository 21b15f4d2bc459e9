"""The sandbox's own books, read without a line of Hope's, held against Hope's rows: every entry, total and mail."""

from collections import Counter
from typing import Any

from sqlalchemy import select

from hope.giving import books
from hope.giving.models import (
    CampaignTotal,
    Checkout,
    Dispute,
    Gift,
    LedgerEntry,
    Outcome,
    Receipt,
    RecurringGift,
    StripeEvent,
)
from hope.kernel.db import db
from hope.kernel.mail.models import MailState, OutgoingMail
from tests.money.lives import Life
from tests.money.world import World

Books = dict[tuple[str, str], int]
# What our word for an attempt may be while Stripe's is this.
STATES = {
    "open": ("open",),
    "expired": ("expired",),
    "complete": ("processing", "completed", "failed"),
}
ENDED = ("won", "lost", "warning_closed", "prevented")


def prove(life: Life, seed: int = 1) -> None:
    """What every life must end in: right after a repair, and again when every lost event came after all."""
    life.sandbox.tick(60)
    gateway = life.gateway
    books.repair(books.check(gateway), gateway)
    left = books.check(gateway)
    assert [str(one) for one in left] == []
    same_books(life.world)
    stands_as_there(life.world)
    life.bring_everything(seed)
    same_books(life.world)
    stands_as_there(life.world)
    everything_followed()
    mails_once()


def same_books(world: World) -> None:
    """The ledger is the sandbox's balance transactions, per gift and kind; totals and receipts follow from it."""
    db.session.commit()
    db.session.expire_all()
    assert our_books() == their_books(world)
    entries = db.session.scalars(select(LedgerEntry)).all()
    sums: Counter[int | None] = Counter()
    kept: Counter[int | None] = Counter()
    for entry in entries:
        if entry.kind != "fee":
            sums[entry.campaign_id] += entry.total.amount
            kept[entry.gift_id] += entry.total.amount
    totals = {row.campaign_id: row.raised.amount for row in db.session.scalars(select(CampaignTotal))}
    assert totals == dict(sums)
    receipts_follow(kept)


def receipts_follow(kept: "Counter[int | None]") -> None:
    """Each gift's newest receipt says what is left of it; while a bank decides, what there was before."""
    undecided = {d.gift_id for d in db.session.scalars(select(Dispute)) if d.status not in ENDED}
    newest = {r.gift_id: r for r in db.session.scalars(select(Receipt).order_by(Receipt.version))}
    gifts = db.session.scalars(select(Gift)).all()
    assert newest.keys() == {gift.id for gift in gifts}
    said = {gift.id: newest[gift.id].kept.amount for gift in gifts if gift.id not in undecided}
    assert said == {gift_id: kept[gift_id] for gift_id in said}
    numbers = sorted({receipt.number for receipt in newest.values()})
    assert len(numbers) == len(gifts)


def our_books() -> Books:
    """What the ledger says of each gift, by kind; a gift is named by the payment or invoice that proves it."""
    gifts = {gift.id: gift.source.removeprefix("stripe:") for gift in db.session.scalars(select(Gift))}
    found: Counter[tuple[str, str]] = Counter()
    for entry in db.session.scalars(select(LedgerEntry)):
        found[gifts[entry.gift_id or 0], entry.kind.value] += entry.total.amount
    return dict(found)


def their_books(world: World) -> Books:
    """What the sandbox's balance transactions say of each gift, by the same kinds."""
    invoices = {
        row["payment"]["payment_intent"]: row["invoice"]
        for row in world.list("invoice_payments")
        if row["status"] == "paid"
    }
    found: Counter[tuple[str, str]] = Counter()
    for row in world.list("balance_transactions", **{"expand[]": "data.source"}):
        if row["type"].startswith("payout"):
            continue
        intent = row["source"]["payment_intent"]
        name = invoices.get(intent, intent)
        found[name, kind_of(row)] += row["amount"]
        if row["fee"]:
            found[name, "fee"] -= row["fee"]
    return dict(found)


def kind_of(row: dict[str, Any]) -> str:
    """Our word for what a balance transaction is."""
    if row["type"] in ("charge", "payment"):
        return "gift"
    if row["type"] in ("refund", "payment_refund"):
        return "refund"
    return "dispute" if row["amount"] < 0 else "reversal"


def stands_as_there(world: World) -> None:
    """Standing gifts and attempts stand as they stand at Stripe, whatever was lost on the way."""
    theirs = {
        sub["id"]: (
            sub["status"],
            sub["pause_collection"] is not None,
            sub["cancel_at"] is not None,
            price(sub),
        )
        for sub in world.list("subscriptions", status="all")
    }
    ours = {
        row.subscription_id: (row.status.value, row.paused, row.cancel_at is not None, row.total.amount)
        for row in db.session.scalars(select(RecurringGift))
    }
    assert ours == theirs
    done = {one["client_reference_id"]: one["status"] for one in world.list("checkout/sessions")}
    states = {row.reference: row.state.value for row in db.session.scalars(select(Checkout))}
    wrong = {ref: (ours, done[ref]) for ref, ours in states.items() if ours not in STATES[done[ref]]}
    assert wrong == {}


def price(subscription: dict[str, Any]) -> int:
    """What a subscription charges each time."""
    return sum(item["price"]["unit_amount"] * item["quantity"] for item in subscription["items"]["data"])


def everything_followed() -> None:
    """When every event has come, none is left failed."""
    unfinished = select(StripeEvent).where(StripeEvent.outcome.in_([Outcome.FAILED, Outcome.WAITING]))
    assert [(e.kind, e.detail) for e in db.session.scalars(unfinished)] == []


def mails_once() -> None:
    """Every mail was written and sent, none for the same cause twice, and no news of a standing gift was told again."""
    mails = db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)).all()
    assert [(mail.kind, mail.last_error) for mail in mails if mail.state is not MailState.SENT] == []
    assert len({mail.cause for mail in mails}) == len(mails)
    last: dict[tuple[str, int], str] = {}
    for mail in mails:
        if mail.kind in ("recurring_changed", "card_changed"):
            about = (mail.kind, mail.params["recurring_id"])
            assert last.get(about) != mail.text, f"told again: {mail.cause}"
            last[about] = mail.text
