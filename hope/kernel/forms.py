"""Forms whose fields render themselves, refuse hostile input, and never lose what a person typed."""

import unicodedata
from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask import current_app, request
from flask_wtf import FlaskForm
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Field, RadioField, StringField, TextAreaField
from wtforms.validators import StopValidation, ValidationError

from hope.kernel.money import AmountError, Money

# A new line, and the joiners without which Persian, Indic words and some emoji fall apart.
KEPT = {"\n", "\u200c", "\u200d"}


class PublicForm(FlaskForm):
    """A form on a page that is the same for everyone: guarded by its origin, so it carries no token."""

    class Meta(FlaskForm.Meta):
        csrf = False

        def wrap_formdata(self, form: FlaskForm, formdata: Any) -> MultiDict[str, str] | None:
            """What was typed and nothing else: Flask-WTF would let files and JSON stand in for text."""
            if formdata is None or isinstance(formdata, MultiDict):
                return formdata
            return (request.form or None) if form.is_submitted() else None


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


def clean(text: str | None) -> str:
    """What was typed, composed (NFC), without control characters and the spaces around it.

    Direction overrides (U+202A-202E, U+2066-2069) go too: they let one person's name rearrange a whole line.
    """
    composed = unicodedata.normalize("NFC", (text or "").replace("\r\n", "\n"))
    kept = "".join(c for c in composed if c in KEPT or not _is_unseen(c)).strip()
    return "" if set(kept) <= KEPT else kept


def _is_unseen(letter: str) -> bool:
    """True for what is no letter at all: controls, format marks, halves of pairs, Unicode's noncharacters."""
    noncharacter = ord(letter) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(letter) <= 0xFDEF
    return noncharacter or unicodedata.category(letter) in ("Cc", "Cf", "Cs")


def one_line(text: str | None) -> str:
    """As `clean`, with every run of white space made one space."""
    return " ".join(clean(text).split())


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
    WORDS = {
        "unclear": "Write the amount in digits, such as 40 or 12.50.",
        "precise": "Write the amount with no more than two digits after the point, such as 12.50.",
        "negative": "Write an amount above zero.",
        "large": "This amount is more than a card payment can carry. Please write to us, and we will help.",
    }

    def read(self, currency: str) -> Money | None:
        """The amount typed, None when nothing was; raises ValidationError in words."""
        try:
            self.money = Money.parse(self.data or "", currency)
        except AmountError as error:
            if error.reason == "empty":
                return None
            raise ValidationError(self.WORDS[error.reason]) from None
        return self.money


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
