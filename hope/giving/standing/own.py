"""One's own standing gifts, signed in."""

from flask import Blueprint, Response, abort, request
from sqlalchemy import select

from hope.accounts.web.guard import guard_own_pages, require_supporter
from hope.giving.models import RecurringGift
from hope.giving.standing import pages
from hope.giving.standing.door import Door
from hope.kernel.db import db
from hope.kernel.web.limits import limiter

bp = Blueprint("own_standing", __name__, url_prefix="/account/recurring")
guard_own_pages(bp)
limiter.limit("60/minute")(bp)


@bp.get("/<reference>")
def show(reference: str) -> Response:
    """How it stands, and what can be done."""
    return pages.show(door_of(reference), request.args.get("said"))


@bp.route("/<reference>/amount", methods=["GET", "POST"])
def amount(reference: str) -> Response:
    """Another amount."""
    return pages.amount(door_of(reference))


@bp.route("/<reference>/day", methods=["GET", "POST"])
def day(reference: str) -> Response:
    """Another day."""
    return pages.day_of_giving(door_of(reference))


@bp.route("/<reference>/pause", methods=["GET", "POST"])
def pause(reference: str) -> Response:
    """A rest."""
    return pages.pause(door_of(reference))


@bp.route("/<reference>/cancellation", methods=["GET", "POST"])
def end(reference: str) -> Response:
    """An end."""
    return pages.end(door_of(reference))


@bp.post("/<reference>/continuation")
def undo_end(reference: str) -> Response:
    """No end after all."""
    return pages.undo_end(door_of(reference))


@bp.post("/<reference>/resumption")
def resume(reference: str) -> Response:
    """Awake again."""
    return pages.resume(door_of(reference))


@bp.post("/<reference>/card")
def card(reference: str) -> Response:
    """Another card."""
    return pages.card(door_of(reference))


@bp.get("/<reference>/card")
@bp.get("/<reference>/continuation", endpoint="undo_end_again")
@bp.get("/<reference>/resumption", endpoint="resume_again")
def card_again(reference: str) -> Response:
    """Whoever reloads the address of a button is led back to the page."""
    return pages.back(door_of(reference))


def door_of(reference: str) -> Door:
    """A standing gift of whoever is signed in; another's is not there."""
    supporter = require_supporter()
    own = select(RecurringGift).where(
        RecurringGift.reference == reference, RecurringGift.supporter_id == supporter.id
    )
    recurring = db.session.scalar(own) or abort(404)
    return Door(
        recurring, "own_standing", {"reference": reference}, f"supporter:{supporter.id}", signed_in=True
    )
