"""What one version of a receipt says: the same facts for the mail and for the paper."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from hope.giving import kept_names
from hope.giving.lines import gone_by
from hope.giving.models import Gift, GiftLine, LineKind, Method, OfflineGift, Receipt, Settlement
from hope.kernel.money import Money


@dataclass(frozen=True)
class Goods:
    """Something that a giver got in return, and what it is worth in good faith."""

    what: str
    value: Money


@dataclass(frozen=True)
class AcknowledgedLine:
    """What a part of the gift was for."""

    label: str
    purpose: str
    total: Money


@dataclass(frozen=True)
class Replaced:
    """The version before, which does not count any more."""

    version: int
    issued_at: datetime


@dataclass(frozen=True)
class Acknowledgment:
    """One version of a receipt, whole."""

    number: str
    version: int
    code: str
    issued_at: datetime
    given_at: datetime
    giver_name: str
    lines: tuple[AcknowledgedLine, ...]
    cover: Money
    total: Money
    kept: Money
    goods: tuple[Goods, ...]
    method: str
    replaces: Replaced | None
    # What was given where it was no money: it is named, and the tax office wants no value of it from us.
    in_kind: str = ""
    was_mistake: bool = False

    @property
    def went_back(self) -> Money:
        """What the giver has got back."""
        return self.total - self.kept

    @property
    def is_void(self) -> bool:
        """True when nothing of the gift is left to acknowledge."""
        return not self.kept

    @property
    def goods_value(self) -> Money:
        """What the giver got in return, all together."""
        return sum_of([one.value for one in self.goods], self.total.currency)

    @property
    def deductible(self) -> Money:
        """What is left of the gift beyond what the giver got in return."""
        rest = self.kept - self.goods_value
        return rest if rest.amount > 0 else Money.zero(rest.currency)


def acknowledge(session: Session, receipt: Receipt) -> Acknowledgment:
    """What this version of a receipt says."""
    gift = receipt.gift
    paper = session.get(OfflineGift, gift.id)
    gone = gone_by(session, gift, receipt.issued_at)
    return Acknowledgment(
        number=receipt.number,
        version=receipt.version,
        code=receipt.code,
        issued_at=receipt.issued_at,
        given_at=gift.given_at,
        giver_name=kept_names.name_of(session, gift),
        lines=tuple(
            AcknowledgedLine(_label(line, line.id in gone), line.campaign_title, line.total)
            for line in gift.lines
            if line.kind is LineKind.GIFT
        ),
        cover=sum_of([line.total for line in gift.lines if line.kind is LineKind.COVER], gift.total.currency),
        total=gift.total,
        kept=receipt.kept,
        goods=goods_of(gift.lines),
        method=paper.method.value.replace(" ", "_") if paper else _method(session, gift),
        replaces=_replaced(session, receipt),
        in_kind=in_kind_of(session, gift.id),
        was_mistake=paper is not None and paper.taken_back_at is not None,
    )


def in_kind_of(session: Session, gift_id: int) -> str:
    """What was given where it was no money; nothing for all other gifts."""
    things = select(OfflineGift.description).where(
        OfflineGift.gift_id == gift_id, OfflineGift.method == Method.STOCK
    )
    return session.scalar(things) or ""


def goods_of(lines: list[GiftLine]) -> tuple[Goods, ...]:
    """What these parts of a gift brought in return."""
    return tuple(
        Goods(f"{line.quantity} × {line.goods}" if line.quantity > 1 else line.goods, line.goods_value)
        for line in lines
        if line.goods_amount
    )


def sum_of(amounts: list[Money], currency: str) -> Money:
    """These amounts together; nothing, where there are none."""
    total = Money.zero(currency)
    for amount in amounts:
        total = total + amount
    return total


def _label(line: GiftLine, gone: bool) -> str:
    label = f"{line.quantity} × {line.label}" if line.quantity > 1 else line.label
    return f"{label} (went back)" if gone else label


def _method(session: Session, gift: Gift) -> str:
    """How it was paid, as Stripe tells it ("visa 4242"); nothing while that is unknown."""
    return session.scalar(select(Settlement.method).where(Settlement.gift_id == gift.id)) or ""


def _replaced(session: Session, receipt: Receipt) -> Replaced | None:
    before = session.execute(
        select(Receipt.version, Receipt.issued_at)
        .where(Receipt.number == receipt.number, Receipt.version < receipt.version)
        .order_by(Receipt.version.desc())
        .limit(1)
    ).first()
    return Replaced(before.version, before.issued_at) if before else None
