"""`/admin/matches/`: a sponsor's promise, how far it is, and what was paid of it."""

from flask import abort, make_response, redirect, render_template, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response as AnyResponse

from hope.accounts.rights import Right
from hope.accounts.web.guard import actor, has_right, needs
from hope.admin.answers import done
from hope.admin.campaigns import campaign_or_404
from hope.admin.matches.forms import MatchForm, PaymentForm
from hope.admin.section import section
from hope.campaigns.matching import counting, keeping
from hope.campaigns.matching.models import Match, MatchPayment
from hope.kernel import audit, once
from hope.kernel.clock import charity_day, now
from hope.kernel.db import db, unit_of_work
from hope.kernel.forms import SessionForm
from hope.kernel.web.filters import money

bp = section("matches")


@bp.route("/new/<int:campaign_id>", methods=["GET", "POST"])
@needs(Right.EDIT_CONTENT)
def new(campaign_id: int) -> AnyResponse:
    """Write down what a sponsor promised; it is on the campaign's page from its first day."""
    campaign = campaign_or_404(campaign_id)
    form = MatchForm(campaign)
    if not form.validate_on_submit():
        words = render_template("admin/matches/new.html", form=form, campaign=campaign)
        return make_response(words, 422 if form.errors else 200)
    return done("The promise is saved.", url_for("admin_matches.show", match_id=_made(form)))


@bp.get("/<int:match_id>")
@needs(Right.SEE_CONTENT)
def show(match_id: int) -> str:
    """How far a match is, and what was paid of it."""
    form = PaymentForm(_match_or_404(match_id), formdata=None)
    form.received.data = charity_day(now()).isoformat()
    return _page(match_id, form)


@bp.post("/<int:match_id>/payments")
@needs(Right.MAKE_GRANTS)
def confirm(match_id: int) -> AnyResponse:
    """Book what arrived from the sponsor."""
    match = _match_or_404(match_id)
    form, href = PaymentForm(match), url_for("admin_matches.show", match_id=match_id)
    if db.session.scalar(select(MatchPayment.id).where(MatchPayment.key == form.key.data)):
        return redirect(href, code=303)
    if not form.validate():
        return make_response(_page(match_id, form), 422)
    try:
        with unit_of_work() as session:
            keeping.confirm(session, match_id, form.seen, actor())
    except keeping.CannotConfirm as no:
        return done(str(no), href, "bad")
    return done(f"{money(form.seen.total)} is booked, and the campaign’s total has followed.", href)


@bp.post("/<int:match_id>/ending")
@needs(Right.EDIT_CONTENT)
def end(match_id: int) -> AnyResponse:
    """End a match today."""
    href = url_for("admin_matches.show", match_id=_match_or_404(match_id).id)
    if not SessionForm().validate():
        return done(SessionForm.STALE, href, "bad")
    with unit_of_work() as session:
        ended = keeping.end(session, match_id, actor())
    return done("It has ended; what was given until now stays matched." if ended else "It is not open.", href)


@bp.post("/payments/<int:payment_id>/undoing")
@needs(Right.MAKE_GRANTS)
def undo(payment_id: int) -> AnyResponse:
    """Take back what was confirmed by mistake, by an entry against it."""
    payment = db.session.get(MatchPayment, payment_id) or abort(404)
    href = url_for("admin_matches.show", match_id=payment.match_id)
    if not SessionForm().validate():
        return done(SessionForm.STALE, href, "bad")
    with unit_of_work() as session:
        keeping.undo(session, payment_id, actor())
    return done("It is undone, by an entry against it.", href)


def _made(form: MatchForm) -> int:
    with unit_of_work() as session:
        made = once.made_before(session, form.key.data)
        if made is None:
            match = form.match()
            session.add(match)
            session.flush()
            counting.count(session, match)
            made = match.id
            once.remember(session, form.key.data, made)
            details = {"sponsor": match.sponsor, "percent": match.percent, "cap": str(match.cap.decimal)}
            audit.note(session, actor(), "create match", f"match:{made}", details=details)
        return made


def _page(match_id: int, form: PaymentForm) -> str:
    match = _match_or_404(match_id)
    may_confirm = has_right(Right.MAKE_GRANTS)
    page = {"match": match, "form": form, "may_confirm": may_confirm, "is_open": match.is_open(now())}
    return render_template("admin/matches/show.html", **page)


def _match_or_404(match_id: int) -> Match:
    return db.session.get(Match, match_id) or abort(404)
