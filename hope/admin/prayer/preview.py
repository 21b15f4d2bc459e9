"""The mail of today, looked at and sent to oneself."""

from typing import Any

from flask import Response, make_response, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from hope.accounts.rights import Right
from hope.accounts.web.guard import needs, require_supporter
from hope.admin.answers import done
from hope.admin.prayer.base import bp
from hope.admin.prayer.forms import PreviewForm
from hope.kernel.db import unit_of_work
from hope.kernel.forms import SessionForm
from hope.kernel.mail import outbox
from hope.kernel.mail.compose import Letter, NothingToSay, write
from hope.kernel.references import new_reference
from hope.prayer.mails import sample
from hope.prayer.rhythms import Rhythm

KIND = "prayer_test"


@bp.get("/preview")
@needs(Right.SEE_CONTENT)
def preview() -> str:
    """Today's mail for somebody of this rhythm with these topics."""
    form = _form()
    return render_template("admin/prayer/preview.html", form=form, letter=_letter(form), chosen=_chosen(form))


@bp.get("/preview/html")
@needs(Right.SEE_CONTENT)
def preview_html() -> Response:
    """The same as a mail program draws it, in a frame that may do nothing."""
    letter = _letter(_form())
    response = make_response(letter.html if letter else "")
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; sandbox"
    )
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


@bp.post("/preview/sending")
@needs(Right.EDIT_CONTENT)
def send_test() -> AnyResponse:
    """Send it to whoever is signed in, and to nobody else."""
    form = _form()
    back = url_for("admin_prayer.preview", **_chosen(form))
    if not SessionForm().validate():
        return done(SessionForm.STALE, back, "bad")
    if _letter(form) is None:
        return done("There is nothing to say today, so nothing was sent.", back, "warn")
    me = require_supporter()
    params = {"first_name": me.name.split(" ")[0], "rhythm": form.rhythm.data, "topic_ids": _topic_ids(form)}
    with unit_of_work() as session:
        outbox.post(session, KIND, me.email, f"{KIND}:{new_reference()}", **params)
    return done(f"It is on its way to {me.email}.", back)


def _form() -> PreviewForm:
    form = PreviewForm(formdata=MultiDict(request.args) if request.args else None)
    form.validate()
    if form.errors:
        form.rhythm.data = Rhythm.WEEKLY.value
    return form


def _chosen(form: PreviewForm) -> dict[str, Any]:
    return {"rhythm": form.rhythm.data, "topics": form.topics.data or None}


def _topic_ids(form: PreviewForm) -> list[int]:
    return [int(topic) for topic in form.topics.data or ()]


def _letter(form: PreviewForm) -> Letter | None:
    try:
        return write(KIND, sample("Ada", Rhythm(form.rhythm.data), _topic_ids(form)))
    except NothingToSay:
        return None
