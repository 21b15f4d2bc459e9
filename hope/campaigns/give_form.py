"""The give form, and how what it says becomes a pledge at our prices."""

from datetime import timedelta
from typing import Any

from flask import current_app
from wtforms.validators import ValidationError

from hope.campaigns.models import Campaign, GivingTier
from hope.giving.models import Checkout
from hope.giving.pledge import CardFee, Giver, Interval, Naming, Pledge, PledgeLine, lines_from_json
from hope.kernel.clock import now
from hope.kernel.forms import (
    AtMost,
    ChoiceField,
    EmailField,
    LongTextField,
    MoneyField,
    Needed,
    PublicForm,
    TextField,
    TickField,
)
from hope.kernel.money import Money
from hope.kernel.web.filters import money_short

OTHER = "other"


class GiveForm(PublicForm):
    """What a donor is asked: what, how often, who, and how it may be shown."""

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
    name = TextField(
        "Your name",
        [Needed("Write your name. It stands on your receipt."), AtMost(120, "A name")],
        render_kw={"autocomplete": "name"},
    )
    email = EmailField(
        "Your e-mail address",
        [Needed("Write your e-mail address. Your receipt goes there."), AtMost(254, "An e-mail address")],
    )
    naming = ChoiceField(
        "How may we name you on this page?",
        choices=[
            (Naming.FULL.value, "With my full name"),
            (Naming.FIRST.value, "With my first name"),
            (Naming.ANONYMOUS.value, "As “Anonymous”"),
        ],
        default=Naming.FULL.value,
    )
    show_amount = TickField("Show the amount as well", default=True)
    note = LongTextField("A note to the team", [AtMost(1000, "A note")])
    cover_fee = TickField("Add the card fee, so that my whole gift arrives")
    news = TickField("Send me news now and then")

    def __init__(self, campaign: Campaign, **values: Any) -> None:
        super().__init__(**values)
        self._campaign = campaign
        self._tiers = {str(tier.id): tier for tier in campaign.tiers if tier.active}
        self.tier.choices = [(key, tier.name) for key, tier in self._tiers.items()] + [
            (OTHER, "Another amount")
        ]
        if not self.is_submitted() and self.tier.data in (None, "None"):
            self.tier.data = _suggested(self._tiers)

    def validate_tier(self, field: ChoiceField) -> None:
        """Refuse a gift that is not on this page, in words."""
        if field.data in (None, "", "None"):
            raise ValidationError("Choose one of the gifts, or another amount.")
        if field.data != OTHER and field.data not in self._tiers:
            raise ValidationError("This gift is no longer offered. Choose another one.")

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
    def chosen_tier(self) -> GivingTier | None:
        """The named gift that was chosen, None for a free amount."""
        return self._tiers.get(self.tier.data)

    def pledge(self, fee: CardFee) -> Pledge:
        """The valid form as a pledge; a named gift's price is our row's, whatever else was sent."""
        line = self._line()
        cover = fee.cover_for(line.total) if self.cover_fee.data else Money.zero(line.unit.currency)
        return Pledge(self._giver(), Interval(self.interval.data), (line,), cover)

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
        )

    def _giver(self) -> Giver:
        return Giver(
            name=self.name.data,
            email=self.email.data,
            naming=Naming(self.naming.data),
            show_amount=self.show_amount.data,
            note=self.note.data,
            wants_news=self.news.data,
        )


def answers_of(checkout: Checkout) -> dict[str, Any]:
    """What was typed into the form that led to this attempt, so that nobody types it twice.

    Who it was is given back for a day only: a link may be found much later, by somebody else.
    """
    line = lines_from_json(checkout.lines)[0]
    fresh = now() - checkout.created_at < timedelta(days=1)
    who = {"name": checkout.giver_name, "email": checkout.giver_email, "note": checkout.note} if fresh else {}
    return {
        **who,
        "tier": str(line.tier_id) if line.tier_id else OTHER,
        "amount": "" if line.tier_id else str(line.unit.decimal),
        "interval": checkout.interval.value,
        "naming": checkout.naming.value,
        "show_amount": checkout.show_amount,
        "cover_fee": checkout.cover_amount > 0,
        "news": checkout.wants_news,
    }


def card_fee() -> CardFee:
    """The configured estimate of what a card payment costs."""
    config = current_app.config
    return CardFee(config["CARD_FEE_BASIS_POINTS"], config["CARD_FEE_FIXED"])


def _suggested(tiers: dict[str, GivingTier]) -> str:
    chosen = [key for key, tier in tiers.items() if tier.suggested]
    return (chosen or list(tiers) or [OTHER])[0]
