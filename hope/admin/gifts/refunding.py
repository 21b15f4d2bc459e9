"""Sending a gift back in part or whole: asked for, looked at, then done, and never done twice."""

from flask import abort, current_app, make_response, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response as AnyResponse

from hope.accounts.rights import Right
from hope.accounts.web.guard import actor, needs
from hope.admin.answers import confirm, done
from hope.admin.gifts import consequences
from hope.admin.gifts.base import bp, gift_or_404
from hope.admin.gifts.refund_form import RefundForm, SureForm
from hope.giving import lines, refunds
from hope.giving.gateway import GatewayError, Refused
from hope.giving.models import Gift, RefundRequest
from hope.giving.story import Story
from hope.kernel.db import db
from hope.kernel.forms import SessionForm
from hope.kernel.money import Money
from hope.kernel.web.filters import money

UNANSWERED = (
    "Stripe did not answer, so nobody knows yet whether the money left. "
    "Ask again below: the same request sends nothing back twice."
)


@bp.get("/<int:gift_id>/refund")
@needs(Right.MOVE_MONEY)
def refund(gift_id: int) -> AnyResponse:
    """How much, and why."""
    gift = gift_or_404(gift_id)
    left = _left_or_say_why(gift)
    return left if isinstance(left, AnyResponse) else _page(gift, _form(gift, left), left)


@bp.post("/<int:gift_id>/refund")
@needs(Right.MOVE_MONEY)
def look_at_refund(gift_id: int) -> AnyResponse:
    """What would happen, before it happens."""
    gift = gift_or_404(gift_id)
    left = _left_or_say_why(gift)
    if isinstance(left, AnyResponse):
        return left
    form = _form(gift, left)
    return _make_sure(gift, form, left) if form.validate() else _page(gift, form, left, 422)


@bp.post("/<int:gift_id>/refunds")
@needs(Right.MOVE_MONEY)
def send_back(gift_id: int) -> AnyResponse:
    """Send it back."""
    gift = gift_or_404(gift_id)
    known = _request(gift_id, RefundRequest.key == request.form.get("token", ""))
    if known:  # a second press of the same button: it is carried out as it was asked for
        return _carry_out(gift, known) if SessionForm().validate() else _stale(gift)
    left = _left_or_say_why(gift)
    if isinstance(left, AnyResponse):
        return left
    form = _form(gift, left)
    if not form.validate():
        return _page(gift, form, left, 422)
    asked = RefundRequest(key=form.token.data, total=form.total, cause=form.cause.data, reason=form.reason)
    asked.asked_by = actor()
    return _carry_out(gift, asked, form.line_id)


@bp.post("/<int:gift_id>/refunds/<int:request_id>")
@needs(Right.MOVE_MONEY)
def ask_again(gift_id: int, request_id: int) -> AnyResponse:
    """Ask Stripe once more for what it has not answered."""
    gift = gift_or_404(gift_id)
    known = _request(gift_id, RefundRequest.id == request_id) or abort(404)
    return _carry_out(gift, known) if SessionForm().validate() else _stale(gift)


def _left_or_say_why(gift: Gift) -> Money | AnyResponse:
    """What can go back, or the way to the gift’s page with why nothing can."""
    session = db.session()
    back = url_for("admin_gifts.show", gift_id=gift.id)
    if refunds.payment_of(session, gift) is None:
        later = gift.source.startswith("stripe:")
        words = "Stripe has not told us yet which payment this is. Try again in a minute."
        paper = "This gift did not come through Stripe, so Stripe cannot send it back."
        return done(words if later else paper, back, "warn")
    left = refunds.left_of(session, gift)
    return left if left.amount > 0 else done("Nothing is left of this gift to send back.", back, "warn")


def _page(gift: Gift, form: RefundForm, left: Money, status: int = 200) -> AnyResponse:
    story = Story(db.session(), gift)
    return make_response(
        render_template("admin/gifts/refund.html", story=story, gift=gift, form=form, left=left), status
    )


def _make_sure(gift: Gift, form: RefundForm, left: Money) -> AnyResponse:
    typed = {name: form[name].data for name in ("token", "line", "amount", "cause", "words")}
    return confirm(
        SureForm(formdata=None, **typed),
        title=f"Send {money(form.total)} back?",
        label=f"Send {money(form.total)} back",
        action=url_for("admin_gifts.send_back", gift_id=gift.id),
        lead="This is what happens when you press the button.",
        points=consequences.of_refund(Story(db.session(), gift), form.total, left, form.line_id),
        above="Change it",
        above_href=url_for("admin_gifts.refund", gift_id=gift.id),
        danger=True,
    )


def _form(gift: Gift, left: Money) -> RefundForm:
    """The form, with each line that can still go back by itself where there are several."""
    session, parts = db.session(), lines.parts_of(gift)
    gone = lines.asked_back(session, gift)
    alone = {
        line: part
        for line, part in parts.items()
        if len(parts) > 1 and line.id not in gone and lines.is_whole(session, gift, line, part)
    }
    return RefundForm(left, alone)


def _carry_out(gift: Gift, asked: RefundRequest, line_id: int | None = None) -> AnyResponse:
    back = url_for("admin_gifts.show", gift_id=gift.id)
    gateway = current_app.extensions["gateway"]
    wish = (asked.total, asked.reason, asked.asked_by)
    try:
        made = refunds.refund(gift, *wish, gateway, asked.key, asked.cause, line_id)
    except refunds.CannotRefund as no:
        return done(str(no), back, "bad")
    except Refused as no:
        return done(f"Stripe does not do that ({no.detail}). Nothing was sent back.", back, "bad")
    except GatewayError:
        return done(UNANSWERED, back, "warn")
    return done(f"{money(made.total)} goes back to the giver.", back)


def _request(gift_id: int, which: object) -> RefundRequest | None:
    asked = select(RefundRequest).where(RefundRequest.gift_id == gift_id, which)  # type: ignore[arg-type]
    return db.session.scalar(asked)


def _stale(gift: Gift) -> AnyResponse:
    return done(SessionForm.STALE, url_for("admin_gifts.show", gift_id=gift.id), "bad")
