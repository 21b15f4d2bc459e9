"""The filters above the list of gifts: a plain GET form, so that what was found can be bookmarked and sent on."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import request
from wtforms import HiddenField
from wtforms.validators import ValidationError

from hope.giving.models import GiftStatus, Method
from hope.giving.pledge import Interval
from hope.giving.searching import Wanted
from hope.kernel.fields import DayField
from hope.kernel.forms import AtMost, ListField, PublicForm, TextField
from hope.kernel.money import AmountError, Money, exponent

HOW_OFTEN = {Interval.ONCE: "Once", Interval.MONTH: "Every month", Interval.YEAR: "Every year"}
STANDS = {
    GiftStatus.KEPT: "Kept",
    GiftStatus.PART_REFUNDED: "Refunded in part",
    GiftStatus.REFUNDED: "Refunded",
    GiftStatus.DISPUTED: "Disputed",
    GiftStatus.LOST: "Lost in a dispute",
    GiftStatus.TAKEN_BACK: "Entry taken back",
}
CAME_BY = {
    Method.CARD: "Card or wallet",
    Method.BANK_DEBIT: "Bank debit",
    Method.CHEQUE: "Cheque",
    Method.CASH: "Cash",
    Method.TRANSFER: "Bank transfer",
    Method.STOCK: "Stock or in kind",
    Method.OTHER: "Other",
    Method.UNKNOWN: "Not known yet",
}


class FilterForm(PublicForm):
    """What a list of gifts is narrowed to."""

    q = TextField(
        "Find a gift",
        [AtMost(200, "A search")],
        description="A name, an address, a receipt’s or gift’s number, a reference, or an id of Stripe’s",
    )
    first = DayField("From")
    last = DayField("Until")
    campaign = ListField("Campaign", [], default="")
    status = ListField(
        "What became of it", [("", "Anything"), *((s.value, w) for s, w in STANDS.items())], default=""
    )
    interval = ListField(
        "How often", [("", "Any"), *((i.value, w) for i, w in HOW_OFTEN.items())], default=""
    )
    method = ListField("Came by", [("", "Anything"), *((m.value, w) for m, w in CAME_BY.items())], default="")
    currency = ListField("Currency", [], default="")
    least = TextField("At least", [AtMost(20, "An amount")])
    most = TextField("At most", [AtMost(20, "An amount")])
    payout = HiddenField()
    supporter = HiddenField()

    MORE = ("campaign", "status", "interval", "method", "currency", "least", "most")

    def __init__(self, campaigns: Mapping[int, str], currencies: Sequence[str]) -> None:
        super().__init__(request.args)
        self.currencies = currencies
        self.campaign.choices = [("", "Any"), *((str(number), title) for number, title in campaigns.items())]
        self.currency.choices = [("", "Any"), *((code, code) for code in currencies)]
        self.is_fine = self.validate()

    def validate_least(self, field: TextField) -> None:
        """An amount, or nothing."""
        if not field.data:
            return
        for currency in [self.currency.data] if self.currency.data in self.currencies else self.currencies:
            try:
                Money.parse(field.data, currency)
            except AmountError as error:
                if error.reason == "precise" and len({exponent(code) for code in self.currencies}) > 1:
                    raise ValidationError(f"{currency} has no such small parts: choose a currency.") from None
                raise ValidationError("Write an amount such as 40 or 12.50.") from None

    validate_most = validate_least

    def is_narrow(self, names: Sequence[str]) -> bool:
        """True when one of these filters is in use."""
        return any(self[name].data or self[name].errors for name in names)

    def wanted(self) -> Wanted:
        """What is asked for; a filter that cannot be understood narrows to nothing at all, and says so."""
        return Wanted(
            words=self.q.data or "",
            first=self.first.day,
            last=self.last.day,
            campaign_id=_number(self.campaign.data),
            currency=self.currency.data or None,
            least=self.least.data or "",
            most=self.most.data or "",
            status=GiftStatus(self.status.data) if self.status.data else None,
            interval=Interval(self.interval.data) if self.interval.data else None,
            method=Method(self.method.data) if self.method.data else None,
            payout_id=_number(self.payout.data),
            supporter_id=_number(self.supporter.data),
        )

    def kept(self) -> dict[str, Any]:
        """What stands in the address, for links to the next page and to the export."""
        return {field.short_name: field.data for field in self if field.data}


def _number(text: str | None) -> int | None:
    """A row's number; one that no row has where it is no number, so that nothing is found rather than everything."""
    if not text:
        return None
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else -1
