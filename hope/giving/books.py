"""Do the books match? Totals against ledger, gifts against ledger, ledger against Stripe: every cent that differs.

Stripe's side is its list of balance transactions: whatever moved money there has one. Nothing is repaired by
writing a number: `repair` only asks Stripe for the facts again and records them as their events would have.
"""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hope.giving.gateway import StripeGateway
from hope.giving.models import BooksCheck, CampaignTotal, EntryKind, Gift, LedgerEntry, Payout, Settlement
from hope.giving.recording import CannotRecord, record
from hope.kernel.db import db, unit_of_work
from hope.kernel.money import Money

Shape = dict[str, Any]
Progress = Callable[[int], None]
_entry = LedgerEntry.__table__.c


@dataclass(frozen=True)
class Difference:
    """One thing that two books say differently; amounts in minor units, `None` where a book knows nothing."""

    what: str
    ours: int | None
    theirs: int | None
    currency: str
    cause: str
    # What to ask Stripe about again, as (kind, id); empty where asking cannot help.
    ask: tuple[str, str] | None = None

    def __str__(self) -> str:
        return f"{self.what}: ours {self._say(self.ours)}, theirs {self._say(self.theirs)} ({self.cause})"

    def _say(self, amount: int | None) -> str:
        return "nothing" if amount is None else f"{Money(amount, self.currency).decimal} {self.currency}"


def check(
    gateway: StripeGateway, since: datetime | None = None, progress: Progress | None = None
) -> list[Difference]:
    """Compare everything and keep the result; `progress` is told how many transactions were compared."""
    session: Session = db.session()
    found = [*totals_against_ledger(session), *gifts_against_ledger(session)]
    seen: set[str] = set()
    compared = 0
    # A day of Stripe's more: it may date a movement a little before the event from which we know it.
    begin = int(since.timestamp()) - 86_400 if since else None
    for row in gateway.history(begin):
        found.extend(_against_stripe(session, row, seen))
        compared += 1
        if progress:
            progress(compared)
    found.extend(_unknown_to_stripe(session, since, seen))
    with unit_of_work() as session:
        session.add(BooksCheck(since=since, differences=[asdict(one) for one in found], compared=compared))
    return found


def repair(differences: list[Difference], gateway: StripeGateway) -> None:
    """Ask Stripe again about everything that differs, and record its answers: payments before what became of them."""
    asks = dict.fromkeys(one.ask for one in differences if one.ask)
    for kind, name in sorted(asks, key=lambda ask: ask[0] != "payment"):
        facts = gateway.ask_again(kind, name)
        with unit_of_work() as session:
            for fact in facts:
                try:
                    with session.begin_nested():
                        record(session, fact)
                except CannotRecord:
                    continue  # stays in the list of differences, where staff see it


def totals_against_ledger(session: Session) -> Iterator[Difference]:
    """Campaigns whose running total is not the sum of their entries."""
    booked = (
        select(_entry.campaign_id, func.sum(_entry.amount).label("amount"))
        .where(_entry.kind != EntryKind.FEE, _entry.kind != EntryKind.GRANT)
        .group_by(_entry.campaign_id)
        .subquery()
    )
    total = CampaignTotal.__table__.c
    rows = select(total.campaign_id, total.amount, total.currency, booked.c.amount).outerjoin(
        booked, booked.c.campaign_id == total.campaign_id
    )
    for campaign_id, kept, currency, sum_ in session.execute(rows):
        if kept != int(sum_ or 0):
            what = f"total of campaign {campaign_id}"
            yield Difference(what, kept, int(sum_ or 0), currency, "the total was changed outside the ledger")


def gifts_against_ledger(session: Session) -> Iterator[Difference]:
    """Gifts whose entries do not add up to them."""
    gift = Gift.__table__.c
    booked = (
        select(_entry.gift_id, func.sum(_entry.amount).label("amount"))
        .where(_entry.kind.in_([EntryKind.GIFT, EntryKind.OFFLINE]))
        .group_by(_entry.gift_id)
        .subquery()
    )
    rows = (
        select(gift.id, gift.amount, gift.currency, booked.c.amount)
        .outerjoin(booked, booked.c.gift_id == gift.id)
        .where(func.coalesce(booked.c.amount, 0) != gift.amount)
    )
    for gift_id, amount, currency, sum_ in session.execute(rows):
        yield Difference(f"gift {gift_id}", int(sum_ or 0), amount, currency, "its entries do not add up")


def _against_stripe(session: Session, row: Shape, seen: set[str]) -> Iterator[Difference]:
    """One balance transaction against what we booked for it."""
    source = row["source"] if isinstance(row["source"], dict) else {"id": row["source"], "object": ""}
    kind = row["type"]
    yield from _fee(session, row, seen)
    if kind in ("charge", "payment"):
        yield from _payment(session, row, source, seen)
    elif kind in ("refund", "payment_refund"):
        yield from _entry_of(session, row, f"stripe:{source['id']}", ("refund", source["id"]), seen)
    elif kind in ("refund_failure", "payment_failure_refund"):
        yield from _entry_of(session, row, f"stripe:{source['id']}/failed", ("refund", source["id"]), seen)
    elif source["object"] == "dispute":
        yield from _entry_of(session, row, f"stripe:{row['id']}", ("dispute", source["id"]), seen)
    elif kind == "payout":
        yield from _payout(session, row, source)


def _payment(session: Session, row: Shape, charge: Shape, seen: set[str]) -> Iterator[Difference]:
    payment_intent_id = charge.get("payment_intent") or ""
    settled = session.scalar(select(Settlement).where(Settlement.charge_id == charge["id"]))
    gift = session.get(Gift, settled.gift_id) if settled else None
    if gift is None:
        gift = session.scalar(select(Gift).where(Gift.payment_intent_id == payment_intent_id))
    what, ask = f"payment {payment_intent_id}", ("payment", payment_intent_id)
    currency = row["currency"].upper()
    if gift is None:
        yield Difference(what, None, row["amount"], currency, "its event never came, or failed", ask)
        return
    seen.add(gift.source)
    if gift.total != Money(charge["amount"], charge["currency"].upper()):
        yield Difference(what, gift.total.amount, charge["amount"], currency, "recorded with another amount")
    if settled is None:
        yield Difference(f"cost of {what}", None, row["fee"], currency, "not asked for yet", ask)
    elif settled.fee.amount != row["fee"]:
        yield Difference(f"cost of {what}", settled.fee.amount, row["fee"], currency, "kept otherwise")


def _fee(session: Session, row: Shape, seen: set[str]) -> Iterator[Difference]:
    """What Stripe kept with this movement against the fee that we booked for it, where we booked one."""
    source = f"stripe:{row['id']}/fee"
    booked = session.execute(select(func.sum(_entry.amount)).where(_entry.source == source)).scalar()
    if booked is None:
        return  # the movement itself is missing, and is told of below
    seen.add(source)
    if int(booked) != -row["fee"]:
        what, currency = f"fee of {row['id']}", row["currency"].upper()
        yield Difference(what, int(booked), -row["fee"], currency, "booked otherwise")


def _entry_of(
    session: Session, row: Shape, source: str, ask: tuple[str, str], seen: set[str]
) -> Iterator[Difference]:
    """The entries that this source proves against the amount that Stripe moved."""
    booked = session.execute(select(func.sum(_entry.amount)).where(_entry.source == source)).scalar()
    seen.add(source)
    if booked is None or int(booked) != row["amount"]:
        ours = None if booked is None else int(booked)
        cause = "its event never came, or failed" if booked is None else "booked otherwise"
        yield Difference(
            source.removeprefix("stripe:"), ours, row["amount"], row["currency"].upper(), cause, ask
        )


def _payout(session: Session, row: Shape, payout: Shape) -> Iterator[Difference]:
    known = session.scalar(select(Payout).where(Payout.payout_id == payout["id"]))
    what, ask, currency = f"payout {payout['id']}", ("payout", payout["id"]), row["currency"].upper()
    if known is None:
        yield Difference(what, None, -row["amount"], currency, "its event never came, or failed", ask)
    elif known.status != payout["status"]:
        cause = f"known as {known.status}, and is {payout['status']} now"
        yield Difference(what, known.total.amount, payout["amount"], currency, cause, ask)


def _unknown_to_stripe(session: Session, since: datetime | None, seen: set[str]) -> Iterator[Difference]:
    """What we booked as Stripe's and Stripe does not list."""
    ours = select(_entry.source, func.sum(_entry.amount), func.min(_entry.currency)).where(
        _entry.source.startswith("stripe:")
    )
    if since:
        ours = ours.where(_entry.occurred_at >= since)
    for source, amount, currency in session.execute(ours.group_by(_entry.source)):
        if source in seen:
            continue
        gift = select(Gift.id).where(Gift.source == source, Gift.id.not_in(select(Settlement.gift_id)))
        open_ = session.scalar(gift) is not None
        cause = "its cost is not known yet" if open_ else "Stripe lists no such transaction"
        ask = ("gift", source) if open_ else None
        yield Difference(source.removeprefix("stripe:"), int(amount), None, currency, cause, ask)
