"""The lines of a gift, one by one: what each comes to, which went back alone, and what of it can be given once more."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hope.giving import stock
from hope.giving.models import (
    Answer,
    Gift,
    GiftLine,
    LedgerEntry,
    LineKind,
    LineRequest,
    Refund,
    RefundRequest,
    RefundStatus,
)
from hope.kernel.money import Money

NOT_DONE = (RefundStatus.FAILED, RefundStatus.CANCELED)


def parts_of(gift: Gift) -> dict[GiftLine, Money]:
    """What was given for each thing that was chosen, with its part of what covers the card fee."""
    chosen = [line for line in gift.lines if line.kind is LineKind.GIFT]
    covers = [line.total for line in gift.lines if line.kind is LineKind.COVER]
    cover = sum(covers, Money.zero(gift.total.currency))
    shares = cover.split([line.total.amount for line in chosen])
    return {line: line.total + share for line, share in zip(chosen, shares, strict=True)}


def per_campaign(gift: Gift) -> dict[int, Money]:
    """How much of a gift is for which campaign, the cover included."""
    shares: dict[int, Money] = {}
    for line in gift.lines:
        before = shares.get(line.campaign_id, Money.zero(line.total.currency))
        shares[line.campaign_id] = before + line.total
    return shares


def asked_back(session: Session, gift: Gift) -> set[int]:
    """The lines of a gift that went back alone, or are on their way."""
    requests = (
        select(LineRequest.line_id)
        .join(RefundRequest, RefundRequest.id == LineRequest.request_id)
        .outerjoin(Refund, Refund.id == RefundRequest.refund_id)
        .where(RefundRequest.gift_id == gift.id, RefundRequest.answer != Answer.REFUSED)
        .where(Refund.id.is_(None) | Refund.status.not_in(NOT_DONE))
    )
    return set(session.scalars(requests))


def gone_by(session: Session, gift: Gift, moment: datetime) -> set[int]:
    """The lines that had gone back alone by this moment, as the books have it."""
    sources = (
        select(LineRequest.line_id, Refund.source)
        .join(RefundRequest, RefundRequest.id == LineRequest.request_id)
        .join(Refund, Refund.id == RefundRequest.refund_id)
        .where(RefundRequest.gift_id == gift.id)
    )
    pairs = session.execute(sources).all()
    if not pairs:
        return set()
    booked = select(LedgerEntry.source).where(
        LedgerEntry.gift_id == gift.id, LedgerEntry.recorded_at <= moment
    )
    known = set(session.scalars(booked))
    return {line_id for line_id, source in pairs if source in known and f"{source}/failed" not in known}


def line_asked_for(session: Session, key: str | None, gift_id: int) -> GiftLine | None:
    """The line that a request of ours was about; None for a refund of everything, or of an amount."""
    asked = (
        select(GiftLine)
        .join(LineRequest, LineRequest.line_id == GiftLine.id)
        .join(RefundRequest, RefundRequest.id == LineRequest.request_id)
        .where(RefundRequest.key == key, GiftLine.gift_id == gift_id)
    )
    return session.scalar(asked) if isinstance(key, str) else None


def give_back(session: Session, gift: Gift, line: GiftLine | None, kept: Money) -> None:
    """Limited gifts whose money went back whole can be given once more: of one line, or of all when nothing is left."""
    for back in _back(gift, line, kept):
        stock.take_back(session, *back)


def take_again(session: Session, gift: Gift, line: GiftLine | None, kept: Money) -> None:
    """The money came again: what the gift was for is given after all, as far as any of it is left."""
    whole = Money.zero(kept.currency) if kept == gift.total else kept
    for checkout_id, tier_id in _back(gift, line, whole):
        stock.sell(session, [checkout_id], tier_id)


def left_from(session: Session, gift: Gift, source: str) -> dict[int, Money]:
    """What a refund took from which campaign."""
    entry = LedgerEntry.__table__.c
    taken = select(entry.campaign_id, entry.amount).where(entry.source == source, entry.gift_id == gift.id)
    rows = session.execute(taken.order_by(entry.campaign_id))
    return {row.campaign_id: Money(-row.amount, gift.total.currency) for row in rows}


def is_whole(session: Session, gift: Gift, line: GiftLine, part: Money) -> bool:
    """True while the campaign of a line still has all that was given for it."""
    entry = LedgerEntry.__table__.c
    kept = select(func.coalesce(func.sum(entry.amount), 0)).where(
        entry.gift_id == gift.id, entry.campaign_id == line.campaign_id, entry.kind != "fee"
    )
    return int(session.execute(kept).scalar_one()) >= part.amount


def _back(gift: Gift, line: GiftLine | None, kept: Money) -> list[tuple[int, int]]:
    if gift.checkout_id is None or (line is None and kept):
        return []
    lines = [line] if line else gift.lines
    return [(gift.checkout_id, one.tier_id) for one in lines if one.tier_id and one.kind is LineKind.GIFT]
