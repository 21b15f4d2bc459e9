"""Keeps the summaries of gifts in step with their facts: called wherever a fact of a gift is written."""

from collections.abc import Collection
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    Select,
    Table,
    case,
    delete,
    exists,
    func,
    insert,
    literal,
    null,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session

from hope.giving.models import (
    Dispute,
    EntryKind,
    Gift,
    GiftLine,
    GiftShare,
    GiftStatus,
    GiftSummary,
    LedgerEntry,
    Method,
    OfflineGift,
    PayoutLine,
    Settlement,
)
from hope.kernel.among import among
from hope.kernel.bulk import straight

_gift, _line = Gift.__table__.c, GiftLine.__table__.c
_entry = LedgerEntry.__table__.c
_summary, _share = GiftSummary.__table__.c, GiftShare.__table__.c
BANK_DEBITS = ("us_bank_account", "sepa_debit", "bacs_debit", "au_becs_debit", "acss_debit")
CLOSED = ("won", "warning_closed", "prevented")
DESIGNATED = (EntryKind.GIFT, EntryKind.OFFLINE, EntryKind.MOVE)


def begin(session: Session, gift_ids: Collection[int]) -> None:
    """Write the summaries of gifts that have just been recorded."""
    connection = straight(session)
    connection.execute(_FIRST_SUMMARIES, {"gifts": list(gift_ids)})
    connection.execute(_FIRST_SHARES, {"gifts": list(gift_ids)})


def refresh(session: Session, gift_ids: Collection[int]) -> None:
    """Make the summaries of these gifts afresh after money went back, came again or moved."""
    session.flush()
    session.execute(delete(GiftShare).where(GiftShare.gift_id.in_(gift_ids)))
    designated = func.sum(case((_entry.kind.in_(DESIGNATED), _entry.amount), else_=0))
    sums = (
        select(_entry.campaign_id, _gift.given_at, _gift.id, designated, _gift.currency)
        .add_columns(func.sum(_entry.amount))
        .join_from(Gift.__table__, LedgerEntry.__table__, _entry.gift_id == _gift.id)
        .where(_gift.id.in_(gift_ids), _entry.kind != EntryKind.FEE)
        .group_by(_entry.campaign_id, _gift.given_at, _gift.id, _gift.currency)
    )
    names = ["campaign_id", "given_at", "gift_id", "amount", "currency", "kept"]
    session.execute(insert(_table(GiftShare)).from_select(names, sums))
    kept = select(func.coalesce(func.sum(_entry.amount), 0)).where(
        _entry.gift_id == _summary.gift_id, _entry.kind != EntryKind.FEE
    )
    session.execute(_update(gift_ids, kept=kept.scalar_subquery()))
    session.execute(_update(gift_ids, status=_status()))


def settled(session: Session, gift_ids: Collection[int]) -> None:
    """Note how gifts were paid and with which payout they left, as far as that is known."""
    session.flush()
    payout = (
        select(PayoutLine.payout_id)
        .join(Settlement, Settlement.transaction_id == PayoutLine.transaction_id)
        .where(Settlement.gift_id == _summary.gift_id)
    )
    session.execute(_update(gift_ids, method=_method(), payout_id=payout.scalar_subquery()))


def _update(gift_ids: Collection[int] | Select[Any], **values: ColumnElement[Any] | Any) -> Any:
    return update(_table(GiftSummary)).where(_summary.gift_id.in_(gift_ids)).values(**values)


def _table(entity: Any) -> Table:
    return cast(Table, entity.__table__)


def _status() -> ColumnElement[Any]:
    """The word for a gift, from its disputes and from what is left of it."""
    disputes = select(Dispute.id).where(Dispute.gift_id == _summary.gift_id)
    lost = exists(disputes.where(Dispute.status == "lost"))
    open_ = exists(disputes.where(Dispute.status.not_in(["lost", *CLOSED])))
    taken = select(OfflineGift.gift_id).where(OfflineGift.gift_id == _summary.gift_id)
    whens = [
        (exists(taken.where(OfflineGift.taken_back_at.is_not(None))), GiftStatus.TAKEN_BACK),
        (lost, GiftStatus.LOST),
        (open_, GiftStatus.DISPUTED),
        (_summary.kept == 0, GiftStatus.REFUNDED),
        (_summary.kept < _summary.amount, GiftStatus.PART_REFUNDED),
    ]
    typed = [(condition, literal(word, _summary.status.type)) for condition, word in whens]
    return case(*typed, else_=literal(GiftStatus.KEPT, _summary.status.type))


def _method() -> ColumnElement[Any]:
    said = select(
        case(
            (
                or_(*(Settlement.method.startswith(kind, autoescape=True) for kind in BANK_DEBITS)),
                literal(Method.BANK_DEBIT, _summary.method.type),
            ),
            else_=literal(Method.CARD, _summary.method.type),
        )
    ).where(Settlement.gift_id == _summary.gift_id)
    paper = select(OfflineGift.method).where(OfflineGift.gift_id == _summary.gift_id)
    unknown = literal(Method.UNKNOWN, _summary.method.type)
    return func.coalesce(paper.scalar_subquery(), said.scalar_subquery(), unknown)


_THESE = among(_gift.id, "gifts")
_FIRST_SUMMARIES = insert(_table(GiftSummary)).from_select(
    ["gift_id", "supporter_id", "given_at", "amount", "currency", "kept", "status", "interval", "method",
        "payout_id"],
    select(
        _gift.id, _gift.supporter_id, _gift.given_at, _gift.amount, _gift.currency, _gift.amount,
        literal(GiftStatus.KEPT, _summary.status.type), _gift.interval,
        func.coalesce(
            select(OfflineGift.method).where(OfflineGift.gift_id == _gift.id).scalar_subquery(),
            literal(Method.UNKNOWN, _summary.method.type),
        ), null(),
    ).where(_THESE),
)  # fmt: skip
_FIRST_SHARES = insert(_table(GiftShare)).from_select(
    ["campaign_id", "given_at", "gift_id", "amount", "currency", "kept"],
    select(_line.campaign_id, _gift.given_at, _gift.id, func.sum(_line.amount), _gift.currency)
    .add_columns(func.sum(_line.amount))
    .join_from(Gift.__table__, GiftLine.__table__, _line.gift_id == _gift.id)
    .where(_THESE)
    .group_by(_line.campaign_id, _gift.given_at, _gift.id, _gift.currency),
)
