"""One standing gift, opened by the signed link that its giver finds in every mail about it; nothing else is shown."""

from flask import Blueprint, Response, abort, current_app, request
from sqlalchemy import select

from hope.giving.links import read_token
from hope.giving.models import RecurringGift
from hope.giving.standing import pages
from hope.giving.standing.door import Door
from hope.kernel.db import db
from hope.kernel.web.limits import limiter

bp = Blueprint("standing", __name__, url_prefix="/give/recurring")


@bp.get("/<token>")
@limiter.limit("60/minute")
def show(token: str) -> Response:
    """How this one standing gift stands, and nothing about the person who gives it."""
    return pages.show(_door(token), request.args.get("said"))


@bp.route("/<token>/pause", methods=["GET", "POST"])
@limiter.limit("30/minute")
def pause(token: str) -> Response:
    """A rest."""
    return pages.pause(_door(token))


@bp.route("/<token>/cancellation", methods=["GET", "POST"])
@limiter.limit("30/minute")
def end(token: str) -> Response:
    """An end."""
    return pages.end(_door(token))


@bp.post("/<token>/continuation")
@limiter.limit("12/minute")
def undo_end(token: str) -> Response:
    """No end after all."""
    return pages.undo_end(_door(token))


@bp.post("/<token>/resumption")
@limiter.limit("12/minute")
def resume(token: str) -> Response:
    """Awake again."""
    return pages.resume(_door(token))


@bp.post("/<token>/card")
@limiter.limit("12/minute")
def card(token: str) -> Response:
    """Another card."""
    return pages.card(_door(token))


@bp.get("/<token>/card")
@bp.get("/<token>/continuation", endpoint="undo_end_again")
@bp.get("/<token>/resumption", endpoint="resume_again")
def card_again(token: str) -> Response:
    """Whoever reloads the address of a button is led back to the page."""
    return pages.back(_door(token))


def _door(token: str) -> Door:
    reference = read_token(token, current_app.config["SECRET_KEY"])
    found = select(RecurringGift).where(RecurringGift.reference == reference)
    recurring = (db.session.scalar(found) if reference else None) or abort(404)
    return Door(recurring, "standing", {"token": token}, f"link:recurring:{recurring.id}", signed_in=False)
