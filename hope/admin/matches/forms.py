"""The form of a sponsor's promise, and of a payment that kept it."""

from datetime import timedelta
from typing import Any

from wtforms.validators import ValidationError

from hope.admin.content_fields import CountField
from hope.admin.editing import OnceForm
from hope.admin.gifts.refund_form import sign_of
from hope.campaigns.matching.keeping import Seen
from hope.campaigns.matching.models import Match
from hope.campaigns.models import Campaign
from hope.kernel.clock import charity_day, charity_midnight, now
from hope.kernel.fields import AmountField, DayField
from hope.kernel.forms import AtMost, Needed, TextField
from hope.kernel.web.filters import money


class MatchForm(OnceForm):
    """Who adds how much to each gift, from when until when, up to what sum."""

    sponsor = TextField("Who adds to the gifts?", [Needed("Write who it is."), AtMost(120, "A name")])
    percent = CountField("How many percent of each gift?", [Needed("Write how much is added.")])
    cap = AmountField("Up to what sum in all?", [Needed("Write the most that is added.")])
    first = DayField("From the beginning of", [Needed("Say on which day it begins.")])
    last = DayField("To the end of", [Needed("Say on which day it ends.")])

    def __init__(self, campaign: Campaign, **values: Any) -> None:
        super().__init__(**values)
        self.campaign = campaign
        self.cap.sign = sign_of(campaign.currency)
        if not self.is_submitted():
            self.percent.data, self.first.data = "100", charity_day(now()).isoformat()

    def validate(self, extra_validators: Any = None) -> bool:
        """True when all is well, and what is added is something and no more than tenfold."""
        fine = super().validate(extra_validators)
        if not self.percent.errors and not 1 <= (self.percent.number or 0) <= 1000:
            self.percent.errors = ["Write a number from 1 to 1000; 100 doubles each gift."]
            return False
        return fine

    def validate_cap(self, field: AmountField) -> None:
        """More than nothing."""
        total = field.read(self.campaign.currency)
        if total is None or total.amount <= 0:
            raise ValidationError("Write an amount above zero.")

    def validate_last(self, field: DayField) -> None:
        """Not before the first."""
        if field.day and self.first.day and field.day < self.first.day:
            raise ValidationError("That is before it begins.")

    def match(self) -> Match:
        """The valid form as a promise; its days are the charity's."""
        assert self.first.day
        assert self.last.day
        assert self.cap.money
        return Match(
            campaign_id=self.campaign.id,
            sponsor=self.sponsor.data,
            percent=self.percent.number,
            cap_amount=self.cap.money.amount,
            currency=self.campaign.currency,
            starts_at=charity_midnight(self.first.day),
            ends_at=charity_midnight(self.last.day + timedelta(days=1)),
        )


class PaymentForm(OnceForm):
    """What arrived from the sponsor."""

    amount = AmountField("How much arrived?", [Needed("Write how much arrived.")])
    received = DayField("On which day?", [Needed("Say on which day it arrived.")])
    proof = TextField(
        "Number of the payment", [AtMost(120, "A number")], description="What the bank calls it."
    )

    def __init__(self, match: Match, **values: Any) -> None:
        super().__init__(**values)
        self._match = match
        self.amount.sign = sign_of(match.currency)

    def validate_amount(self, field: AmountField) -> None:
        """No more than is matched and not paid yet."""
        total, owed = field.read(self._match.currency), self._match.owed
        if total is None or not 0 < total.amount <= owed.amount:
            raise ValidationError(f"Write an amount above zero, and no more than {money(owed)}.")

    def validate_received(self, field: DayField) -> None:
        """Not in the future."""
        if field.day and field.day > charity_day(now()):
            raise ValidationError("That day is still to come. Confirm it once it is there.")

    @property
    def seen(self) -> Seen:
        """The valid form as a payment."""
        assert self.amount.money
        assert self.received.day
        return Seen(self.amount.money, self.received.day, self.key.data or "", self.proof.data or "")
