"""The forms of pictures: sending some, saying what each shows, and where in it to look."""

from typing import Any

from flask import request
from werkzeug.datastructures import FileStorage
from wtforms import FileField as AnyFileField
from wtforms import HiddenField
from wtforms.validators import StopValidation, ValidationError

from hope.kernel.forms import AtMost, Component, LongTextField, Needed, SessionForm, TextField
from hope.kernel.media import pictures
from hope.kernel.media.forms import ACCEPTED, sent_file
from hope.kernel.media.models import Picture
from hope.kernel.text import one_line

SAY_WHAT = "Say what the picture shows. Without it, people who cannot see it are left out."
ONE_SENTENCE = "One sentence for people who cannot see it: who or what, where, in which light."
CREDIT_HINT = "Who made it, if they are to be named; it stands below the picture on its own page."
CONSENT_HINT = "Who agreed to be shown, for what, and until when. Only staff see this."


WHOLE_NUMBER = "Where the point lies is a whole number from 0 to 100."
FILE_HINT = "JPEG, PNG, WebP, AVIF or GIF. Where and when it was taken is removed."


class FileField(AnyFileField):
    """A file to choose, or several."""

    widget = Component("file", accept=ACCEPTED)


class PercentField(TextField):
    """A share from 0 to 100."""

    widget = Component("number", min=0, max=100, step=1)

    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        typed = str(self.data or "")
        if not self.errors and not (typed.isascii() and typed.isdigit() and int(typed[:9]) <= 100):
            raise ValidationError(WHOLE_NUMBER)


class WordsForm(SessionForm):
    """What is said about one picture."""

    alt = TextField(
        "What it shows",
        [Needed(SAY_WHAT), AtMost(Picture.ALT_LIMIT, "What it shows")],
        description=ONE_SENTENCE,
    )
    credit = TextField("Credit", [AtMost(Picture.CREDIT_LIMIT, "A credit")], description=CREDIT_HINT)
    consent_note = LongTextField("Consent", [AtMost(Picture.NOTE_LIMIT, "A note")], description=CONSENT_HINT)
    focal_x = PercentField("From the left, in percent", [Needed(WHOLE_NUMBER)])
    focal_y = PercentField("From the top, in percent", [Needed(WHOLE_NUMBER)])
    seen = HiddenField()

    def __init__(self, picture: Picture) -> None:
        self._picture = picture
        shown = {name: str(getattr(picture, name)) for name in pictures.SAID}
        super().__init__(data={**shown, "seen": _mark(picture)})

    def validate_seen(self, field: HiddenField) -> None:
        """Nobody's words are overwritten unseen: the second to save is told first."""
        if field.data != _mark(self._picture):
            field.data = _mark(self._picture)
            self.was_overtaken = True
            raise StopValidation(
                "Somebody changed this picture while you had it open. Look, then save again."
            )

    was_overtaken = False

    def changes(self) -> dict[str, Any]:
        """What to write into the row."""
        words = {name: self[name].data or "" for name in ("alt", "credit", "consent_note")}
        return {**words, "focal_x": int(self.focal_x.data), "focal_y": int(self.focal_y.data)}


class UploadForm(SessionForm):
    """Pictures that somebody sends: one with its words, or several whose words are asked for next."""

    file = FileField("Pictures", description=FILE_HINT, render_kw={"multiple": True})
    alt = TextField("What it shows", [AtMost(Picture.ALT_LIMIT, "What it shows")], description=ONE_SENTENCE)
    credit = TextField("Credit", [AtMost(Picture.CREDIT_LIMIT, "A credit")], description=CREDIT_HINT)

    @property
    def files(self) -> list[FileStorage]:
        """The files that were sent."""
        return [file for file in request.files.getlist("file") if file.filename]

    def validate_file(self, field: FileField) -> None:
        """There has to be one."""
        if not self.files:
            raise ValidationError("Choose a picture.")


class ReplaceForm(SessionForm):
    """Another file for a picture."""

    file = FileField("The new file", description=FILE_HINT)

    def validate_file(self, field: FileField) -> None:
        """There has to be one."""
        if sent_file("file") is None:
            raise ValidationError("Choose the new file.")


class MissingWordsForm(SessionForm):
    """What several pictures show, each in a field of its own; what stays empty is asked again next time."""

    def words_for(self, picture: Picture) -> tuple[str, str]:
        """What was typed about a picture: what it shows, and its credit."""
        alt, credit = (one_line(request.form.get(f"{part}-{picture.id}")) for part in ("alt", "credit"))
        return alt, credit

    def problem_of(self, picture: Picture) -> str:
        """Why what was typed about a picture cannot be kept."""
        alt, credit = self.words_for(picture)
        if len(alt) > Picture.ALT_LIMIT or len(credit) > Picture.CREDIT_LIMIT:
            return (
                f"What it shows can have {Picture.ALT_LIMIT} characters, and a credit {Picture.CREDIT_LIMIT}."
            )
        return "Say what it shows as well." if credit and not alt else ""


def _mark(picture: Picture) -> str:
    return picture.updated_at.isoformat()
