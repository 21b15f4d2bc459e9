"""A payment that arrived becomes a gift: its lines, books, receipt and mail, together or not at all."""

from collections.abc import Collection, Sequence
from itertools import chain

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from hope.accounts.supporters import Person, find_or_add_all
from hope.giving import checkout as checkouts
from hope.giving import following, ledger, parcels, receipts, stock, summaries
from hope.giving.arrivals import Arrival, Payment, Recorded, gift_row, line_rows, paper_row, recorded
from hope.giving.models import Checkout, CheckoutState, EntryKind, Gift, GiftLine, OfflineGift, Settlement
from hope.giving.pledge import Pledge
from hope.kernel import jobs
from hope.kernel.among import among
from hope.kernel.bulk import insert_all, straight
from hope.kernel.clock import now
from hope.kernel.mail import outbox

SETTLE = "giving.settle"


class CannotRecord(Exception):
    """A fact that fits none of our rows; somebody has to look at it."""


def record_gifts(session: Session, arrivals: Sequence[Arrival]) -> list[Recorded]:
    """Write gifts that arrived together: their lines, books, receipts and mails, with one statement for each table.

    One gift or many, this is the only way in. Raises CannotRecord where another amount was paid than asked for.
    """
    if not arrivals:
        return []
    for arrival in arrivals:
        if arrival.payment.total != arrival.pledge.total:
            raise CannotRecord(f"paid {arrival.payment.total}, asked for {arrival.pledge.total}")
    gifts = _write(session, arrivals)
    ledger.book_gifts(session, gifts)
    summaries.begin(session, [gift.id for gift in gifts])
    parcels.refresh(session, [gift.id for gift in gifts if gift.kind is EntryKind.OFFLINE])
    acknowledged = [gift for gift in gifts if gift.has_receipt]
    _owe_receipts(session, acknowledged, receipts.issue(session, acknowledged))
    following.tell(session, gifts)
    ledger.count_gifts(session, gifts)
    return gifts


def record_gift(
    session: Session,
    pledge: Pledge,
    payment: Payment,
    *,
    checkout: Checkout | None = None,
    recurring_id: int | None = None,
    is_example: bool = False,
) -> Gift:
    """Write one gift of which no mail goes out, for whoever goes on with its row."""
    arrival = Arrival(
        payment,
        pledge,
        checkout_id=checkout.id if checkout else None,
        recurring_id=recurring_id,
        is_example=is_example,
        beside=checkout.beside if checkout else "",
    )
    (recorded,) = record_gifts(session, [arrival])
    return session.get_one(Gift, recorded.id)


def _write(session: Session, arrivals: Sequence[Arrival]) -> list[Recorded]:
    supporters, moment = _supporters(session, arrivals), now()
    rows = [gift_row(*each, moment) for each in zip(arrivals, supporters, strict=True)]
    new = {row.source: row.id for row in insert_all(session, Gift, rows, Gift.source, Gift.id)}
    ids = [new[arrival.payment.source] for arrival in arrivals]
    lines = [line_rows(arrival.pledge, gift_id) for arrival, gift_id in zip(arrivals, ids, strict=True)]
    insert_all(session, GiftLine, [*chain(*lines)])
    pairs = zip(arrivals, ids, strict=True)
    insert_all(session, OfflineGift, [paper_row(*each, moment) for each in pairs if each[0].on_paper])
    return [recorded(*each) for each in zip(arrivals, rows, lines, ids, strict=True)]


def _supporters(session: Session, arrivals: Sequence[Arrival]) -> list[int]:
    """Whose gifts these are, by row number: as it was said, or by the address that was given."""
    givers = [arrival.pledge.giver for arrival in arrivals if arrival.supporter_id is None]
    people = [Person(giver.email, giver.name, giver.wants_news) for giver in givers]
    found = iter(find_or_add_all(session, people))
    return [next(found) if arrival.supporter_id is None else arrival.supporter_id for arrival in arrivals]


def _owe_receipts(session: Session, gifts: Sequence[Recorded], receipt_ids: Sequence[int]) -> None:
    """Owe each giver a receipt by mail, and ask Stripe soon what the gifts cost."""
    mails = [
        outbox.row("receipt", gift.receipt_to, f"receipt:{receipt_id}", {"receipt_id": receipt_id})
        for gift, receipt_id in zip(gifts, receipt_ids, strict=True)
        if gift.receipt_to
    ]
    if mails:
        outbox.post_many(session, mails)
        jobs.after_commit(session, SETTLE)


def follow(session: Session, checkout: Checkout, state: CheckoutState) -> None:
    """Move an attempt that brought no money (yet); whoever waits for a bank is told how it goes.

    What was kept for one that has ended goes back to the others.
    """
    before = checkout.state
    checkouts.finish(checkout, state)
    if checkout.state in (CheckoutState.EXPIRED, CheckoutState.FAILED):
        stock.give_back(session, checkout.id)
    if checkout.state is not before and state in (CheckoutState.PROCESSING, CheckoutState.FAILED):
        kind = f"payment_{state.value}"
        cause = f"{kind}:{checkout.id}"
        outbox.post(session, kind, checkout.giver_email, cause=cause, checkout_id=checkout.id)


def public_name(name: str, naming: str) -> str:
    """A giver's name as they chose to have it shown for this gift."""
    if naming == "anonymous" or not name.strip():
        return "Anonymous"
    return name if naming == "full" else name.split()[0]


_KNOWN = select(Gift.source).where(among(Gift.__table__.c.source, "sources"))


def known(session: Session, sources: Collection[str]) -> set[str]:
    """Those of these proofs whose gifts are recorded already."""
    return set(straight(session).execute(_KNOWN, {"sources": list(sources)}).scalars())


def paid_by(session: Session, payment_intent_id: str) -> Gift:
    """The gift of this payment, held for whoever records what became of it; raises CannotRecord."""
    settled = select(Settlement.gift_id).where(Settlement.payment_intent_id == payment_intent_id)
    held = select(Gift).where(or_(Gift.payment_intent_id == payment_intent_id, Gift.id.in_(settled)))
    gift = session.scalar(held.with_for_update(of=Gift))
    if gift is None:
        raise CannotRecord("no gift of this payment is known yet")
    return gift


def held_checkout(session: Session, reference: str) -> Checkout:
    """The attempt of this reference, held until the end of the transaction; raises CannotRecord."""
    checkout = checkouts.lock(session, reference)
    if checkout is None:
        raise CannotRecord("no checkout of this reference")
    return checkout


def held_wishes(session: Session, references: Collection[str]) -> dict[str, checkouts.Asked]:
    """What these attempts asked for, held until the end of the transaction; raises CannotRecord."""
    found = checkouts.lock_all(session, references)
    if len(found) < len(set(references)):
        raise CannotRecord("no checkout of this reference")
    return found
