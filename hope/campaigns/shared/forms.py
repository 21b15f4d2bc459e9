"""What somebody is asked who starts a shared gift, and what a friend is asked who gives a part of it."""

from datetime import timedelta
from typing import Any

from wtforms.validators import ValidationError

from hope.campaigns.giver_form import NAMINGS, email_field, name_field
from hope.campaigns.models import Campaign
from hope.campaigns.shared import sharing
from hope.campaigns.shared.models import SharedGift
from hope.giving.pledge import CardFee, Giver, Interval, Naming, Pledge
from hope.honour.forms import WordsOnly
from hope.kernel.clock import charity_day, now
from hope.kernel.fields import DayField
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

FURTHEST = timedelta(days=184)


class SharedForm(PublicForm):
    """What a shared gift is called, what is said of it, and until when."""

    title = TextField(
        "What do you call it?",
        [
            Needed("Write a name, such as “From our Tuesday group”."),
            AtMost(SharedGift.TITLE_LIMIT, "A name"),
            WordsOnly(),
        ],
        description="Friends read it first: “From our Tuesday group”, “For Ruth’s sixtieth”.",
    )
    words = LongTextField("A line to your friends", [AtMost(SharedGift.WORDS_LIMIT, "A line"), WordsOnly()])
    last_day = DayField("Until which day?", [Needed("Choose the last day.")])

    def validate_last_day(self, field: DayField) -> None:
        """A day that is to come, within half a year."""
        today = charity_day(now())
        if field.day and not today <= field.day <= today + FURTHEST:
            raise ValidationError("Choose a day from today on, within half a year.")


class StartForm(SharedForm):
    """The same, with who starts it."""

    name = TextField(
        "Your name",
        [Needed("Write your name. Your friends see it."), AtMost(80, "A name"), WordsOnly()],
        render_kw={"autocomplete": "name"},
    )
    email = EmailField(
        "Your e-mail address",
        [
            Needed("Write your e-mail address. The link to look after it goes there."),
            AtMost(254, "An e-mail address"),
        ],
    )


class PartForm(PublicForm):
    """How much a friend gives of it, and who they are."""

    amount = MoneyField("Your part", [AtMost(40, "The amount")])
    name = name_field()
    email = email_field()
    naming = ChoiceField(
        "How may we name you to the others?",
        choices=NAMINGS,
        default=Naming.FIRST.value,
    )
    cover_fee = TickField("Add the card fee, so that my whole part arrives")

    def __init__(self, campaign: Campaign, left: Money, **values: Any) -> None:
        super().__init__(**values)
        self._campaign, self._left = campaign, left

    def validate_amount(self, field: MoneyField) -> None:
        """A part that fits: no more than is left, and leaving nothing that is too little for a card."""
        smallest, left = sharing.smallest(self._campaign, self._left), self._left
        amount = field.read(left.currency)
        if amount is None:
            raise ValidationError(f"Write how much you would like to give, up to {money_short(left)}.")
        if amount > left:
            raise ValidationError(self._cap(left))
        if amount < smallest:
            raise ValidationError(f"The smallest part we can take by card is {money_short(smallest)}.")
        rest = left - amount
        if rest and rest < self._campaign.minimum:
            most = left - self._campaign.minimum
            fewer = f"{money_short(most)} or less, or " if most >= smallest else ""
            raise ValidationError(
                f"This would leave {money_short(rest)}, too little for a card. Give {fewer}all {money_short(left)}."
            )

    def lose(self, left: Money) -> None:
        """Say that somebody else was quicker, and how much is left."""
        self.amount.errors = [self._cap(left)]

    def _cap(self, left: Money) -> str:
        """Write what is still needed into the box, to be sent or changed; what to say of it."""
        if not left:
            return "Others are paying for all that is left just now. Nothing was charged. Look again in half an hour."
        self.amount.data = str(left.decimal)
        return (
            f"Only {money_short(left)} is still needed, so that stands in the box now. Nothing was charged."
        )

    def pledge(self, shared: SharedGift, fee: CardFee) -> Pledge:
        """The valid form as a pledge to the campaign, for this part of the named gift."""
        share = self.amount.money
        assert share is not None
        cover = fee.cover_for(share) if self.cover_fee.data else Money.zero(share.currency)
        return Pledge(self._giver(), Interval.ONCE, (sharing.line_of(shared, share),), cover)

    def _giver(self) -> Giver:
        return Giver(self.name.data, self.email.data, Naming(self.naming.data), show_amount=False)
