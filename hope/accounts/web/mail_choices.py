"""Which mail somebody wants: one page for every kind, and the way out that stands in each such mail."""

from flask import Blueprint, Response, abort, flash, make_response, redirect, render_template, url_for

from hope.accounts import mailings
from hope.accounts.models import Supporter
from hope.accounts.web.entering import secret
from hope.accounts.web.forms import MailForm
from hope.accounts.web.guard import guard_own_pages, require_supporter
from hope.kernel.db import db, unit_of_work
from hope.kernel.web.guards import from_elsewhere
from hope.kernel.web.headers import keep_private
from hope.kernel.web.letters import absolute
from hope.kernel.web.limits import limiter

bp = Blueprint("mail_choices", __name__, url_prefix="/account/mail")
stop_bp = Blueprint("mail_stop", __name__, url_prefix="/mail/stop")
guard_own_pages(bp)
stop_bp.after_request(keep_private)


def stop_url(name: str, email: str) -> str:
    """The way out of one kind of mail, for its two headers and its foot."""
    return absolute("mail_stop.ask", token=mailings.token_for(name, email, secret()))


@bp.get("")
def show() -> str:
    """Every kind of mail that can be chosen, as it is chosen."""
    supporter = require_supporter()
    return _page(MailForm(formdata=None, data={"wanted": _wanted(supporter)}), supporter)


@bp.post("")
def choose() -> Response:
    """Write from here on as the form says."""
    form, supporter = MailForm(), require_supporter()
    if not form.validate_on_submit():
        return make_response(_page(form, supporter), 422)
    with unit_of_work() as session:
        mailings.choose(session, supporter, set(form.wanted.data))
    flash("We write to you as you chose.")
    return make_response(redirect(url_for("mail_choices.show"), code=303))


@stop_bp.get("/<token>")
@limiter.limit("60/minute")
def ask(token: str) -> str:
    """Ask whether to stop. Opening this changes nothing: programs open links as well."""
    mailing, _ = _sealed_or_404(token)
    return render_template("account/mail_stop.html", mailing=mailing, token=token, stopped=False)


@stop_bp.post("/<token>")
@from_elsewhere
def stop(token: str) -> str:
    """Stop at once: by our button, or by the mail program itself (RFC 8058), which brings only the token."""
    mailing, email = _sealed_or_404(token)
    with unit_of_work() as session:
        mailings.stop(session, mailing, email)
    return render_template("account/mail_stop.html", mailing=mailing, token=token, stopped=True)


def _sealed_or_404(token: str) -> tuple[mailings.Mailing, str]:
    return mailings.read_token(token, secret()) or abort(404)


def _wanted(supporter: Supporter) -> list[str]:
    session = db.session()
    return [one.name for one in mailings.every() if one.is_wanted(session, supporter)]


def _page(form: MailForm, supporter: Supporter) -> str:
    session = db.session()
    more = [
        (one.title, one.more(session, supporter))
        for one in mailings.every()
        if one.more and one.is_wanted(session, supporter)
    ]
    return render_template("account/mail.html", form=form, supporter=supporter, more=more)
