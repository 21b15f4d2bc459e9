"""A giver's gifts as they themselves see them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from hope.giving.grants.paths import Path, of_gifts
from hope.giving.lines import gone_by
from hope.giving.models import (
    Checkout,
    CheckoutState,
    Gift,
    GiftStatus,
    GiftSummary,
    LineKind,
    Receipt,
    RecurringGift,
)
from hope.kernel.clock import now
from hope.kernel.db import holds_address
from hope.kernel.money import Money
from hope.kernel.paging import Page, page_of

WORDS = {
    GiftStatus.KEPT: "Received",
    GiftStatus.PART_REFUNDED: "Received, and part of it went back",
    GiftStatus.REFUNDED: "Went back in full",
    GiftStatus.DISPUTED: "Received; your bank has asked us about it",
    GiftStatus.LOST: "Taken back by your bank",
    GiftStatus.TAKEN_BACK: "Entered by mistake, and taken back",
}


@dataclass(frozen=True)
class OwnGift:
    """One gift in the list: how it stands, what it was for, and its receipt."""

    gift: Gift
    kept: Money
    words: str
    purposes: list[str]
    receipt: str | None
    path: Path


def page_of_gifts(
    session: Session, supporter_id: int, mark: str | None
) -> tuple[Page[GiftSummary], list[OwnGift]]:
    """A page of somebody's gifts, the newest first."""
    own = select(GiftSummary).where(GiftSummary.supporter_id == supporter_id)
    page = page_of(session, own, GiftSummary.given_at, GiftSummary.gift_id, mark, size=25)
    return page, _gifts(session, page.rows)


def own_gift(session: Session, supporter_id: int, reference: str) -> OwnGift | None:
    """One of somebody's gifts; None for another's, and for one that is not there."""
    own = select(GiftSummary).join(Gift, Gift.id == GiftSummary.gift_id)
    found = session.scalar(own.where(Gift.reference == reference, Gift.supporter_id == supporter_id))
    return _gifts(session, [found])[0] if found else None


def standing_gifts(session: Session, supporter_id: int) -> Sequence[RecurringGift]:
    """What somebody gives again and again, or did, the newest first."""
    own = select(RecurringGift).where(RecurringGift.supporter_id == supporter_id)
    return session.scalars(own.order_by(RecurringGift.id.desc()).limit(50)).all()


def on_its_way(session: Session, emails: set[str]) -> Sequence[Checkout]:
    """Payments that a bank has not sent yet: not gifts, but their giver wants to see them."""
    waiting = select(Checkout).where(
        holds_address(Checkout.giver_email, emails),
        Checkout.state == CheckoutState.PROCESSING,
    )
    return session.scalars(waiting.order_by(Checkout.id.desc()).limit(20)).all()


def _gifts(session: Session, rows: Sequence[GiftSummary]) -> list[OwnGift]:
    ids = [row.gift_id for row in rows]
    found = select(Gift).where(Gift.id.in_(ids)).options(selectinload(Gift.lines), joinedload(Gift.supporter))
    gifts = {gift.id: gift for gift in session.scalars(found)}
    numbers = dict(
        session.execute(select(Receipt.gift_id, Receipt.number).where(Receipt.gift_id.in_(ids))).all()
    )
    paths = of_gifts(session, list(gifts.values()))
    return [
        OwnGift(
            gifts[row.gift_id],
            row.kept,
            WORDS[row.status],
            _purposes(gifts[row.gift_id], _gone(session, row, gifts[row.gift_id])),
            numbers.get(row.gift_id),
            paths[row.gift_id],
        )
        for row in rows
    ]


def _purposes(gift: Gift, gone: Collection[int]) -> list[str]:
    """What it was for, as it was called then, and which of it went back; a covered fee needs no line of its own."""
    return [
        f"{line.label}{f' × {line.quantity}' if line.quantity > 1 else ''}: {line.campaign_title}"
        + (" (went back)" if line.id in gone else "")
        for line in gift.lines
        if line.kind is LineKind.GIFT
    ]


def _gone(session: Session, row: GiftSummary, gift: Gift) -> Collection[int]:
    """The lines that went back alone; most gifts are whole, and nothing is asked for them."""
    return gone_by(session, gift, now()) if row.status is GiftStatus.PART_REFUNDED else ()
