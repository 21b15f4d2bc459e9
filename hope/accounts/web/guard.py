"""Who is there, and what may they do: the one guard before every page that is not for everyone.

A section of staff pages calls `guard_section(bp)` and marks each view with the right that it needs:

    @bp.get("/gifts")
    @needs(Right.SEE_GIFTS)
    def index() -> str: ...

A view without a mark is refused, so that nothing is open because somebody forgot. Public pages never ask who is
there: looking at the session would make each of them one person's own.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    g,
    make_response,
    redirect,
    render_template,
    request,
    session,
)

from hope.accounts import factors, sessions
from hope.accounts.models import SignIn, Supporter
from hope.accounts.rights import Right, may
from hope.accounts.web.paths import CONFIRM, SECOND_FACTOR, SIGN_IN, with_next
from hope.kernel.clock import now
from hope.kernel.db import db, unit_of_work
from hope.kernel.web.guards import SAFE
from hope.kernel.web.headers import keep_private

View = TypeVar("View", bound=Callable[..., Any])
KEY = "sign_in"


def current() -> SignIn | None:
    """This browser's sign-in, None for a visitor."""
    if "sign_in" not in g:
        key = session.get(KEY)
        g.sign_in = sessions.find(db.session(), key) if isinstance(key, str) else None
    sign_in: SignIn | None = g.sign_in
    return sign_in


def signed_in() -> Supporter | None:
    """Who is signed in here, None for a visitor."""
    sign_in = current()
    return sign_in.supporter if sign_in else None


def require_sign_in() -> SignIn:
    """This browser's sign-in; a visitor is led to the sign-in page and back."""
    return current() or abort(_sign_in_first())


def require_supporter() -> Supporter:
    """Who is signed in; a visitor is led to the sign-in page and back."""
    return require_sign_in().supporter


def require_fresh() -> SignIn:
    """This browser's sign-in, when its person has just shown that it is them; otherwise they are asked to."""
    sign_in = require_sign_in()
    if second_factor_missing(sign_in):
        abort(_detour(SECOND_FACTOR, "second_factor"))
    if not sessions.is_fresh(sign_in):
        abort(_detour(CONFIRM, "confirm"))
    return sign_in


def require_first_factor() -> SignIn:
    """As `require_fresh`, but open to staff who have yet to set up their first second factor."""
    sign_in = require_sign_in()
    if second_factor_missing(sign_in) and factors.has_any(db.session(), sign_in.supporter_id):
        abort(_detour(SECOND_FACTOR, "second_factor"))
    if not sessions.is_fresh(sign_in):
        abort(_detour(CONFIRM, "confirm"))
    return sign_in


def second_factor_missing(sign_in: SignIn) -> bool:
    """True when this is a member of staff whose second factor is still to be given."""
    required = bool(current_app.config["STAFF_SECOND_FACTOR"])
    return factors.is_missing(db.session(), sign_in, required=required)


def has_right(right: Right) -> bool:
    """True when whoever is signed in has this right: for showing or hiding a link, never instead of `needs`."""
    supporter = signed_in()
    return supporter is not None and may(supporter.staff_role, right)


def actor() -> str:
    """The name under which the audit writes down what is done now."""
    return require_supporter().email


def needs(right: Right) -> Callable[[View], View]:
    """Mark a view with the right that it needs."""

    def mark(view: View) -> View:
        view.right = right  # type: ignore[attr-defined]
        return view

    return mark


def guard_section(bp: Blueprint) -> None:
    """Open every page of this blueprint to those only who have the right that its view is marked with."""
    bp.before_request(_check_staff)
    bp.after_request(keep_private)


def guard_own_pages(bp: Blueprint) -> None:
    """Open every page of this blueprint to whoever is signed in; each shows what is theirs."""
    bp.before_request(_check_signed_in)
    bp.after_request(keep_private)


def _check_signed_in() -> None:
    _note_visit(require_sign_in())


def _check_staff() -> None:
    right = getattr(current_app.view_functions[request.endpoint or ""], "right", None)
    sign_in = require_sign_in()
    if right is None or not may(sign_in.supporter.staff_role, right):
        abort(_page("account/refused.html", 403, supporter=sign_in.supporter))
    if second_factor_missing(sign_in):
        abort(_detour(SECOND_FACTOR, "second_factor"))
    if right.needs_fresh and not sessions.is_fresh(sign_in):
        abort(_detour(CONFIRM, "confirm"))
    _note_visit(sign_in)


def _note_visit(sign_in: SignIn) -> None:
    if sessions.wants_touch(sign_in):
        with unit_of_work():
            sign_in.seen_at = now()


def _sign_in_first() -> Response:
    was_signed_in = KEY in session
    return _detour(SIGN_IN, "sign_in") if was_signed_in else _lead(SIGN_IN)


def _detour(path: str, what: str) -> Response:
    """Lead there and back. A form that was sent is not thrown away for it: its page says how to send it again."""
    if request.method in SAFE:
        return _lead(path)
    return _page("account/wait.html", 401 if what == "sign_in" else 403, path=path, what=what)


def _lead(path: str) -> Response:
    here = request.full_path.rstrip("?") if request.method in SAFE else ""
    return keep_private(make_response(redirect(with_next(path, here), code=303)))


def _page(template: str, status: int, **context: Any) -> Response:
    return keep_private(make_response(render_template(template, **context), status))
