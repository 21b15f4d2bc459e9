"""Before paying: the card as it will look, with everything that was typed on its way."""

from datetime import timedelta
from typing import Any

from flask import Response, make_response, render_template, request

from hope.giving.models import Checkout
from hope.giving.pledge import Pledge
from hope.honour.wishing import CardWish, answers_of, of_checkout
from hope.kernel.clock import now
from hope.kernel.db import db
from hope.kernel.web.headers import keep_private

TYPED_IS_KEPT = timedelta(days=1)


def show_card(wish: CardWish, pledge: Pledge, action: str, **more: str) -> Response:
    """The card to look at; its form sends what was typed, and `more`, on to `action`: to pay or to change (`step`)."""
    typed = [(name, value) for name, value in request.form.items(multi=True) if name not in ("step", *more)]
    typed += more.items()
    body = render_template("honour/preview.html", wish=wish, pledge=pledge, action=action, typed=typed)
    return keep_private(make_response(body))


def asked_beside(checkout: Checkout) -> dict[str, Any]:
    """What was typed about a card into the form that led to this attempt; for a day only, as with the rest of it."""
    tribute = of_checkout(db.session(), checkout.id)
    fresh = now() - checkout.created_at < TYPED_IS_KEPT
    return answers_of(tribute) if tribute and fresh else {}
