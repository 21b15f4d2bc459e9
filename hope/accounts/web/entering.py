"""What every way of signing in ends with: the browser gets its key, and goes on to where it wanted."""

from flask import Response, current_app, g, make_response, redirect, request, session

from hope.accounts import sessions
from hope.accounts.models import Supporter
from hope.accounts.passkeys import Place
from hope.accounts.web.browsers import in_words
from hope.accounts.web.guard import KEY, current
from hope.accounts.web.paths import HOME, safe_next
from hope.kernel import audit
from hope.kernel.db import db
from hope.kernel.web.headers import keep_private


def enter(supporter: Supporter, *, second_factor: bool = False) -> None:
    """Sign this browser in, in the unit of work at hand; whoever was signed in here before is no longer."""
    leave()
    browser = in_words(request.user_agent.string)
    key = sessions.begin(db.session(), supporter, browser, second_factor=second_factor)
    if supporter.staff_role:
        audit.note(
            db.session(),
            supporter.email,
            "sign in",
            f"supporter:{supporter.id}",
            details={"browser": browser},
        )
    session.permanent = True
    session[KEY] = key


def leave() -> None:
    """Sign this browser out, in the unit of work at hand."""
    before = current()
    if before:
        sessions.end(db.session(), before.supporter_id, before.id)
    session.clear()
    g.pop("sign_in", None)


def go_on(path: str | None) -> Response:
    """Lead to the page that was wanted at first, or home."""
    return keep_private(make_response(redirect(safe_next(path) or HOME, code=303)))


def secret() -> str:
    """The site's secret."""
    return str(current_app.config["SECRET_KEY"])


def passkey_place() -> Place:
    """Where passkeys work: the site's public address; in development whatever name it was opened by."""
    config = current_app.config
    origin = (config["SITE_URL"] if config["STAFF_SECOND_FACTOR"] else request.host_url).rstrip("/")
    host = origin.split("://", 1)[1].rsplit(":", 1)[0]
    return Place(config["SITE_NAME"], host, origin)
