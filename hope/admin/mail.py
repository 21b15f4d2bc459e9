"""The outbox: what was owed to whom, whether it left, and sending it again."""

from flask import Response, abort, make_response, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response as AnyResponse

from hope.accounts.rights import Right
from hope.accounts.web.guard import actor, needs
from hope.admin.answers import done
from hope.admin.search_form import SearchForm
from hope.admin.section import section
from hope.kernel import audit
from hope.kernel.clock import now
from hope.kernel.db import db, holds_address, unit_of_work
from hope.kernel.forms import SessionForm
from hope.kernel.mail.again import send_again
from hope.kernel.mail.compose import is_readable
from hope.kernel.mail.models import MailState, OutgoingMail
from hope.kernel.paging import page_of, says

bp = section("mail")


@bp.get("/")
@needs(Right.RUN_MACHINES)
def index() -> str:
    """Every letter, the newest first."""
    form = SearchForm("Find a letter", "A whole address, or a kind such as receipt")
    state = request.args.get("state")
    rows = select(OutgoingMail)
    if state in {known.value for known in MailState}:
        rows = rows.where(says(OutgoingMail.state, MailState(state), MailState.SENT))
    if form.words:
        is_address = "@" in form.words
        to_them = holds_address(OutgoingMail.recipient, [form.words])
        named = to_them if is_address else OutgoingMail.kind == form.words
        rows = rows.where(named)
    page = page_of(db.session(), rows, OutgoingMail.id, OutgoingMail.id, request.args.get("at"))
    return render_template("admin/mail/index.html", page=page, form=form, state=state, states=MailState)


@bp.get("/<int:mail_id>")
@needs(Right.RUN_MACHINES)
def show(mail_id: int) -> str:
    """One letter: its way, and its words where they are not somebody's key."""
    mail = _mail_or_404(mail_id)
    return render_template(
        "admin/mail/show.html", mail=mail, readable=is_readable(mail.kind), form=SessionForm()
    )


@bp.get("/<int:mail_id>/html")
@needs(Right.RUN_MACHINES)
def html(mail_id: int) -> Response:
    """The letter as a mail program draws it, in a frame that may do nothing."""
    mail = _mail_or_404(mail_id)
    if not is_readable(mail.kind) or not mail.html:
        abort(404)
    response = make_response(mail.html)
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; sandbox"
    )
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


@bp.post("/<int:mail_id>/sending")
@needs(Right.RUN_MACHINES)
def send(mail_id: int) -> AnyResponse:
    """Owe it again: at most once a minute, however often the button is pressed."""
    mail = _mail_or_404(mail_id)
    back = url_for("admin_mail.show", mail_id=mail_id)
    if not SessionForm().validate():
        return done(SessionForm.STALE, back, "bad")
    if not is_readable(mail.kind):
        return done("This kind of letter can only be asked for by its reader.", back, "bad")
    with unit_of_work() as session:
        send_again(session, mail, f"{mail.cause[:150]}/again:{now():%Y%m%d%H%M}")
        audit.note(session, actor(), "send letter again", f"mail:{mail.id}", details={"kind": mail.kind})
    return done("It is on its way again.", back)


def _mail_or_404(mail_id: int) -> OutgoingMail:
    return db.session.get(OutgoingMail, mail_id) or abort(404)
