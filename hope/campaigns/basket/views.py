"""The basket: looked at, changed, and paid. Every answer is for one person; the catalogue knows nothing of it."""

from dataclasses import replace
from typing import Any

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response as AnyResponse

from hope.campaigns.basket.carried import MOST_GIFTS, Basket, from_text, left_with, to_text
from hope.campaigns.basket.filled import Filled, fill
from hope.campaigns.basket.forms import AddForm, BasketForm, as_sent, number_of
from hope.campaigns.gifts import catalogue
from hope.campaigns.giver_form import card_fee, giver_answers
from hope.campaigns.sharing import sources
from hope.giving import checkout as checkouts
from hope.giving import leaving, stock
from hope.giving.gateway import GatewayError
from hope.giving.models import CheckoutState
from hope.honour.views.asking import asked_beside, show_card
from hope.kernel.clock import now
from hope.kernel.db import db
from hope.kernel.web.headers import keep_private
from hope.kernel.web.limits import limiter

bp = Blueprint("basket", __name__, url_prefix="/basket")
MONTH = 30 * 86_400
PAID = (CheckoutState.COMPLETED, CheckoutState.PROCESSING)


@bp.get("", strict_slashes=False)
def show() -> AnyResponse:
    """What is in the basket, what it comes to, and the form to give it."""
    basket, paid = _carried()
    added = catalogue.find(db.session(), request.args.get("added", "")[:120])
    notice = "paid" if paid else ""
    if added:
        there = any(item.tier_id == added.id for item in basket.items)
        notice = "added" if there else "no_cookie" if not basket.items else ""
    return _page(_fill(basket), notice=notice, added=added)


@bp.get("/items")
@bp.get("/lines")
@bp.get("/checkout")
def again() -> AnyResponse:
    """Whoever reloads the address of a form is led back to the basket."""
    return redirect(url_for(".show"), code=303)


@bp.post("/items")
@limiter.limit("60/minute")
def add() -> AnyResponse:
    """Put a gift into the basket."""
    form, basket = AddForm(), _let_go(_carried()[0])
    tier = catalogue.find(db.session(), (form.gift.data or "")[:120]) or abort(404)
    quantity = number_of(form.quantity.data or "1") or 1
    known = any(item.tier_id == tier.id for item in basket.items)
    if basket.is_full and not known:
        return _page(_fill(basket), 409, notice="full")
    filled = _fill(basket.with_more(tier.id, quantity, tier.price.amount))
    if filled.said:  # it cannot be given, or not so many: say so at once
        return _page(filled, 409)
    came_from = sources.as_query(sources.word_in(request.referrer))
    return _carry(redirect(url_for(".show", added=tier.slug, **came_from), code=303), filled.basket())


@bp.post("/lines")
@limiter.limit("120/minute")
def change() -> AnyResponse:
    """Other numbers, another rhythm, one gift less or back again; what was typed below stays."""
    basket, removed = as_sent(_let_go(_carried()[0])), None
    if gone := number_of_gift("remove"):
        removed = next((item for item in basket.items if item.tier_id == gone), None)
        basket = basket.without(gone)
    if (back := number_of_gift("put_back")) and not basket.is_full:
        tier = catalogue.of_ids(db.session(), [back]).get(back)
        how_many = number_of(request.form.get("put_back_quantity", "")) or 1
        basket = basket.with_more(back, how_many, tier.price.amount) if tier else basket
    named = catalogue.of_ids(db.session(), [removed.tier_id]).get(removed.tier_id) if removed else None
    return _page(_fill(basket), typed=True, notice="removed" if named else "", removed=removed, added=named)


@bp.post("/checkout")
@limiter.limit("30/minute;300/hour")
def pay() -> AnyResponse:
    """Write the attempt down, and lead to Stripe’s page; where anything has changed, say so first."""
    basket, _ = _carried()
    filled = _fill(as_sent(basket))
    if not filled.lines:
        return _page(filled, 409, typed=True)
    form = BasketForm(filled)
    step = request.form.get("step")
    if step == "change" or not form.validate():
        return _page(filled, 422 if form.errors else 200, form=form)
    if filled.is_too_much:
        return _page(filled, 422, form=form, notice="too_much")
    if filled.said or form.shown.data != str(filled.today.amount):
        return _page(filled, 409, form=form, notice="look")
    return _lead(filled, form, looked_at=step == "pay")


@bp.get("/cancelled/<reference>")
def cancelled(reference: str) -> AnyResponse:
    """Welcome back whoever left Stripe’s page without paying, with the basket as it was."""
    checkout = checkouts.find(db.session(), reference) or abort(404)
    if checkout.state in PAID:
        return redirect(url_for("giving.thanks", reference=reference), code=303)
    leaving.leave(reference, current_app.extensions["gateway"])
    db.session.expire_all()
    basket = replace(_carried()[0], reference="")
    filled = _fill(basket if basket.items else left_with(checkout))
    data = giver_answers(checkout) | asked_beside(checkout) | {"interval": filled.interval.value}
    data |= {"came_from": sources.of_checkout(db.session(), checkout.id)}
    form = BasketForm(filled, formdata=None, data=data)
    return _page(filled, form=form, notice="cancelled")


def _lead(filled: Filled, form: BasketForm, *, looked_at: bool) -> AnyResponse:
    """On to the card, where there is one to look at, or to Stripe."""
    pledge, beside = filled.pledge(form.giver(), card_fee() if form.cover_fee.data else None), form.beside()
    if form.has_card and not looked_at:
        return _carry(show_card(form.cards()[0], pledge, url_for(".pay")), filled.basket())
    _let_go_of_another(filled.reference, pledge.fingerprint([wish.mark() for wish in beside]))
    try:
        checkout = checkouts.start(pledge, current_app.extensions["gateway"], _thanks, _cancelled, beside)
    except GatewayError:
        return _page(filled, 503, form=form, notice="stripe_unreachable")
    except stock.NoneLeft:
        db.session.expire_all()
        return _page(_fill(filled.basket("")), 409, form=form, notice="none_left")
    return _carry(redirect(checkout.session_url or "", code=303), filled.basket(checkout.reference))


def number_of_gift(name: str) -> int | None:
    """Which gift a button names."""
    text = request.form.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


def _carried() -> tuple[Basket, bool]:
    """The basket that this browser carries; an empty one, and True, when it has been paid for."""
    basket = from_text(request.cookies.get(_name()), current_app.config["SECRET_KEY"])
    checkout = checkouts.find(db.session(), basket.reference) if basket.reference else None
    return (Basket(), True) if checkout and checkout.state in PAID else (basket, False)


def _let_go(basket: Basket) -> Basket:
    """A basket that changes is not the one that waits at Stripe: what was kept for that goes back to all."""
    if basket.reference:
        leaving.leave(basket.reference, current_app.extensions["gateway"])
        db.session.expire_all()
    return replace(basket, reference="")


def _let_go_of_another(reference: str, fingerprint: str) -> None:
    """One basket waits at Stripe once: an earlier attempt that asks for something else ends here."""
    before = checkouts.find(db.session(), reference) if reference else None
    if before and before.fingerprint != fingerprint:
        leaving.leave(reference, current_app.extensions["gateway"])


def _fill(basket: Basket) -> Filled:
    return fill(db.session(), basket, now())


def _page(filled: Filled, status: int = 200, *, typed: bool = False, **shown: Any) -> Response:
    """The page of the basket, for this person only; from now on the browser carries what it shows."""
    form = shown.pop("form", None)
    if form is None:
        form = BasketForm(filled) if typed else BasketForm(filled, formdata=None)
    body = render_template(
        "basket/show.html",
        filled=filled,
        form=form,
        fee=card_fee(),
        most=MOST_GIFTS,
        **{"notice": ""} | shown,
    )
    return _carry(make_response(body, status), filled.basket())


def _carry(response: Any, basket: Basket) -> Response:
    """Let the browser carry this basket, to `/basket` and nowhere else; an empty one leaves nothing behind."""
    where = {"path": "/basket", "secure": current_app.config["SESSION_COOKIE_SECURE"], "samesite": "Lax"}
    if basket.items:
        text = to_text(basket, current_app.config["SECRET_KEY"])
        response.set_cookie(_name(), text, max_age=MONTH, httponly=True, **where)
    elif _name() in request.cookies:
        response.delete_cookie(_name(), httponly=True, **where)
    return keep_private(response)


def _name() -> str:
    """Its prefix makes browsers insist on HTTPS; the stricter one of the session would not let it keep to one path."""
    return "__Secure-hope-basket" if current_app.config["SESSION_COOKIE_SECURE"] else "hope-basket"


def _thanks(reference: str) -> str:
    return f"{current_app.config['SITE_URL']}{url_for('giving.thanks', reference=reference)}"


def _cancelled(reference: str) -> str:
    return f"{current_app.config['SITE_URL']}{url_for('.cancelled', reference=reference)}"
