"""Forms whose fields render themselves, refuse hostile input, and never lose what a person typed."""

from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask import current_app, request
from flask_wtf import FlaskForm
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    Field,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import StopValidation, ValidationError

from hope.kernel.money import AmountError, Money, coin, exponent
from hope.kernel.text import clean, one_line


class PublicForm(FlaskForm):
    """A form on a page that is the same for everyone: guarded by its origin, so it carries no token."""

    class Meta(FlaskForm.Meta):
        csrf = False

        def wrap_formdata(self, form: FlaskForm, formdata: Any) -> MultiDict[str, str] | None:
            """What was typed and nothing else: Flask-WTF would let files and JSON stand in for text."""
            if formdata is None or isinstance(formdata, MultiDict):
                return formdata
            return (request.form or None) if form.is_submitted() else None


class SessionForm(PublicForm):
    """A form on a page for somebody who is signed in: it carries Flask-WTF's token, `{{ form.csrf_token }}`."""

    class Meta(PublicForm.Meta):
        csrf = True

    STALE = "For your safety, forms here work only as long as their page is fresh. Please send it once more."

    def validate(self, extra_validators: Any = None) -> bool:
        """True when all is well; a token that does not fit is one more thing to say, and nothing typed is lost."""
        fine = bool(super().validate(extra_validators))
        if "csrf_token" in self and self.csrf_token.errors:
            self.csrf_token.errors = []
            self.form_errors.append(self.STALE)
            return False
        return fine


class Component:
    """Draws a field through `templates/components/fields/<kind>.html`."""

    # WTForms asks a widget for these; ours writes the attributes in its template.
    validation_attrs: list[str] = []

    def __init__(self, kind: str, **attrs: Any) -> None:
        self._kind = kind
        self._attrs = attrs

    def __call__(self, field: Field, **attrs: Any) -> Markup:
        hint = attrs.pop("hint", field.description)
        # Straight from Jinja: a field needs nothing of the request, and asking Flask for it costs more than drawing.
        template = current_app.jinja_env.get_template(f"components/fields/{self._kind}.html")
        html = template.render(field=field, hint=hint, attrs={**self._attrs, **attrs})
        return Markup(html)  # noqa: S704


class Needed:
    """Says in the field's own words what is missing."""

    field_flags = {"required": True}

    def __init__(self, message: str) -> None:
        self._message = message

    def __call__(self, form: Any, field: Field) -> None:
        if not field.data:
            raise StopValidation(self._message)


class AtMost:
    """Refuses text that is too long, and says by how much."""

    def __init__(self, limit: int, what: str) -> None:
        self._limit = limit
        self._what = what
        self.field_flags = {"maxlength": limit}

    def __call__(self, form: Any, field: Field) -> None:
        length = len(field.data or "")
        if length > self._limit:
            raise StopValidation(f"{self._what} can have {self._limit} characters; yours has {length:,}.")


class TextField(StringField):
    """One line of text."""

    widget = Component("text")

    def __init__(self, label: str, validators: Any = (), **options: Any) -> None:
        super().__init__(label, validators, filters=[one_line], **options)


class LongTextField(TextAreaField):
    """Several lines of text."""

    widget = Component("textarea")

    def __init__(self, label: str, validators: Any = (), **options: Any) -> None:
        super().__init__(label, validators, filters=[clean], **options)


class EmailField(TextField):
    """An e-mail address, checked for form only: whether it is the sender's is proved by a letter to it."""

    data: str
    widget = Component("email", autocomplete="email")

    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        if validation_stopped or not self.data:
            return
        try:
            checked = validate_email(self.data, check_deliverability=False)
        except EmailNotValidError:
            raise ValidationError(
                "This address is not complete. It should look like name@example.org."
            ) from None
        self.data = checked.normalized


class MoneyField(TextField):
    """An amount as people type it; `money` holds what was read."""

    widget = Component("money")
    money: Money | None = None
    sign = "$"  # shown before the box
    WORDS = {
        "unclear": "Write the amount in digits, such as 40 or 12.50.",
        "negative": "Write an amount above zero.",
        "large": "This amount is more than a card payment can carry. Please write to us, and we will help.",
    }

    PRECISE = {
        0: "Write the amount without a point and digits after it, such as 1250.",
        2: "Write the amount with no more than two digits after the point, such as 12.50.",
        3: "Write the amount with no more than three digits after the point, such as 12.500.",
    }

    def read(self, currency: str) -> Money | None:
        """The amount typed, None when nothing was; raises ValidationError in words."""
        try:
            money = Money.parse(self.data or "", currency)
        except AmountError as error:
            if error.reason == "empty":
                return None
            precise = self.PRECISE[exponent(currency)]
            raise ValidationError(
                precise if error.reason == "precise" else self.WORDS[error.reason]
            ) from None
        smallest = Money(coin(currency), currency)
        if rest := money.amount % smallest.amount:
            fitting = money - Money(rest, currency) + smallest
            words = f"Cards take {currency} in steps of {smallest.decimal}"
            raise ValidationError(f"{words}: end the amount in 0, such as {fitting.decimal}.")
        self.money = money
        return money


class ChoiceField(RadioField):
    """Radio buttons in a labelled group."""

    widget = Component("radios")

    def __init__(
        self, label: str, choices: list[tuple[str, str]], hints: dict[str, str] | None = None, **options: Any
    ):
        super().__init__(label, choices=choices, validate_choice=False, **options)
        self.option_hints = hints or {}

    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        if validation_stopped or self.errors:
            return  # one mistake is named once
        if self.data not in {value for value, *_ in self.choices or ()}:
            raise ValidationError("Choose one of these.")


class TickField(BooleanField):
    """A box to tick."""

    widget = Component("checkbox")


class ListField(SelectField):
    """One of many, in a list that opens."""

    data: str
    widget = Component("select")

    def __init__(self, label: str, choices: list[tuple[str, str]], **options: Any):
        super().__init__(label, choices=choices, validate_choice=False, **options)

    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        if not validation_stopped and self.data not in {value for value, *_ in self.choices or ()}:
            raise ValidationError("Choose one from the list.")


class TicksField(SelectMultipleField):
    """Any number of boxes in a labelled group; what is not offered any more is left out."""

    data: list[str]
    widget = Component("ticks")

    def __init__(self, label: str, choices: list[tuple[str, str]], **options: Any):
        super().__init__(label, choices=choices, validate_choice=False, **options)

    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        offered = {value for value, *_ in self.choices or ()}
        self.data = [value for value in dict.fromkeys(self.data or []) if value in offered]
