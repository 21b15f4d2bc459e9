"""What someone asks to give: checked, priced from our own rows, and nothing about Stripe or the web."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from hope.kernel.money import Money, coin


class Interval(StrEnum):
    """How often a gift is given."""

    ONCE = "once"
    MONTH = "month"
    YEAR = "year"


class Naming(StrEnum):
    """How a giver is named in public: as each one chose for this gift, never by a rule for all."""

    FULL = "full"
    FIRST = "first"
    ANONYMOUS = "anonymous"


@dataclass(frozen=True)
class Giver:
    """Who gives, as they typed it, and what of it may be shown."""

    name: str
    email: str
    naming: Naming = Naming.FULL
    show_amount: bool = True
    note: str = ""
    wants_news: bool = False


@dataclass(frozen=True)
class PledgeLine:
    """One named gift or free amount for one campaign; `unit` comes from our tier row, never from the form."""

    campaign_id: int
    campaign_slug: str
    campaign_title: str
    label: str
    unit: Money
    tier_id: int | None = None
    quantity: int = 1
    # What the giver gets in return for one of them, and what that is worth in minor units.
    goods: str = ""
    goods_unit: int = 0
    # There is only so many of them: they are kept while somebody pays.
    limited: bool = False
    # Of a standing gift: given with its first payment only.
    once: bool = False

    @property
    def total(self) -> Money:
        """The unit price times the quantity."""
        return self.unit * self.quantity

    @property
    def goods_amount(self) -> int:
        """What the giver gets in return for all of them is worth, in minor units."""
        return self.goods_unit * self.quantity


@dataclass(frozen=True)
class CardFee:
    """What a card payment is expected to cost: basis points of it plus a fixed part in minor units."""

    basis_points: int
    fixed: int

    def cover_for(self, gift: Money) -> Money:
        """The smallest addition after which the whole gift is left when the fee is gone.

        gross = ceil((gift + fixed) / (1 - share)), in whole coins, rounded up once.
        """
        rest = (10_000 - self.basis_points) * coin(gift.currency)
        coins = -(-(gift.amount + self.fixed) * 10_000 // rest)
        return Money(coins * coin(gift.currency) - gift.amount, gift.currency)

    def fixed_part(self, currency: str) -> Money:
        """The part that is the same for every payment."""
        return Money(self.fixed, currency)


@dataclass(frozen=True)
class Pledge:
    """Everything that one payment is asked to do."""

    giver: Giver
    interval: Interval
    lines: tuple[PledgeLine, ...]
    cover: Money
    # As much of the cover as is charged today only; nothing where every line repeats.
    cover_once: int = 0

    def __post_init__(self) -> None:
        if not self.lines:
            raise ValueError("a pledge has at least one line")
        if any(line.total.amount <= 0 for line in self.lines) or self.cover.amount < 0:
            raise ValueError("a pledge is more than nothing")
        if all(line.once for line in self.lines) and self.interval is not Interval.ONCE:
            raise ValueError("a standing gift repeats something")
        if not 0 <= self.cover_once <= self.cover.amount:
            raise ValueError("a part of the cover is no more than the cover")

    @property
    def gift(self) -> Money:
        """The sum of what was chosen, without the cover."""
        total = Money.zero(self.cover.currency)
        for line in self.lines:
            total = total + line.total
        return total

    @property
    def total(self) -> Money:
        """What the card is charged today."""
        return self.gift + self.cover

    def again(self) -> "Pledge":
        """What repeats of a standing gift: without what is given with its first payment only."""
        cover = self.cover - Money(self.cover_once, self.cover.currency)
        return replace(
            self, lines=tuple(line for line in self.lines if not line.once), cover=cover, cover_once=0
        )

    def fingerprint(self, beside: Sequence[str] = ()) -> str:
        """The same for the same wish of the same person: how a form sent twice is known.

        `beside` are the marks of what else is asked for.
        """
        giver = self.giver
        words = [giver.name, giver.email, giver.naming, giver.show_amount, giver.note, giver.wants_news]
        wish = [words, self.interval, lines_to_json(self.lines), self.cover.amount, self.cover_once, *beside]
        return hashlib.sha256(json.dumps(wish).encode()).hexdigest()


def lines_to_json(lines: tuple[PledgeLine, ...]) -> list[dict[str, Any]]:
    """The lines as plain values, for a row that keeps them."""
    return [
        {
            "campaign_id": line.campaign_id,
            "campaign_slug": line.campaign_slug,
            "campaign_title": line.campaign_title,
            "tier_id": line.tier_id,
            "label": line.label,
            "unit": line.unit.amount,
            "currency": line.unit.currency,
            "quantity": line.quantity,
            "goods": line.goods,
            "goods_unit": line.goods_unit,
            "limited": line.limited,
            "once": line.once,
        }
        for line in lines
    ]


def lines_from_json(rows: list[dict[str, Any]]) -> tuple[PledgeLine, ...]:
    """The lines that `lines_to_json` wrote."""
    return tuple(
        PledgeLine(
            campaign_id=row["campaign_id"],
            campaign_slug=row["campaign_slug"],
            campaign_title=row["campaign_title"],
            tier_id=row["tier_id"],
            label=row["label"],
            unit=Money(row["unit"], row["currency"]),
            quantity=row["quantity"],
            # Rows of older days do not have these.
            goods=row.get("goods", ""),
            goods_unit=row.get("goods_unit", 0),
            limited=row.get("limited", False),
            once=row.get("once", False),
        )
        for row in rows
    )
