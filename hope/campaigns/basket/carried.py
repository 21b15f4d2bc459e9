"""What a browser carries of a basket: which gifts, how many, how often. Prices are ours, and stand in our rows."""

import json
from dataclasses import dataclass, replace
from typing import Any

from hope.giving.models import Checkout
from hope.giving.pledge import Interval, lines_from_json
from hope.kernel.signed import read, sign

PURPOSE = "basket"
MOST_GIFTS = (
    15  # with the card fee fewer than the 20 prices of each kind that Stripe takes for a standing gift
)
MOST_OF_ONE = 99


@dataclass(frozen=True)
class Item:
    """One named gift; `seen` is the price it had then, in minor units, and tells only whether it has changed."""

    tier_id: int
    quantity: int
    seen: int
    once: bool = False


@dataclass(frozen=True)
class Basket:
    """Everything that somebody chose so far, and the attempt that it was last led to Stripe with."""

    items: tuple[Item, ...] = ()
    interval: Interval = Interval.ONCE
    reference: str = ""

    def with_more(self, tier_id: int, quantity: int, seen: int, once: bool = False) -> "Basket":
        """More of a gift, or a new one at the end; no more than fit."""
        known = next((item for item in self.items if item.tier_id == tier_id), None)
        if known is None:
            added = (*self.items, Item(tier_id, min(quantity, MOST_OF_ONE), seen, once))
            return replace(self, items=added[:MOST_GIFTS])
        more = replace(known, quantity=min(known.quantity + quantity, MOST_OF_ONE))
        return replace(self, items=tuple(more if item is known else item for item in self.items))

    def without(self, tier_id: int) -> "Basket":
        """Everything but this gift."""
        return replace(self, items=tuple(item for item in self.items if item.tier_id != tier_id))

    @property
    def is_full(self) -> bool:
        """True when no other gift fits in."""
        return len(self.items) >= MOST_GIFTS


def to_text(basket: Basket, secret: str) -> str:
    """The basket as its cookie has it."""
    items = [[item.tier_id, item.quantity, item.seen, int(item.once)] for item in basket.items]
    return sign(
        json.dumps([items, basket.interval, basket.reference], separators=(",", ":")), secret, PURPOSE
    )


def from_text(text: str | None, secret: str) -> Basket:
    """The basket in a cookie; an empty one for anything that we did not write like this."""
    signed = read(text, secret, PURPOSE) if text else None
    try:
        items, interval, reference = json.loads(signed or "")
        return Basket(tuple(_item(*item) for item in items)[:MOST_GIFTS], Interval(interval), str(reference))
    except (ValueError, TypeError):
        return Basket()


def left_with(checkout: Checkout) -> Basket:
    """The gifts of an attempt, for a browser that carries no basket; free amounts are of none."""
    items = tuple(
        Item(line.tier_id, line.quantity, line.unit.amount, line.once)
        for line in lines_from_json(checkout.lines)
        if line.tier_id
    )
    return Basket(items, Interval(checkout.interval))


def _item(tier_id: Any, quantity: Any, seen: Any, once: Any) -> Item:
    return Item(int(tier_id), min(max(int(quantity), 1), MOST_OF_ONE), int(seen), bool(once))
