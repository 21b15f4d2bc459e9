"""The form of the basket: how many of each gift, how often, and who gives."""

from typing import Any

from flask import request
from wtforms import HiddenField
from wtforms.validators import ValidationError

from hope.campaigns.basket.carried import MOST_OF_ONE, Basket, Item
from hope.campaigns.basket.filled import Filled
from hope.campaigns.giver_form import GiverForm
from hope.campaigns.sharing import sources
from hope.campaigns.sharing.sources import SourceWish
from hope.giving.following import Beside
from hope.giving.pledge import Interval
from hope.honour.cards import Purpose
from hope.honour.wishing import CardWish
from hope.kernel.forms import ChoiceField, PublicForm


class BasketForm(GiverForm):
    """Everything that the basket asks before it leads to Stripe; `shown` is the sum that the page showed."""

    FIRST = ("shown", "interval")

    shown = HiddenField()
    # The word of the link by which the last of the gifts was found; the page's address had it first.
    came_from = HiddenField()
    interval = ChoiceField(
        "How often",
        choices=[
            (Interval.ONCE.value, "Once"),
            (Interval.MONTH.value, "Every month"),
            (Interval.YEAR.value, "Every year"),
        ],
    )

    def __init__(self, filled: Filled, **values: Any) -> None:
        super().__init__(**values)
        self._filled = filled
        self.naming.label.text = "How may we name you on the pages of these campaigns?"
        self.came_from.data = sources.word(self.came_from.data or request.args.get(sources.NAME))
        if not self.is_submitted():
            self.interval.data = filled.interval.value

    def validate_interval(self, field: ChoiceField) -> None:
        """Ask for something that comes again, where everything is to come again."""
        if field.data != Interval.ONCE.value and self._filled.lines and not self._filled.repeats:
            raise ValidationError(
                "Nothing in your basket comes again. Choose “Once”, or let one of the gifts repeat."
            )

    def beside(self) -> list[Beside]:
        """What the valid form asks for beside the gifts."""
        came_from = self.came_from.data
        return [*self.cards(), *([SourceWish(came_from)] if came_from else [])]

    def cards(self) -> list[CardWish]:
        """Somebody to be named on a card, or nothing."""
        purposes = tuple(
            Purpose(line.tier.name, line.tier.meaning, line.tier.campaign.title, line.tier.campaign.slug)
            for line in self._filled.lines
        )
        wish = self.card_wish(self.name.data, purposes)
        return [wish] if wish else []


class AddForm(PublicForm):
    """The button on the page of a gift."""

    gift = HiddenField()
    quantity = HiddenField(default="1")


def as_sent(basket: Basket) -> Basket:
    """The basket with the numbers and ticks of the form that was sent; what it does not speak of stays."""
    sent = request.form
    interval = sent.get("interval", "")
    kept = [_as_sent(item) for item in basket.items if f"quantity-{item.tier_id}" in sent]
    others = [item for item in basket.items if f"quantity-{item.tier_id}" not in sent]
    items = tuple(item for item in (*kept, *others) if item.quantity)
    chosen = Interval(interval) if interval in set(Interval) else basket.interval
    return Basket(items, chosen, basket.reference)


def number_of(text: str) -> int | None:
    """How many somebody wants; None where that is no number."""
    digits = text.strip()
    if not (digits.isascii() and digits.isdigit() and len(digits) < 5):
        return None
    return min(int(digits), MOST_OF_ONE)


def _as_sent(item: Item) -> Item:
    number = number_of(request.form[f"quantity-{item.tier_id}"])
    once = f"once-{item.tier_id}" in request.form
    return Item(item.tier_id, item.quantity if number is None else number, item.seen, once)
