"""Gifts with something beside them: a card, words for everybody, a part of what friends give together."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hope.campaigns.models import Campaign, GivingTier
from hope.campaigns.shared import sharing
from hope.campaigns.shared.models import SharedGift
from hope.campaigns.sharing.sources import SourceWish
from hope.campaigns.wall.leaving import WallWish
from hope.demo import content, letters
from hope.demo.past import PastGift, address_of
from hope.giving import checkout as checkouts
from hope.giving.following import Beside
from hope.giving.models import CheckoutState
from hope.giving.pledge import Giver, Interval, Pledge, PledgeLine
from hope.honour.cards import Card, Purpose
from hope.honour.models import Kind, Way
from hope.honour.wishing import CardWish
from hope.kernel.clock import charity_day
from hope.kernel.money import Money


def think_up(session: Session, campaigns: list[Campaign], moment: datetime) -> list[PastGift]:
    """All of these gifts, if the campaigns that they are for are new here; shared ones are begun for them."""
    if not campaigns:
        return []
    told = _Teller(session, campaigns, moment)
    return [*told.cards(), *told.words(), *told.shared()]


def turn_back(session: Session, campaigns: list[Campaign], moment: datetime) -> None:
    """Let somebody leave the payment page without paying, and a bank say no."""
    told = _Teller(session, campaigns, moment)
    for entry, past in told.attempts():
        checkout = checkouts.write_down(session, past.pledge)
        checkouts.finish(checkout, CheckoutState(entry["ended"]))
        checkout.created_at = past.given_at
        checkout.finished_at = past.given_at + timedelta(days=1)


class _Teller:
    """Tells what is in the content, for these campaigns."""

    def __init__(self, session: Session, campaigns: list[Campaign], moment: datetime) -> None:
        self.session = session
        self.moment = moment
        self.campaigns = {campaign.slug: campaign for campaign in campaigns}

    def cards(self) -> Iterator[PastGift]:
        for entry in content.beside("card"):
            tier = self._tier(entry)
            yield self._gift(entry, _line(tier), [self._card(entry, tier)])

    def words(self) -> Iterator[PastGift]:
        for entry in content.beside("words"):
            tier = self._tier(entry)
            wishes: list[Beside] = [WallWish(tier.campaign_id, entry["words"])]
            if "from" in entry:
                wishes.append(SourceWish(entry["from"]))
            yield self._gift(entry, _line(tier), wishes)

    def shared(self) -> Iterator[PastGift]:
        for entry in content.beside("shared"):
            shared = self._started(entry)
            for part in entry["parts"]:
                share = Money(part["amount"], shared.goal.currency)
                line = sharing.line_of(shared, share)
                yield self._gift(part, line, [sharing.Part(shared.id, share)])

    def attempts(self) -> Iterator[tuple[dict[str, Any], PastGift]]:
        for entry in content.beside("attempt"):
            yield entry, self._gift(entry, _line(self._tier(entry)), [])

    def _gift(self, entry: dict[str, Any], line: PledgeLine, wishes: list[Beside]) -> PastGift:
        giver = Giver(entry["giver"], address_of(entry["giver"]), show_amount=not line.limited)
        pledge = Pledge(giver, Interval.ONCE, (line,), Money.zero(line.unit.currency))
        return PastGift(pledge, self._ago(entry), beside=tuple(wishes))

    def _card(self, entry: dict[str, Any], tier: GivingTier) -> CardWish:
        card = Card(
            kind=Kind(entry["kind"]),
            name=entry["name"],
            signed_by=entry["giver"],
            design=entry["design"],
            occasion=entry.get("occasion", ""),
            message=entry["message"],
            to_name=entry.get("to_name", ""),
            purposes=(Purpose(tier.name, tier.meaning, tier.campaign.title, tier.campaign.slug),),
        )
        way = Way.MAIL if "email" in entry else Way.PRINT
        day = charity_day(self.moment + timedelta(days=entry["day_in"])) if "day_in" in entry else None
        return CardWish(card, way, entry.get("email", ""), day)

    def _started(self, entry: dict[str, Any]) -> SharedGift:
        shared = sharing.start(
            self.session, self._tier(entry), title=entry["title"], words=entry["words"], name=entry["starter"],
            email=address_of(entry["starter"]),
            last_day=charity_day(self.moment + timedelta(days=entry["last_day_in"])),
        )  # fmt: skip
        shared.created_at = self._ago(entry)
        letters.hand_over(self.session, shared.created_at)
        return shared

    def _tier(self, entry: dict[str, Any]) -> GivingTier:
        campaign = self.campaigns[entry["campaign"]]
        return next(tier for tier in campaign.tiers if tier.name == entry["gift"])

    def _ago(self, entry: dict[str, Any]) -> datetime:
        return self.moment - timedelta(days=entry["days_ago"], hours=1)


def close_shared(session: Session) -> None:
    """Let what friends filled have closed on the day of its last part, and its letters have gone out then."""
    for shared in session.scalars(select(SharedGift).where(SharedGift.closed_at.is_not(None))):
        parts = [entry for entry in content.beside("shared") if entry["title"] == shared.title]
        days = timedelta(days=parts[0]["parts"][0]["days_ago"] - parts[0]["parts"][-1]["days_ago"])
        shared.closed_at = shared.created_at + days
        letters.hand_over(session, shared.closed_at)


def _line(tier: GivingTier) -> PledgeLine:
    campaign = tier.campaign
    return PledgeLine(campaign.id, campaign.slug, campaign.title, tier.name, tier.price, tier.id)
