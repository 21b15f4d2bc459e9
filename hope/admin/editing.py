"""Forms that change rows which several people work on: the second to save is told, and nothing is lost.

A form carries the version of its row and a mark of each answer as it was when the form was opened. When somebody
else has saved meanwhile, nothing is written: the form comes back with both versions side by side. What only they
changed is taken over, what only this person changed stays, and where both changed the same, this person's words
stay in the field and theirs stand beside it. Sending it once more saves it, knowingly.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

from flask import abort, request
from sqlalchemy.orm import Session
from wtforms import BooleanField, Field, HiddenField

from hope.accounts.web.guard import actor
from hope.admin.changes import look_of, note_change
from hope.kernel import once, versions
from hope.kernel.db import Base, db, unit_of_work
from hope.kernel.forms import SessionForm
from hope.kernel.media.forms import PictureField, receive_pictures
from hope.kernel.media.models import Picture
from hope.kernel.text import clean
from hope.kernel.unfit import Unfit

Row = TypeVar("Row", bound=Base)


@dataclass(frozen=True)
class Difference:
    """An answer on which two people differ: what is saved now, what this one typed, and which the form now shows."""

    label: str
    theirs: str
    yours: str
    taken: bool


class OnceForm(SessionForm):
    """A form that makes something, and makes it once however often it is sent."""

    key = HiddenField(default=once.new_key, filters=[once.as_ours])


class RowForm(OnceForm):
    """A form for one row. A kind of row says how it looks (`answers`), and what a valid form makes of it (`put`)."""

    # The attributes of the row that the audit tells of.
    TOLD: ClassVar[tuple[str, ...]] = ()
    version = HiddenField()
    seen = HiddenField()

    def __init__(self, row: Any = None, **values: Any) -> None:
        shown = self.answers(row) if row is not None else {}
        ours = {"version": str(row.version), "seen": _marks(shown)} if row is not None else {}
        super().__init__(data={**values.pop("data", {}), **shown, **ours}, **values)
        self.row = row
        self.differences: list[Difference] = []

    def answers(self, row: Any) -> dict[str, Any]:
        """What the fields show of a row."""
        raise NotImplementedError

    def hold_first(self, session: Session) -> None:
        """Keep from others what the row hangs on, before the row itself: always in this order."""

    def put(self, session: Session, row: Any) -> None:
        """Write what was typed into the row; raises Unfit."""
        raise NotImplementedError

    @property
    def is_preview(self) -> bool:
        """True when somebody only wants to see what it looks like."""
        return bool(self.is_submitted() and request.form.get("do") == "preview")

    def is_ready(self) -> bool:
        """True when the form was sent to be saved, and can be; a picture that came with it is kept in any case."""
        if not self.is_submitted():
            return False
        receive_pictures(self, actor())
        return not self.is_preview and bool(self.validate())

    @property
    def status(self) -> int:
        """What the page with this form answers."""
        if self.differences:
            return 409
        return 422 if self.errors else 200

    def meet(self, row: Any) -> bool:
        """True when this form knows the row as it is; otherwise the form now says what differs, and knows it too."""
        if (self.version.raw_data or [""])[0] == str(row.version):
            return True
        theirs, marks = self.answers(row), _read_marks(self.seen.data)
        for name, value in theirs.items():
            self._compare(self[name], value, marks.get(name))
        self.version.data, self.seen.data = str(row.version), _marks(theirs)
        return not self.differences

    def refuse(self, unfit: Unfit) -> None:
        """Say at its field what a rule of the house has against this."""
        field = self[unfit.field]
        field.errors = [*field.errors, unfit.words]

    def _compare(self, field: Field, theirs: Any, mark: str | None) -> None:
        yours = field.data
        if _text(yours) == _text(theirs) or _mark(theirs) == mark:
            return  # the same, or theirs is how it was when this form was opened
        untouched = _mark(yours) == mark
        said = Difference(field.label.text, _said(field, theirs), _said(field, yours), untouched)
        self.differences.append(said)
        if untouched:
            field.data = theirs


def save(form: RowForm, model: type[Row], row_id: int, action: str, subject: str) -> Row | None:
    """Save a valid form; None when it cannot be (yet), and the form says why."""
    try:
        with unit_of_work() as session:
            form.hold_first(session)
            _hold_pictures(form, session)
            row = versions.hold(session, model, row_id) or abort(404)
            if not form.meet(row):
                return None
            before = look_of(row, form.TOLD)
            form.put(session, row)
            session.flush()
            if note_change(session, actor(), action, f"{subject}:{row_id}", before, look_of(row, form.TOLD)):
                row.version += 1  # type: ignore[attr-defined]
            return row
    except Unfit as unfit:
        form.refuse(unfit)
        return None


def create(form: RowForm, make: Callable[[Session], Any], action: str, subject: str) -> int | None:
    """Make a row of a valid form, once however often it is sent: its number; None when a rule is against it."""
    try:
        with unit_of_work() as session:
            made = once.made_before(session, form.key.data)
            if made is not None:
                return made
            _hold_pictures(form, session)
            row = make(session)
            session.flush()
            once.remember(session, form.key.data, row.id)
            note_change(session, actor(), action, f"{subject}:{row.id}", {}, look_of(row, form.TOLD))
            return int(row.id)
    except Unfit as unfit:
        form.refuse(unfit)
        return None


def _hold_pictures(form: RowForm, session: Session) -> None:
    for field in form:
        if isinstance(field, PictureField) and field.data and not versions.hold(session, Picture, field.data):
            raise Unfit(field.name, "This picture is not here any more. Choose another.")


def _marks(answers: dict[str, Any]) -> str:
    return json.dumps({name: _mark(value) for name, value in answers.items()})


def _read_marks(text: str | None) -> dict[str, str]:
    """The marks that a form carries; none where somebody wrote something else there."""
    try:
        found = json.loads(text or "")
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _mark(value: Any) -> str:
    return hashlib.sha256(_text(value).encode()).hexdigest()[:12]


def _text(value: Any) -> str:
    return "" if value in (None, False) else clean(str(value))


def _said(field: Field, value: Any) -> str:
    """An answer as people read it: the words of a choice instead of its value."""
    if isinstance(field, BooleanField):
        return "Yes" if value else "No"
    if isinstance(field, PictureField):
        picture = db.session.get(Picture, value) if value else None
        return picture.alt or picture.name if picture else ""
    words = {str(choice[0]): str(choice[1]) for choice in getattr(field, "choices", None) or ()}
    return words.get(_text(value), _text(value))
