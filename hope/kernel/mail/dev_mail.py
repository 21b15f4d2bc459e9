"""`/dev/mail`: the outbox as a mailbox, in development only."""

from flask import Blueprint, Response, abort, current_app, make_response, render_template
from sqlalchemy import select

from hope.kernel.db import db
from hope.kernel.mail.models import OutgoingMail
from hope.kernel.mail.transport import as_message
from hope.kernel.web.headers import keep_private

bp = Blueprint("dev_mail", __name__, url_prefix="/dev/mail")
bp.after_request(keep_private)
SHOWN = 200


@bp.get("/")
def index() -> str:
    """The newest messages, whether sent or still waiting."""
    newest = select(OutgoingMail).order_by(OutgoingMail.id.desc()).limit(SHOWN)
    return render_template("dev/mail_list.html", messages=db.session.scalars(newest).all())


@bp.get("/<int:message_id>")
def show(message_id: int) -> str:
    """One message with its headers, its text, and its HTML in a frame."""
    mail = _mail_or_404(message_id)
    headers = as_message(mail, current_app.config["MAIL_FROM"]).items() if mail.text else []
    return render_template("dev/mail_show.html", message=mail, headers=headers)


@bp.get("/<int:message_id>/html")
def html(message_id: int) -> Response:
    """The HTML part as a mail program draws it; its own styles are allowed, everything else is not."""
    response = make_response(
        _mail_or_404(message_id).html or "<p>Not written yet: is the worker running?</p>"
    )
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; sandbox allow-popups"
    )
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


def _mail_or_404(message_id: int) -> OutgoingMail:
    return db.session.get(OutgoingMail, message_id) or abort(404)
