"""The ledger against Stripe's balance transactions: whatever moved money there has one, and one entry here.

A hundred movements at a time: what we know of them is asked for at once, and forgotten with the next hundred.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from hope.giving.books.difference import NEVER_CAME, Difference, Shape
from hope.giving.books.seen import Seen
from hope.giving.listings import Listings
from hope.giving.models import Gift, LedgerEntry, Payout, PayoutLine, Settlement
from hope.giving.settling import OVER
from hope.kernel.db import in_hundreds
from hope.kernel.money import Money

CHARGES = ("charge", "payment")
REFUNDS = ("refund", "payment_refund")
FAILED_REFUNDS = ("refund_failure", "payment_failure_refund")
_entry = LedgerEntry.__table__.c


@dataclass(frozen=True)
class Known:
    """What our rows say of some movements."""

    booked: dict[str, int]
    settled: dict[str, Settlement]
    gifts: dict[str | int, Gift]
    payouts: dict[str, Payout]


def against_stripe(
    session: Session, rows: Iterable[Shape], seen: Seen, listings: Listings
) -> Iterator[Difference]:
    """Every movement at Stripe against what we booked for it; `seen` remembers which of our sources it proves."""
    for page in in_hundreds(rows):
        known = _known(session, page)
        for row in page:
            yield from _fee(row, known)
            yield from _movement(session, row, known, listings)
        seen.add(_proven(page, known))
        session.commit()  # what was read is let go before Stripe is asked for more


def unknown_to_stripe(
    session: Session, since: datetime | None, begun: datetime, seen: Seen
) -> Iterator[Difference]:
    """What we booked as Stripe's before the check began, and Stripe does not list."""
    last = ""
    ours = select(_entry.source, func.sum(_entry.amount), func.min(_entry.currency)).where(
        _entry.source.startswith("stripe:"), _entry.recorded_at < begun
    )
    if since:
        ours = ours.where(_entry.occurred_at >= since)
    while True:
        following = (
            ours.where(_entry.source > last).group_by(_entry.source).order_by(_entry.source).limit(100)
        )
        sums = {source: (int(amount), currency) for source, amount, currency in session.execute(following)}
        for source in seen.missing(sums):
            yield _unknown(session, source, *sums[source])
        session.commit()
        if not sums:
            return
        last = list(sums)[-1]


def _known(session: Session, page: list[Shape]) -> Known:
    """Our rows of a hundred movements, in four questions."""
    sums = select(_entry.source, func.sum(_entry.amount)).where(_entry.source.in_(_sources(page)))
    charges = [row["source"] for row in page if row["type"] in CHARGES]
    settled = select(Settlement).where(Settlement.charge_id.in_([charge["id"] for charge in charges]))
    by_charge = {row.charge_id: row for row in session.scalars(settled)}
    intents = [charge.get("payment_intent") or "" for charge in charges]
    paid = Gift.payment_intent_id.in_(intents) | Gift.id.in_([row.gift_id for row in by_charge.values()])
    gifts: dict[str | int, Gift] = {}
    for gift in session.scalars(select(Gift).where(paid)):
        gifts |= {gift.id: gift, gift.payment_intent_id or gift.id: gift}
    # Rows are read as they are now, not as this session may remember them.
    sent = (
        select(Payout)
        .execution_options(populate_existing=True)
        .where(Payout.payout_id.in_([_id(row) for row in page if row["type"] == "payout"]))
    )
    return Known(
        booked={source: int(amount) for source, amount in session.execute(sums.group_by(_entry.source))},
        settled=by_charge,
        gifts=gifts,
        payouts={payout.payout_id: payout for payout in session.scalars(sent)},
    )


def _sources(page: list[Shape]) -> set[str]:
    return {source for row in page for source in (_source(row), _fee_source(row))}


def _source(row: Shape) -> str:
    """The source of the entries that this movement proves."""
    if row["type"] in REFUNDS:
        return f"stripe:{_id(row)}"
    if row["type"] in FAILED_REFUNDS:
        return f"stripe:{_id(row)}/failed"
    return f"stripe:{row['id']}"


def _fee_source(row: Shape) -> str:
    return f"stripe:{row['id']}/fee"


def _id(row: Shape) -> str:
    source = row["source"]
    return str(source["id"] if isinstance(source, dict) else source)


def _proven(page: list[Shape], known: Known) -> set[str]:
    """The sources of ours that these movements prove."""
    gifts = (_gift_of(row["source"], known) for row in page if row["type"] in CHARGES)
    return _sources(page) | {gift.source for gift in gifts if gift}


def _movement(session: Session, row: Shape, known: Known, listings: Listings) -> Iterator[Difference]:
    kind, source = row["type"], row["source"]
    if kind in CHARGES:
        yield from _payment(row, source, known)
    elif kind in REFUNDS or kind in FAILED_REFUNDS:
        yield from _entries(row, ("refund", _id(row)), known)
    elif isinstance(source, dict) and source["object"] == "dispute":
        yield from _entries(row, ("dispute", _id(row)), known)
    elif kind == "payout":
        yield from _payout(session, row, source, known, listings)


def _gift_of(charge: Shape, known: Known) -> Gift | None:
    settled = known.settled.get(charge["id"])
    return known.gifts.get(settled.gift_id if settled else charge.get("payment_intent") or "")


def _payment(row: Shape, charge: Shape, known: Known) -> Iterator[Difference]:
    payment_intent_id = charge.get("payment_intent") or ""
    gift, settled = _gift_of(charge, known), known.settled.get(charge["id"])
    what, ask = f"payment {payment_intent_id}", ("payment", payment_intent_id)
    currency = row["currency"].upper()
    if gift is None:
        yield Difference(what, None, row["amount"], currency, NEVER_CAME, ask)
        return
    if gift.total != Money(charge["amount"], charge["currency"].upper()):
        yield Difference(what, gift.total.amount, charge["amount"], currency, "recorded with another amount")
    if settled is None:
        yield Difference(f"cost of {what}", None, row["fee"], currency, "not asked for yet", ask)
    elif settled.fee.amount != row["fee"]:
        yield Difference(f"cost of {what}", settled.fee.amount, row["fee"], currency, "kept otherwise")


def _fee(row: Shape, known: Known) -> Iterator[Difference]:
    """What Stripe kept with this movement against the fee that we booked for it, where we booked one."""
    booked = known.booked.get(_fee_source(row))
    # Where none is booked the movement itself is missing, and is told of by itself.
    if booked is not None and booked != -row["fee"]:
        yield Difference(
            f"fee of {row['id']}", booked, -row["fee"], row["currency"].upper(), "booked otherwise"
        )


def _entries(row: Shape, ask: tuple[str, str], known: Known) -> Iterator[Difference]:
    """The entries that this movement proves against the amount that Stripe moved."""
    source = _source(row)
    booked = known.booked.get(source)
    if booked != row["amount"]:
        cause = NEVER_CAME if booked is None else "booked otherwise"
        what, currency = source.removeprefix("stripe:"), row["currency"].upper()
        yield Difference(what, booked, row["amount"], currency, cause, ask)


def _payout(
    session: Session, row: Shape, payout: Shape, known: Known, listings: Listings
) -> Iterator[Difference]:
    ours = known.payouts.get(payout["id"])
    what, ask, currency = f"payout {payout['id']}", ("payout", payout["id"]), row["currency"].upper()
    if ours is None:
        yield Difference(what, None, -row["amount"], currency, NEVER_CAME, ask)
    elif ours.status != payout["status"]:
        yield Difference(what, ours.status, payout["status"], currency, NEVER_CAME, ask)
    elif payout["status"] not in OVER:
        tied, carried = _tied(session, ours, listings.carried_by(payout))
        if tied != carried:
            words = f"ties {tied} of its movements", f"carries {carried}"
            yield Difference(what, *words, currency, "asked too early", ask)


def _tied(session: Session, payout: Payout, transaction_ids: Iterator[str]) -> tuple[int, int]:
    """How many of a payout's transactions we tied to it, and how many it carries."""
    tied = carried = 0
    for some in in_hundreds(transaction_ids):
        ours = PayoutLine.transaction_id.in_(some), PayoutLine.payout_id == payout.id
        tied += session.scalar(select(func.count()).where(*ours)) or 0
        carried += len(some)
    return tied, carried


def _unknown(session: Session, source: str, amount: int, currency: str) -> Difference:
    known = exists().where(Settlement.gift_id == Gift.id)
    gift = select(Gift.id).where(Gift.source == source, ~known)
    open_ = session.scalar(gift) is not None
    cause = "its cost is not known yet" if open_ else "Stripe lists no such transaction"
    return Difference(
        source.removeprefix("stripe:"), amount, None, currency, cause, ("gift", source) if open_ else None
    )
