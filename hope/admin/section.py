"""A part of the staff pages."""

from typing import Any

from flask import Blueprint
from flask_wtf.csrf import generate_csrf

from hope.accounts.rights import Right, may
from hope.accounts.web.guard import guard_section, signed_in
from hope.admin.navigation import places_for


def section(name: str, path: str | None = None) -> Blueprint:
    """A blueprint at `/admin/<path>`, whose views each say with `needs(right)` who may open them."""
    bp = Blueprint(
        f"admin_{name}", __name__, url_prefix=f"/admin/{name if path is None else path}".rstrip("/")
    )
    guard_section(bp)
    bp.context_processor(_frame)
    return bp


def _frame() -> dict[str, Any]:
    """What the frame around a staff page shows: who is signed in, and the places that they may go to."""
    person = signed_in()
    if person is None:
        return {}
    return {
        "staff": {
            "name": person.name or person.email,
            "places": places_for(person.staff_role),
            "csrf_token": generate_csrf(),
        },
        "may_edit": may(person.staff_role, Right.EDIT_CONTENT),
    }
