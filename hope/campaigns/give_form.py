"""The give form, and how what it says becomes a pledge at our prices."""

from collections.abc import Set
from typing import Any

from wtforms.validators import ValidationError

from hope.campaigns.forms import BesideForm
from hope.campaigns.giver_form import GiverForm, giver_answers
from hope.campaigns.models import Campaign, GivingTier
from hope.campaigns.sharing import sources
from hope.campaigns.wall.leaving import said_with
from hope.giving.following import Beside
from hope.giving.models import Checkout, Gift, LineKind
from hope.giving.pledge import CardFee, Interval, Pledge, PledgeLine, lines_from_json
from hope.honour.wishing import CardWish
from hope.kernel.db import db
from hope.kernel.forms import (
    AtMost,
    ChoiceField,
    MoneyField,
)
from hope.kernel.money import Money
from hope.kernel.web.filters import money_short

OTHER = "other"
GONE = (
    "All of these are given, or somebody is paying for the last one just now. Nothing was charged. "
    "Choose another gift."
)


class GiveForm(BesideForm, GiverForm):
    """What a donor is asked: what, how often, who, and how it may be shown."""

    FIRST = ("tier", "amount", "interval")

    tier = ChoiceField("Choose a gift", choices=[])
    amount = MoneyField("Other amount", [AtMost(40, "The amount")])
    interval = ChoiceField(
        "How often",
        choices=[
            (Interval.ONCE.value, "Once"),
            (Interval.MONTH.value, "Every month"),
            (Interval.YEAR.value, "Every year"),
        ],
        default=Interval.ONCE.value,
    )

    def __init__(self, campaign: Campaign, **values: Any) -> None:
        super().__init__(campaign, **values)
        offered = [tier for tier in campaign.tiers if tier.active]
        self._tiers = {str(tier.id): tier for tier in offered if tier.left != 0}
        self.given_away = {str(tier.id) for tier in offered if tier.left == 0}
        self.tier.choices = [(str(tier.id), tier.name) for tier in offered]
        if campaign.free_amount:
            self.tier.choices.append((OTHER, "Another amount"))
        if not self.is_submitted() and self.tier.data in (None, "None"):
            self.tier.data = _suggested(self._tiers)

    def validate_tier(self, field: ChoiceField) -> None:
        """Refuse a gift that is not on this page, in words."""
        if field.data in (None, "", "None"):
            raise ValidationError("Choose one of the gifts, or another amount.")
        if field.data in self.given_away:
            raise ValidationError(GONE)
        if field.data not in self._tiers and not (field.data == OTHER and self._campaign.free_amount):
            raise ValidationError("This gift is no longer offered. Choose another one.")

    def validate_interval(self, field: ChoiceField) -> None:
        """Of what there is only so many, nobody can promise one every month."""
        tier = self.chosen_tier
        if tier and tier.stock is not None and field.data != Interval.ONCE.value:
            raise ValidationError(f"There are only {tier.stock} of “{tier.name}”, so it is given once.")

    def lose(self, tier_ids: Set[int]) -> None:
        """Say that somebody else was quicker: these cannot be chosen any more."""
        for key in map(str, tier_ids):
            self._tiers.pop(key, None)
            self.given_away.add(key)
        self.tier.errors = [*self.tier.errors, GONE]

    def validate_amount(self, field: MoneyField) -> None:
        """Ask for an amount only where one is needed."""
        if self.tier.data != OTHER:
            return
        minimum = self._campaign.minimum
        amount = field.read(minimum.currency)
        if amount is None:
            raise ValidationError(f"Write how much you would like to give, {money_short(minimum)} or more.")
        if amount < minimum:
            raise ValidationError(f"The smallest gift we can take by card is {money_short(minimum)}.")

    @property
    def has_choice(self) -> bool:
        """True when there is anything left to give."""
        return self._campaign.free_amount or bool(self._tiers)

    @property
    def chosen_tier(self) -> GivingTier | None:
        """The named gift that was chosen, None for a free amount."""
        return self._tiers.get(self.tier.data)

    def pledge(self, fee: CardFee) -> Pledge:
        """The valid form as a pledge; a named gift's price is our row's, whatever else was sent."""
        line = self._line()
        cover = fee.cover_for(line.total) if self.cover_fee.data else Money.zero(line.unit.currency)
        return Pledge(self.giver(), Interval(self.interval.data), (line,), cover)

    def beside(self) -> list[Beside]:
        """What is kept beside the gift."""
        return self.wishes(*self._said)

    def card_wishes(self) -> list[CardWish]:
        """Somebody to be named on a card, or nothing."""
        return self.cards(*self._said)

    @property
    def _said(self) -> tuple[str, str, str]:
        tier = self.chosen_tier
        return (self.name.data, tier.name, tier.meaning) if tier else (self.name.data, "", "")

    def _line(self) -> PledgeLine:
        tier, campaign = self.chosen_tier, self._campaign
        unit = tier.price if tier else self.amount.money
        assert unit is not None
        return PledgeLine(
            campaign_id=campaign.id,
            campaign_slug=campaign.slug,
            campaign_title=campaign.title,
            label=tier.name if tier else "A gift of your choice",
            unit=unit,
            tier_id=tier.id if tier else None,
            goods=tier.goods if tier else "",
            goods_unit=tier.goods_amount if tier else 0,
            limited=tier is not None and tier.stock is not None,
        )


def answers_of(checkout: Checkout) -> dict[str, Any]:
    """What was typed into the form that led to this attempt, so that nobody types it twice."""
    line = lines_from_json(checkout.lines)[0]
    return giver_answers(checkout) | {
        "tier": str(line.tier_id) if line.tier_id else OTHER,
        "amount": "" if line.tier_id else str(line.unit.decimal),
        "interval": checkout.interval.value,
        "came_from": sources.of_checkout(db.session(), checkout.id),
        "words": said_with(db.session(), checkout),
    }


def answers_for(gift: Gift) -> dict[str, Any]:
    """What would be typed to give the same again, for whoever gave it and is signed in."""
    line = gift.lines[0]
    covered = any(part.kind is LineKind.COVER for part in gift.lines)
    return {
        "name": gift.giver_name,
        "email": gift.supporter.email,
        "tier": str(line.tier_id) if line.tier_id else OTHER,
        "amount": "" if line.tier_id else str(line.total.decimal),
        "interval": Interval.ONCE.value,
        "naming": gift.naming.value,
        "show_amount": gift.show_amount,
        "cover_fee": covered,
    }


def _suggested(tiers: dict[str, GivingTier]) -> str:
    chosen = [key for key, tier in tiers.items() if tier.suggested]
    return (chosen or list(tiers) or [OTHER])[0]
