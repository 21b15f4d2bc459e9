"""The forms of signing in and of one's own account."""

from typing import Any

from flask import flash
from wtforms import HiddenField

from hope.accounts import mailings
from hope.accounts.models import Passkey, Supporter
from hope.kernel.forms import (
    AtMost,
    EmailField,
    Needed,
    PublicForm,
    SessionForm,
    TextField,
    TickField,
    TicksField,
)


class SignInForm(PublicForm):
    """Where the letter goes."""

    email = EmailField(
        "Your e-mail address",
        [
            Needed("Write the address that you give with, or that your receipts come to."),
            AtMost(Supporter.EMAIL_LIMIT, "An e-mail address"),
        ],
    )
    next = HiddenField()


class ButtonForm(SessionForm):
    """A button, and nothing to fill in."""


def pressed() -> bool:
    """True when a page's button was pressed; a page that was too old says so on the next one."""
    form = ButtonForm()
    fine = bool(form.validate_on_submit())
    if not fine:
        flash(form.STALE)
    return fine


class CodeForm(SessionForm):
    """A code from an app, or one from paper."""

    code = TextField("Code", [Needed("Write the code that your app shows now."), AtMost(40, "A code")])


class NameForm(SessionForm):
    """What we call somebody."""

    name = TextField(
        "Your name",
        [Needed("Write your name, or what we may call you."), AtMost(Supporter.NAME_LIMIT, "A name")],
    )


class AddressForm(SessionForm):
    """Another address of the same person."""

    email = EmailField(
        "Another e-mail address of yours",
        [
            Needed("Write the address that you want to add."),
            AtMost(Supporter.EMAIL_LIMIT, "An e-mail address"),
        ],
    )


class PasskeyForm(SessionForm):
    """A passkey, as the browser made it, and what its owner calls it."""

    name = TextField(
        "A name for it",
        [Needed("Give it a name, so that you know it again."), AtMost(Passkey.NAME_LIMIT, "A name")],
        default="This device",
    )
    credential = HiddenField()


class MailForm(SessionForm):
    """Which mail somebody wants."""

    wanted = TicksField("We may write to you", [])

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.wanted.choices = [(one.name, one.title) for one in mailings.every()]


class ErasureForm(SessionForm):
    """The last question before somebody is forgotten."""

    sure = TickField(
        "Yes, forget me. I know that this cannot be undone.",
        [Needed("Tick the box if you want us to forget you.")],
    )
