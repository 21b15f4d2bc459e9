"""Eighteen months of gifts that never were: thought up from a fixed seed, so that every site tells the same past."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count
from random import Random
from typing import Any

from hope.campaigns.models import Campaign, CampaignState, GivingTier
from hope.demo import content
from hope.giving.following import Beside
from hope.giving.pledge import CardFee, Giver, Interval, Naming, Pledge, PledgeLine
from hope.kernel.money import Money

SEED = 7
OWN_AMOUNTS = (1000, 2000, 2500, 2500, 4000, 5000, 5000, 7500, 10_000, 15_000, 25_000)
MONTHLY_AMOUNTS = (1000, 1500, 2000, 2500, 2500, 3000, 5000)
STEP = {Interval.MONTH: timedelta(days=30), Interval.YEAR: timedelta(days=365)}


@dataclass(frozen=True)
class PastGift:
    """One payment of long ago; those of one standing gift share its `series`."""

    pledge: Pledge
    given_at: datetime
    series: str | None = None
    is_last: bool = False
    refunded: Money | None = None
    # What was asked for beside it, such as a card.
    beside: tuple[Beside, ...] = ()


def think_up(campaigns: list[Campaign], fee: CardFee, moment: datetime) -> list[PastGift]:
    """All past gifts to these campaigns, the oldest first."""
    writer = _Writer(Random(SEED), fee, moment)
    plans = {entry["slug"]: entry.get("past") for entry in content.campaigns()}
    gifts: list[PastGift] = []
    for campaign in campaigns:
        if plan := plans.get(campaign.slug):
            gifts.extend(writer.gifts(campaign, plan))
    gifts.sort(key=lambda gift: gift.given_at)
    return _without_one_renewal(gifts, moment - timedelta(days=1))


class _Writer:
    """Makes up gifts, one roll of the dice after the other."""

    def __init__(self, dice: Random, fee: CardFee, moment: datetime) -> None:
        self.dice = dice
        self.fee = fee
        self.moment = moment
        self.people = content.givers()
        self.numbers = count(1)

    def gifts(self, campaign: Campaign, plan: dict[str, int]) -> Iterator[PastGift]:
        for number in range(plan["once"]):
            yield self._once(campaign, is_refunded=number % 25 == 20)
        for _ in range(plan["monthly"]):
            yield from self._series(campaign, Interval.MONTH)
        for _ in range(plan["yearly"]):
            yield from self._series(campaign, Interval.YEAR)

    def _once(self, campaign: Campaign, *, is_refunded: bool) -> PastGift:
        line = self._line(campaign, OWN_AMOUNTS, tier_chance=0.72)
        pledge = self._pledge(line, Interval.ONCE)
        # The power leans towards today, so that the newest gifts are never long ago.
        first, last = self._span(campaign)
        given_at = first + (last - first) * self.dice.random() ** 0.7
        if not is_refunded:
            return PastGift(pledge, given_at)
        back = self.dice.choice([pledge.total, Money(pledge.gift.amount // 2, pledge.gift.currency)])
        return PastGift(pledge, first + (last - first) / 2, refunded=back)

    def _series(self, campaign: Campaign, interval: Interval) -> Iterator[PastGift]:
        """The payments of one standing gift, from its start until it was stopped, if it was."""
        line = self._line(campaign, MONTHLY_AMOUNTS, tier_chance=0.3)
        pledge = self._pledge(line, interval)
        first, last = self._span(campaign)
        given_at = first + (last - first) * self.dice.uniform(0.02, 0.75)
        series = f"{campaign.slug}-{next(self.numbers)}"
        stops = campaign.state is CampaignState.ENDED or self.dice.random() < 0.2
        payments = list(_payments(pledge, given_at, last, series))
        if stops:
            payments = payments[: max(1, len(payments) - self.dice.randrange(3))]
            payments[-1] = replace(payments[-1], is_last=True)
        yield from payments

    def _span(self, campaign: Campaign) -> tuple[datetime, datetime]:
        assert campaign.starts_at is not None
        assert campaign.ends_at is not None
        return campaign.starts_at, min(campaign.ends_at, self.moment - timedelta(minutes=50))

    def _line(self, campaign: Campaign, amounts: tuple[int, ...], tier_chance: float) -> PledgeLine:
        tier = self._tier(campaign) if self.dice.random() < tier_chance else None
        return PledgeLine(
            campaign_id=campaign.id,
            campaign_slug=campaign.slug,
            campaign_title=campaign.title,
            label=tier.name if tier else "A gift of your choice",
            unit=tier.price if tier else Money(self.dice.choice(amounts), campaign.currency),
            tier_id=tier.id if tier else None,
        )

    def _tier(self, campaign: Campaign) -> GivingTier:
        """One of the named gifts: the dear ones seldom, the suggested one often."""
        weights = [(3 if tier.suggested else 1) / tier.price.amount**0.6 for tier in campaign.tiers]
        return self.dice.choices(campaign.tiers, weights)[0]

    def _pledge(self, line: PledgeLine, interval: Interval) -> Pledge:
        covers = self.dice.random() < 0.3
        cover = self.fee.cover_for(line.total) if covers else Money.zero(line.total.currency)
        return Pledge(giver=self._giver(), interval=interval, lines=(line,), cover=cover)

    def _giver(self) -> Giver:
        number = self.dice.randrange(len(self.people["names"]))
        name: str = self.people["names"][number]
        return Giver(
            name=name,
            email=address_of(name),
            naming=self.dice.choices(list(Naming), [11, 5, 4])[0],
            show_amount=self.dice.random() < 0.8,
            note=self.dice.choice(self.people["notes"]) if self.dice.random() < 0.12 else "",
            wants_news=self.dice.random() < 0.15,
        )


def _without_one_renewal(gifts: list[PastGift], before: datetime) -> list[PastGift]:
    """All but the newest renewal of a monthly gift that goes on: that one could not be charged."""
    over = {gift.series for gift in gifts if gift.is_last}
    begun: set[str | None] = set()
    renewals = []
    for gift in gifts:
        if gift.pledge.interval is Interval.MONTH and gift.series in begun - over and gift.given_at < before:
            renewals.append(gift)
        begun.add(gift.series)
    return [gift for gift in gifts if gift is not renewals[-1]] if renewals else gifts


def address_of(name: str) -> str:
    """Where the mail of an invented giver would go, if there were such a place."""
    people = content.givers()
    domains: list[str] = people["mail_domains"]
    return f"{_mailbox(name)}@{domains[people['names'].index(name) % len(domains)]}"


def _payments(pledge: Pledge, first: datetime, last: datetime, series: str) -> Iterator[PastGift]:
    moment = first
    while moment <= last:
        yield PastGift(pledge, moment, series)
        moment += STEP[pledge.interval]


def _mailbox(name: str) -> str:
    """A mailbox that a person of this name could have: letters and dots only."""
    words: list[Any] = [
        "".join(c for c in word if c.isascii() and c.isalpha()) for word in name.lower().split()
    ]
    return ".".join(words)
