"""Choosing and sending pictures in forms of staff.

A form with a picture in it has a `PictureField`; its view is marked `takes_pictures`, and says `receive_pictures`
before it asks whether the form is right: what was sent is kept even if something else has to be mended.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import request
from sqlalchemy import select
from werkzeug.datastructures import FileStorage
from wtforms import Field, Form
from wtforms.validators import StopValidation, ValidationError

from hope.kernel.clock import now
from hope.kernel.db import db, unit_of_work
from hope.kernel.forms import Component
from hope.kernel.media import pictures
from hope.kernel.media.checking import MOST_BYTES, Refused
from hope.kernel.media.models import Picture
from hope.kernel.media.store import StoreError
from hope.kernel.media.views import the_store
from hope.kernel.text import one_line

View = TypeVar("View", bound=Callable[..., Any])
ACCEPTED = "image/jpeg,image/png,image/webp,image/avif,image/gif"
# Room for one large photo and everything typed beside it.
LARGEST_BODY = MOST_BYTES + 1024 * 1024
SAY_WHAT = "Say what the new picture shows."
AWAY = "The picture could not be kept just now. Please send it again in a minute."
SHOWN = 12


def takes_pictures(view: View) -> View:
    """Mark a view, below its rights, whose form may carry a photo; no other may be that large."""

    @wraps(view)
    def with_room(*args: Any, **named: Any) -> Any:
        request.max_content_length = LARGEST_BODY
        return view(*args, **named)

    return with_room  # type: ignore[return-value]


def receive_pictures(form: Form, actor: str) -> None:
    """Keep whatever was sent with this form's picture fields."""
    for field in form:
        if isinstance(field, PictureField):
            field.receive(actor)


def sent_file(name: str) -> FileStorage | None:
    """The file that was sent under this name, None when nobody chose one."""
    file = request.files.get(name)
    return file if file and file.filename else None


def contents(file: FileStorage) -> bytes:
    """What is in a file; no more of it than is needed to see that it is too much."""
    return file.stream.read(MOST_BYTES + 1)


def clean_name(file: FileStorage) -> str:
    """What its sender calls it: the last part of a path, on one line, not too long."""
    name = one_line((file.filename or "").replace("\\", "/").rsplit("/", 1)[-1])
    return name[-Picture.NAME_LIMIT :] or "picture"


class PictureField(Field):
    """One of our pictures, or a new one sent in its place; `data` is the picture's number, None for none."""

    widget = Component("picture")
    kind = "radios"  # the error summary leads to the first button

    def __init__(self, label: str, validators: Any = (), **options: Any) -> None:
        super().__init__(label, validators, **options)
        self.words = self.looked_for = self.alt = self.credit = ""
        self._wants_search = False
        self._problem = ""
        self._unread = False

    def process(self, formdata: Any, *args: Any, **named: Any) -> None:
        super().process(formdata, *args, **named)
        if not formdata:
            return
        typed = {
            part: one_line(formdata.get(f"{self.name}-{part}")) for part in ("words", "seen", "alt", "credit")
        }
        self.words, self.looked_for = typed["words"], typed["words"]
        self.alt, self.credit = typed["alt"], typed["credit"]
        self._wants_search = f"{self.name}-find" in formdata or typed["words"] != typed["seen"]
        self._unread = sent_file(f"{self.name}-file") is not None

    def process_formdata(self, valuelist: list[str]) -> None:
        chosen = valuelist[0] if valuelist else ""
        self.data = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 19 else None

    def receive(self, actor: str) -> None:
        """Keep the picture that was sent, choose it, and take what was typed about it."""
        self._unread = False
        if (file := sent_file(f"{self.name}-file")) is not None:
            self._add(file, actor)
        elif (picture := self.picture) and not picture.is_usable and self.alt and not self._too_long():
            with unit_of_work() as session:
                pictures.describe(session, picture, actor, alt=self.alt, credit=self.credit)

    @property
    def picture(self) -> Picture | None:
        """The chosen picture."""
        return db.session.get(Picture, self.data) if self.data else None

    @property
    def offered(self) -> list[Picture]:
        """What can be chosen: the chosen one, then the newest that fit the words."""
        may_be_shown = Picture.shown_until.is_(None) | (Picture.shown_until > now())
        fitting = pictures.search(select(Picture).where(Picture.alt != "", may_be_shown), self.looked_for)
        newest = db.session.scalars(fitting.order_by(Picture.id.desc()).limit(SHOWN))
        chosen = self.picture
        return [*([chosen] if chosen else []), *(one for one in newest if one is not chosen)]

    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        assert not self._unread, "say receive_pictures(form, actor()) before the form is checked"
        if self._problem:
            raise ValidationError(self._problem)
        if self._wants_search:
            raise ValidationError(
                f"{self.label.text}: here is what fits your words. Choose, then send the form."
            )
        if self.errors or self.data is None:
            return
        if self.picture is None:
            self.data = None
            raise ValidationError("This picture is not here any more. Choose another.")
        if not self.picture.is_usable:
            over = "The permission to show this picture has ended. Choose another."
            raise ValidationError(over if self.picture.is_over else self._too_long() or SAY_WHAT)

    def pre_validate(self, form: Any) -> None:
        if self._problem or self._wants_search:
            raise StopValidation  # nothing else is asked of a field that has something to say

    def _add(self, file: FileStorage, actor: str) -> None:
        told = {} if self._too_long() else {"alt": self.alt, "credit": self.credit}
        try:
            name = clean_name(file)
            self.data = pictures.add(the_store(), contents(file), name=name, actor=actor, **told).picture.id
        except Refused as refused:
            self._problem = str(refused)
        except StoreError:
            self._problem = AWAY

    def _too_long(self) -> str:
        if len(self.alt) > Picture.ALT_LIMIT:
            return f"What the picture shows can have {Picture.ALT_LIMIT} characters; yours has {len(self.alt):,}."
        if len(self.credit) > Picture.CREDIT_LIMIT:
            return f"A credit can have {Picture.CREDIT_LIMIT} characters; yours has {len(self.credit):,}."
        return ""
