"""The form for a gift that came on paper, from hand to hand, through the bank, or as things."""

from typing import Any

from wtforms import HiddenField
from wtforms.validators import ValidationError

from hope.accounts.models import Supporter
from hope.giving.models import Method
from hope.giving.pledge import Naming
from hope.kernel.clock import charity_day, now
from hope.kernel.fields import AmountField, DayField
from hope.kernel.forms import (
    AtMost,
    ChoiceField,
    EmailField,
    ListField,
    Needed,
    SessionForm,
    TextField,
    TickField,
)
from hope.kernel.money import Money
from hope.kernel.references import is_reference, new_reference
from hope.kernel.web.filters import day, money

METHODS = {
    Method.CHEQUE: "Cheque",
    Method.CASH: "Cash",
    Method.TRANSFER: "Bank transfer",
    Method.STOCK: "Stock or something else than money",
    Method.OTHER: "Another way",
}
NEW = "new"


class PaperForm(SessionForm):
    """A gift that staff write down."""

    token = HiddenField()
    name = TextField("Giver’s name", [AtMost(120, "A name")])
    email = EmailField(
        "Giver’s e-mail address",
        [AtMost(254, "An address")],
        description="Leave it empty where you know none: the gift is kept under the name alone.",
    )
    person = ChoiceField("Is it one of these?", [])
    method = ChoiceField("How did it come?", [(m.value, words) for m, words in METHODS.items()])
    amount = AmountField("Amount")
    purpose = ListField("What is it for?", [])
    given = DayField("Given on", [Needed("Say on which day it was given.")])
    reference = TextField(
        "Number",
        [AtMost(100, "A number")],
        description="Of the cheque, or what the bank calls the transfer",
    )
    description = TextField(
        "What was given",
        [AtMost(300, "The description")],
        description="For stock and things: “20 shares of Acme Corp”. The receipt says this and names no value.",
    )
    named = TickField("The giver’s name may be shown on the campaign’s page")
    mails = TickField("Send the receipt by e-mail")
    another = TickField("It is another gift than the one that looks like it")

    def __init__(self, choices: list[tuple[str, str]], **values: Any) -> None:
        super().__init__(**values)
        self.purpose.choices = choices
        self.people: list[Supporter] = []
        if not self.is_submitted():
            self.token.data, self.given.data = new_reference(), charity_day(now()).isoformat()
            self.mails.data, self.method.data = True, self.method.data or Method.CHEQUE.value

    def offer(self, people: list[Supporter]) -> None:
        """Ask whether the giver is one of these known people; nothing is asked where there are none."""
        self.people = people
        self.person.choices = [
            *((str(one.id), f"{one.name}, {one.email or 'no address'}") for one in people),
            (NEW, "Somebody new"),
        ]

    def validate_token(self, field: HiddenField) -> None:
        """One of ours."""
        if not is_reference(field.data):
            field.data = new_reference()

    def validate_name(self, field: TextField) -> None:
        """A giver has a name or an address."""
        if not field.data and not self.email.data:
            raise ValidationError("Write the giver’s name, or an address.")

    def validate_given(self, field: DayField) -> None:
        """No gift of tomorrow."""
        if field.day and field.day > charity_day(now()):
            raise ValidationError(f"This day is still to come; today is {day(charity_day(now()))}.")

    def validate_description(self, field: TextField) -> None:
        """What is no money has to be named."""
        if self.method.data == Method.STOCK.value and not field.data:
            raise ValidationError("Say what was given: the receipt names it instead of an amount.")

    def read_amount(self, currency: str) -> bool:
        """Read the amount in the currency of what it is for; False, with words at the field, when it cannot be."""
        try:
            total = self.amount.read(currency)
            if not total:
                raise ValidationError(f"Write an amount in {currency} above zero.")
        except ValidationError as error:
            self.amount.errors = [str(error)]
        return not self.amount.errors

    @property
    def total(self) -> Money:
        """The amount that was typed, once it is read."""
        assert self.amount.money is not None
        return self.amount.money

    @property
    def naming(self) -> Naming:
        """How the giver is named in public: not at all, unless they said so."""
        return Naming.FULL if self.named.data else Naming.ANONYMOUS

    def points(self, title: str, email: str) -> list[str]:
        """What happens when it is entered."""
        assert self.given.day is not None
        method = METHODS[Method(self.method.data)].lower()
        found = [
            f"{money(self.total)} by {method} is booked for “{title}”, as given on {day(self.given.day)}."
        ]
        found.append("A receipt is issued under the next number of that year.")
        sends = self.mails.data and email
        found.append(f"A letter with it goes to {email}." if sends else "No letter goes out.")
        return found
