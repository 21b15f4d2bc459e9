"""A basket as our rows have it now: prices, what is left, what has changed since, and what all of it comes to."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from hope.campaigns.basket.carried import Basket, Item
from hope.campaigns.gifts import catalogue
from hope.campaigns.models import GivingTier, Phase
from hope.giving import stock
from hope.giving.pledge import CardFee, Giver, Interval, Pledge, PledgeLine
from hope.kernel.money import LARGEST_MINOR, Money


@dataclass(frozen=True)
class Line:
    """One gift of a basket, at today's price."""

    tier: GivingTier
    quantity: int
    once: bool
    # How many this basket can have; None for as many as one likes.
    most: int | None = None

    @property
    def total(self) -> Money:
        """What all of them cost."""
        return self.tier.price * self.quantity

    @property
    def is_limited(self) -> bool:
        """True where there is only so many, so that they are given once."""
        return self.tier.stock is not None

    def as_pledged(self, *, once: bool) -> PledgeLine:
        """The line that a pledge is made of."""
        tier, campaign = self.tier, self.tier.campaign
        return PledgeLine(
            campaign_id=campaign.id,
            campaign_slug=campaign.slug,
            campaign_title=campaign.title,
            label=tier.name,
            unit=tier.price,
            tier_id=tier.id,
            quantity=self.quantity,
            goods=tier.goods,
            goods_unit=tier.goods_amount,
            limited=self.is_limited,
            once=once,
        )


@dataclass(frozen=True)
class Change:
    """Something that is no more as it was when it was chosen, and what; templates say it in words."""

    what: str
    tier: GivingTier | None
    quantity: int = 0
    before: Money | None = None


@dataclass(frozen=True)
class Filled:
    """The gifts that can be given, what the person has to be told, and how often all of it is given."""

    lines: tuple[Line, ...]
    interval: Interval
    reference: str = ""
    said: tuple[Change, ...] = ()

    @property
    def currency(self) -> str:
        """The one currency of all of it."""
        return self.lines[0].tier.price.currency

    @property
    def today(self) -> Money:
        """What is given today."""
        return self._sum(self.lines)

    @property
    def again(self) -> Money:
        """What is given each month or year from then on."""
        return self._sum(line for line in self.lines if not self.is_once(line))

    @property
    def repeats(self) -> bool:
        """True when anything is given more than once."""
        return self.interval is not Interval.ONCE and any(not self.is_once(line) for line in self.lines)

    @property
    def is_too_much(self) -> bool:
        """True for more than a card payment can carry."""
        return sum(line.tier.price.amount * line.quantity for line in self.lines) > LARGEST_MINOR

    def is_once(self, line: Line) -> bool:
        """True for a gift that does not come again."""
        return self.interval is Interval.ONCE or line.once or line.is_limited

    def covers(self, fee: CardFee) -> tuple[Money, Money]:
        """What covers the card fee today, and each time from then on."""
        nothing = Money.zero(self.currency)
        again = fee.cover_for(self.again) if self.repeats else nothing
        return max(fee.cover_for(self.today), again), again

    def pledge(self, giver: Giver, fee: CardFee | None) -> Pledge:
        """What one payment is asked to do; `fee` where the giver covers it."""
        interval = self.interval if self.repeats else Interval.ONCE
        lines = tuple(
            line.as_pledged(once=interval is not Interval.ONCE and self.is_once(line)) for line in self.lines
        )
        today, again = self.covers(fee) if fee else (Money.zero(self.currency), Money.zero(self.currency))
        only_today = (today - again).amount if interval is not Interval.ONCE else 0
        return Pledge(giver, interval, lines, today, only_today)

    def basket(self, reference: str | None = None) -> Basket:
        """What the browser is to carry from now on."""
        items = (Item(line.tier.id, line.quantity, line.tier.price.amount, line.once) for line in self.lines)
        return Basket(tuple(items), self.interval, self.reference if reference is None else reference)

    def _sum(self, lines: Iterator[Line] | tuple[Line, ...]) -> Money:
        return sum((line.total for line in lines), Money.zero(self.currency))


def fill(session: Session, basket: Basket, moment: datetime) -> Filled:
    """Look up every gift of a basket; what cannot be given any more is taken out, and said.

    What is kept for the attempt that this basket was last led to Stripe with is its own.
    """
    own = stock.kept_for(session, basket.reference)
    tiers = catalogue.of_ids(session, [item.tier_id for item in basket.items])
    lines: list[Line] = []
    said: list[Change] = []
    for item in basket.items:
        tier = tiers.get(item.tier_id)
        most = None if tier is None or tier.left is None else tier.left + own.get(tier.id, 0)
        why_not = _why_not(tier, most, lines, moment)
        if tier is None or why_not:
            said.append(Change(why_not, tier))
            continue
        quantity = item.quantity if most is None else min(item.quantity, most)
        said.extend(_changes(item, tier, quantity))
        lines.append(Line(tier, quantity, item.once, most))
    return Filled(tuple(lines), basket.interval, basket.reference, tuple(said))


def _why_not(tier: GivingTier | None, most: int | None, lines: list[Line], moment: datetime) -> str:
    """Why a gift cannot be given, in one word; empty when it can."""
    if tier is None:
        return "gone"
    if not tier.active or tier.campaign.phase(moment) is not Phase.LIVE:
        return "closed"
    if most == 0:
        return "given"
    if lines and tier.price.currency != lines[0].tier.price.currency:
        return "currency"
    return ""


def _changes(item: Item, tier: GivingTier, quantity: int) -> Iterator[Change]:
    if quantity < item.quantity:
        yield Change("fewer", tier, quantity=quantity)
    if item.seen != tier.price.amount:
        yield Change("price", tier, before=Money(item.seen, tier.price.currency))
